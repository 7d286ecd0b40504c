/** The directory: parties, their roles, groups and certificates in force, read strictly from files and replaced as a whole. */
@NullMarked
package org.guitu.directory;

import org.jspecify.annotations.NullMarked;
