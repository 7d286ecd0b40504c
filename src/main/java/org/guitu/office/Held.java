package org.guitu.office;

import java.time.Instant;
import java.util.Optional;
import org.guitu.message.ConversationId;
import org.guitu.message.Header.Urgency;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;

/**
 * A received message as its office keeps it: identifiers, times and states, never content.
 *
 * @param replyBy until when its sender asks for an answer
 * @param answered whether this office wrote in its conversation after it came
 * @param readAt when an officer said that it was read
 */
public record Held(
        MessageId id,
        MessageType type,
        ConversationId conversation,
        PartyId sender,
        Urgency urgency,
        Instant receivedAt,
        Optional<Instant> replyBy,
        boolean answered,
        Optional<Instant> readAt) {
    static Held of(Sidecar.Receiving known, boolean answered) {
        return new Held(
                known.messageId(),
                MessageType.parse(known.type()),
                new ConversationId(known.conversation()),
                new PartyId(known.sender()),
                known.urgency(),
                Instant.parse(known.receivedAt()),
                known.replyBy().map(Instant::parse),
                answered,
                known.readAt().map(Instant::parse));
    }
}
