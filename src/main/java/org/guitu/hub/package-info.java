/** The hub process: settings, wiring, start and stop order. */
@NullMarked
package org.guitu.hub;

import org.jspecify.annotations.NullMarked;
