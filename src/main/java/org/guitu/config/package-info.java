/** Reads YAML files strictly into records: what is unknown, missing or wrong refuses the whole file with one line. */
@NullMarked
package org.guitu.config;

import org.jspecify.annotations.NullMarked;
