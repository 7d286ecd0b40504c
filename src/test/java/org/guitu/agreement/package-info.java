/** Tests of {@code org.guitu.agreement}. */
@NullMarked
package org.guitu.agreement;

import org.jspecify.annotations.NullMarked;
