/** What the folders under schemas/ say: each family's types, schemas, rules, workflow, deadlines and labels. */
@NullMarked
package org.guitu.family;

import org.jspecify.annotations.NullMarked;
