/** The officer's page over {@code office}: one process on the office's machine, for a browser on the same machine. */
@NullMarked
package org.guitu.desk;

import org.jspecify.annotations.NullMarked;
