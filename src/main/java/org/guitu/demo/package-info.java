/** The exercise: a demo CA, keys and offices made on this machine, and the journey they play through a real hub. */
@NullMarked
package org.guitu.demo;

import org.jspecify.annotations.NullMarked;
