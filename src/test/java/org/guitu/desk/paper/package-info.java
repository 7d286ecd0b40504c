@NullMarked
package org.guitu.desk.paper;

import org.jspecify.annotations.NullMarked;
