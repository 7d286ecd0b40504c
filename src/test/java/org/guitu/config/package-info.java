/** Tests of {@code org.guitu.config}. */
@NullMarked
package org.guitu.config;

import org.jspecify.annotations.NullMarked;
