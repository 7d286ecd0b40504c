@NullMarked
package org.guitu.seal;

import org.jspecify.annotations.NullMarked;
