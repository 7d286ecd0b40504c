/** The overview: what the hub tells whoever watches over all conversations, written by the hub and read by that office. */
@NullMarked
package org.guitu.oversight;

import org.jspecify.annotations.NullMarked;
