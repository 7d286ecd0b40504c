/** The kernel: identifiers, types and refusals that every part of the house speaks; depends on nothing. */
@NullMarked
package org.guitu.message;

import org.jspecify.annotations.NullMarked;
