@NullMarked
package org.guitu.demo;

import org.jspecify.annotations.NullMarked;
