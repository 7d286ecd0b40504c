/** What the schemas say to a person: labels, drafts with comments, and messages as readable lines. */
@NullMarked
package org.guitu.office.form;

import org.jspecify.annotations.NullMarked;
