/** Keys, algorithm suites, certificate paths, signing and verifying, sealing and opening; it knows certificates, not which party may do what. */
@NullMarked
package org.guitu.trust;

import org.jspecify.annotations.NullMarked;
