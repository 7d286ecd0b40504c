/** What has to hold of every schema file of this project, whatever it describes. */
@NullMarked
package org.guitu.schemas;

import org.jspecify.annotations.NullMarked;
