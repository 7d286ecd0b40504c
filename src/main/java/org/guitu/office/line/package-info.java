/** The wire between an office and the hub, behind one port: what is sent, what waits in the mailbox, what was receipted. */
@NullMarked
package org.guitu.office.line;

import org.jspecify.annotations.NullMarked;
