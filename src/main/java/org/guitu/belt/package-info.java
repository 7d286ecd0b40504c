/** The belt: Camel routes and the beans they call, which carry what is recorded to every recipient. */
@NullMarked
package org.guitu.belt;

import org.jspecify.annotations.NullMarked;
