/** What may be sent: the grants of the national baseline, and the clauses of agreements in force. */
@NullMarked
package org.guitu.agreement;

import org.jspecify.annotations.NullMarked;
