/** What senders of ill will make of sound bytes, the same for tests and for fuzzing. */
@NullMarked
package org.guitu.hostile;

import org.jspecify.annotations.NullMarked;
