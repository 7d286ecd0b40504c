/** What may be sent: the grants of the national baseline, later also those of agreements in force. */
@NullMarked
package org.guitu.agreement;

import org.jspecify.annotations.NullMarked;
