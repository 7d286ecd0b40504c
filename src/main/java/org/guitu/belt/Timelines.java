package org.guitu.belt;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.guitu.gate.DeliveryState;
import org.guitu.message.ConversationId;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;

/** What became of messages, for those who sent them. */
public interface Timelines {
    /** That message of this sender; empty when it has none under this identifier. */
    List<Timeline> of(PartyId sender, MessageId message);

    /** This sender's messages of a conversation, the oldest first; receipts are not among them. */
    List<Timeline> of(PartyId sender, ConversationId conversation, int limit);

    /** One message's way. */
    record Timeline(
            MessageId message,
            MessageType type,
            Instant acceptedAt,
            Optional<String> conversationState,
            List<Way> deliveries) {}

    /**
     * Its way to one recipient.
     *
     * @param tries how often it was tried
     * @param nextTry while it is queued
     * @param failures the latest, the newest first
     */
    record Way(
            PartyId recipient,
            DeliveryState state,
            int tries,
            Optional<Instant> nextTry,
            List<Failure> failures,
            Optional<Instant> collectBy,
            Optional<Instant> deliveredAt,
            Optional<Instant> receivedAt,
            Optional<Instant> readAt) {}

    /** One try that failed, with the code of its reason. */
    record Failure(Instant at, String code) {}
}
