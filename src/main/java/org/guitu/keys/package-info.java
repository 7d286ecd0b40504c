/** The command {@code guitu keys}: keys and requests of a party, their certificates and successors, and an authority of one's own with what it revokes. */
@NullMarked
package org.guitu.keys;

import org.jspecify.annotations.NullMarked;
