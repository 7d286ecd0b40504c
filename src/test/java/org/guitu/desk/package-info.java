@NullMarked
package org.guitu.desk;

import org.jspecify.annotations.NullMarked;
