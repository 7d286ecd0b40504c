/** What hub and office both need of the broker's library. */
@NullMarked
package org.guitu.artemis;

import org.jspecify.annotations.NullMarked;
