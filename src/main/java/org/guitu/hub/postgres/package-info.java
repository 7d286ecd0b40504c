/** The embedded PostgreSQL: a real server under the hub's own data directory, started, watched and ended with the hub. */
@NullMarked
package org.guitu.hub.postgres;

import org.jspecify.annotations.NullMarked;
