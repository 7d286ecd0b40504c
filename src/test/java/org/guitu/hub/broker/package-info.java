@NullMarked
package org.guitu.hub.broker;

import org.jspecify.annotations.NullMarked;
