/** The only maker of parsers: hardened reading, schemas that are never fetched, the canonical form and the envelope. */
@NullMarked
package org.guitu.xml;

import org.jspecify.annotations.NullMarked;
