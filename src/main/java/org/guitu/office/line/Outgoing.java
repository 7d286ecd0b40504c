package org.guitu.office.line;

import java.util.Optional;
import org.guitu.message.Header.Urgency;
import org.guitu.message.MessageId;

/**
 * Signed bytes on their way to the hub.
 *
 * @param wire exactly the bytes that were signed
 * @param id the message's identifier, by which an answer is recognised; empty for bytes that have none
 * @param urgency decides only the place in the hub's entrance queue
 */
public record Outgoing(byte[] wire, Optional<MessageId> id, Urgency urgency) {}
