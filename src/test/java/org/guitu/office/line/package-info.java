/** Tests of the wire between office and hub: one contract, and what is JMS's own. */
@NullMarked
package org.guitu.office.line;

import org.jspecify.annotations.NullMarked;
