@NullMarked
package org.guitu.message;

import org.jspecify.annotations.NullMarked;
