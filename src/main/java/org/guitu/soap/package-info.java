/** What both ends of the liaison service share: the words of the contract, WS-Security, the HTTPS server and the client. */
@NullMarked
package org.guitu.soap;

import org.jspecify.annotations.NullMarked;
