/** The kernel: identifiers, types, refusals, and how long something is waited for and how often told, for every part of the house; depends on nothing. */
@NullMarked
package org.guitu.message;

import org.jspecify.annotations.NullMarked;
