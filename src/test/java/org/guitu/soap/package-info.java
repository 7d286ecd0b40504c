/** Tests of {@code org.guitu.soap}. */
@NullMarked
package org.guitu.soap;

import org.jspecify.annotations.NullMarked;
