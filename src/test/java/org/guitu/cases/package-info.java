/** Wire cases as data: what is sent through a door of a running hub, and what has to come of it. */
@NullMarked
package org.guitu.cases;

import org.jspecify.annotations.NullMarked;
