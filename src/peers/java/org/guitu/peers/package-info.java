@NullMarked
package org.guitu.peers;

import org.jspecify.annotations.NullMarked;
