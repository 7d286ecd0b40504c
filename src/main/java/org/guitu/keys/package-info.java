/** The command {@code guitu keys}: an authority for exercises, certificates for parties, what a file holds, what expires. */
@NullMarked
package org.guitu.keys;

import org.jspecify.annotations.NullMarked;
