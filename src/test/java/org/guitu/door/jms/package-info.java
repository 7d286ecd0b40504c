/** Tests of {@code org.guitu.door.jms}. */
@NullMarked
package org.guitu.door.jms;

import org.jspecify.annotations.NullMarked;
