/** What of a message must be sealed and for whom: the same answer for the office that seals and the hub that checks. */
@NullMarked
package org.guitu.seal;

import org.jspecify.annotations.NullMarked;
