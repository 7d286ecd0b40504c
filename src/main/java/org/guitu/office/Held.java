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
 * @param owedBy until when this office owes an answer, to its sender, by a deadline or a clause, as the hub says
 * @param answered whether it is there
 * @param readAt when an officer said that it was read
 */
public record Held(
        MessageId id,
        MessageType type,
        ConversationId conversation,
        PartyId sender,
        Urgency urgency,
        Instant receivedAt,
        Optional<Instant> owedBy,
        boolean answered,
        Optional<Instant> readAt) {
    /** @param own this office, which has read what it sent itself */
    static Held of(Sidecar.Receiving known, boolean answered, PartyId own) {
        return new Held(
                known.messageId(),
                MessageType.parse(known.type()),
                new ConversationId(known.conversation()),
                new PartyId(known.sender()),
                known.urgency(),
                Instant.parse(known.receivedAt()),
                known.owed().map(owed -> Instant.parse(owed.by())),
                answered,
                known.readAt()
                        .or(() ->
                                known.sender().equals(own.value()) ? Optional.of(known.receivedAt()) : Optional.empty())
                        .map(Instant::parse));
    }

    /** The same, answered or not. */
    Held with(boolean isAnswered) {
        return new Held(id, type, conversation, sender, urgency, receivedAt, owedBy, isAnswered, readAt);
    }
}
