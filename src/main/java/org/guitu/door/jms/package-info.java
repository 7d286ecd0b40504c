/** The JMS door: bytes from a party's own inbound address to the gate, and the signed receipt back. */
@NullMarked
package org.guitu.door.jms;

import org.jspecify.annotations.NullMarked;
