/** Tests of reading XML safely, its canonical form, schemas and the envelope. */
@NullMarked
package org.guitu.xml;

import org.jspecify.annotations.NullMarked;
