@NullMarked
package org.guitu.receipt;

import org.jspecify.annotations.NullMarked;
