/** Tests of {@code org.guitu.hub}. */
@NullMarked
package org.guitu.hub;

import org.jspecify.annotations.NullMarked;
