/** Tests of the embedded PostgreSQL, and the database that other tests use. */
@NullMarked
package org.guitu.hub.postgres;

import org.jspecify.annotations.NullMarked;
