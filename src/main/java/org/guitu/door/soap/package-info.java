/** The SOAP door: what a verified call of the liaison service asks, to the gate, to the caller's own mailbox, and back. */
@NullMarked
package org.guitu.door.soap;

import org.jspecify.annotations.NullMarked;
