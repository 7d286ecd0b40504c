/** Tests of {@code org.guitu.directory}. */
@NullMarked
package org.guitu.directory;

import org.jspecify.annotations.NullMarked;
