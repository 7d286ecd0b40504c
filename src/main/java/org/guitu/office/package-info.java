/** The participant's side: write, check, sign, keep, send, receive, acknowledge; no part of the hub is used here. */
@NullMarked
package org.guitu.office;

import org.jspecify.annotations.NullMarked;
