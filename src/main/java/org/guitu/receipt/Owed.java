package org.guitu.receipt;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.guitu.message.MessageType;

/**
 * An answer that the recipient of a message owes, as the hub waits for it.
 *
 * @param by until when
 * @param rule deadline of the workflow, or clause of an agreement; empty: the message itself says until when ({@code ReplyBy})
 * @param types what answers, whoever sends it; none: whatever the recipient sends in the conversation
 */
public record Owed(Instant by, Optional<String> rule, Set<MessageType> types) {
    public Owed {
        types = Set.copyOf(types);
    }
}
