/** The program itself: one command line over the parts of the house. */
@NullMarked
package org.guitu;

import org.jspecify.annotations.NullMarked;
