/** The message broker: what the directory makes of it, and the embedded Artemis that a single machine runs. */
@NullMarked
package org.guitu.hub.broker;

import org.jspecify.annotations.NullMarked;
