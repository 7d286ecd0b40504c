/** Tests of the command line as a whole. */
@NullMarked
package org.guitu;

import org.jspecify.annotations.NullMarked;
