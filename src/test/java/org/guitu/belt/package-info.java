/** Tests of the belt. */
@NullMarked
package org.guitu.belt;

import org.jspecify.annotations.NullMarked;
