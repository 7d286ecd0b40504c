/** The jar itself, started as processes, killed and stopped as operators and power cuts do. */
@NullMarked
package org.guitu.process;

import org.jspecify.annotations.NullMarked;
