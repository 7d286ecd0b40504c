/** Tests of the participant's side, with a scripted hub. */
@NullMarked
package org.guitu.office;

import org.jspecify.annotations.NullMarked;
