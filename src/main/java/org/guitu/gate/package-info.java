/**
 * The gate: six stations in one sentence that turn bytes from a channel into a durable record, or into a refusal; plain
 * Java, no framework type enters.
 */
@NullMarked
package org.guitu.gate;

import org.jspecify.annotations.NullMarked;
