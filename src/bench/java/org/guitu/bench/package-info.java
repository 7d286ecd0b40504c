/** What things cost, measured against a floor in the same run; nothing here is a test. */
@NullMarked
package org.guitu.bench;

import org.jspecify.annotations.NullMarked;
