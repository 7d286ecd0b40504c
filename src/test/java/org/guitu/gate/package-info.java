/** Tests of the gate's stations and of the record. */
@NullMarked
package org.guitu.gate;

import org.jspecify.annotations.NullMarked;
