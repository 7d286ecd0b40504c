/** Words on pages, as a PDF: which font of the machine shows what, lines, pictures, files that go along. */
@NullMarked
package org.guitu.desk.paper;

import org.jspecify.annotations.NullMarked;
