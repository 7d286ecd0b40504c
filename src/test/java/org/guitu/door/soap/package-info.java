/** Tests of {@code org.guitu.door.soap}. */
@NullMarked
package org.guitu.door.soap;

import org.jspecify.annotations.NullMarked;
