/** What the folders under schemas/ say, and what is refused in them. */
@NullMarked
package org.guitu.family;

import org.jspecify.annotations.NullMarked;
