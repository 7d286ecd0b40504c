@NullMarked
package org.guitu.keys;

import org.jspecify.annotations.NullMarked;
