/** Reads files strictly and follows them: what is unknown, missing or wrong in a YAML file refuses it as a whole with one line. */
@NullMarked
package org.guitu.config;

import org.jspecify.annotations.NullMarked;
