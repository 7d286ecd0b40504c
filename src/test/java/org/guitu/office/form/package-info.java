/** Tests of drafts and readings, with the schemas of the installation. */
@NullMarked
package org.guitu.office.form;

import org.jspecify.annotations.NullMarked;
