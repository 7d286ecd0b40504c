/** Keys, algorithm suites, certificate paths, signing and verifying; it knows certificates, not which party may do what. */
@NullMarked
package org.guitu.trust;

import org.jspecify.annotations.NullMarked;
