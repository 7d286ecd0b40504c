@NullMarked
package org.guitu.trust;

import org.jspecify.annotations.NullMarked;
