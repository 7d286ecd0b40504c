/** Receipts: signed messages about messages, written and read by the hub and by every office alike. */
@NullMarked
package org.guitu.receipt;

import org.jspecify.annotations.NullMarked;
