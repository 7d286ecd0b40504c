/** The plan of the house as rules that the build keeps. */
@NullMarked
package org.guitu.arch;

import org.jspecify.annotations.NullMarked;
