package org.guitu.belt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.guitu.message.Digest;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;

/**
 * The record as the belt works through it. Every call is safe to repeat: a state only moves forward, and what is made once
 * is guarded by a unique constraint.
 */
public interface Deliveries {
    /**
     * Those of these messages that have deliveries due now, with these deliveries. Several nodes may ask: work twice is
     * harmless.
     */
    List<Consignment> open(Collection<MessageId> messages, Instant now);

    /** Messages with a delivery due and not tried since before this instant, or due again by now; oldest first. */
    List<Parcel> waiting(Instant untriedBefore, Instant now, int limit);

    /**
     * Starts an attempt of each delivery, stores the statement of its first one and returns the stored one ever after. Of
     * two that ask for a delivery at the same time one begins: the broker tells a copy by its id only when the first has
     * arrived.
     *
     * @param statements by delivery
     * @param lease who begins an attempt is left alone with it for so long; then it counts as crashed
     * @return the stored statements of those begun; another is at what is missing, or it is done
     */
    Map<UUID, Statement> begin(Map<UUID, Statement> statements, Duration lease, Instant now);

    /**
     * These deliveries reached their mailboxes; each stored statement becomes a receipt for the sender, whose id is the
     * delivery's when it was never sent again by hand, or {@link #ownReceipt} where the sender is the recipient.
     *
     * @param told those whose receipt the sender has been sent already; the other receipts wait
     */
    void delivered(Collection<UUID> deliveries, Collection<UUID> told, Instant now);

    /**
     * The id of the {@code Delivered} of what a party sent to itself: its mailbox holds both, and takes each by its id.
     */
    static UUID ownReceipt(UUID delivery) {
        return UUID.nameUUIDFromBytes(("Delivered " + delivery).getBytes(StandardCharsets.US_ASCII));
    }

    /** Nothing of this message can be tried now, whatever the reason: its deliveries are due again at this instant. */
    void postponed(MessageId message, Instant next);

    /** The attempt failed; the next one is due at this instant. */
    void failed(UUID delivery, String reason, Instant next, Instant now);

    /** The delivery will not be tried again by itself; the signed receipt waits for the sender. */
    void undeliverable(UUID delivery, boolean expired, Outgoing receipt, Instant now);

    /** The facts of one delivery, for a receipt about it. */
    Optional<Facts> facts(UUID delivery);

    /** Deliveries not collected by their deadline and not yet announced, the longest overdue first. */
    List<UUID> overdue(Instant now, int limit);

    /** Deliveries whose recipient has not answered in time, the longest overdue first; who has is watched no longer. */
    List<UUID> unanswered(Instant now, int limit);

    /** Stores the notices that one delivery was not answered, once. */
    void told(UUID delivery, List<Outgoing> notices, Instant now);

    /** Stores the notices of one overdue delivery and marks it announced, once. */
    void announced(UUID delivery, List<Outgoing> notices, Instant now);

    boolean knows(MessageId message);

    /**
     * Makes deliveries of this message due again: those that failed for good, and those whose party has joined since.
     *
     * @return how many
     */
    int resend(MessageId message, Instant now);

    /**
     * A signed receipt of the hub on its way.
     *
     * @param kind element name, for example {@code Undeliverable}
     * @param to party it is for
     */
    record Outgoing(UUID id, MessageId acknowledges, UUID delivery, String kind, PartyId to, byte[] bytes) {}

    /**
     * What is known of one delivery.
     *
     * @param round how often it was sent again by hand
     * @param deadline id of the deadline that gave {@code collectBy}
     * @param answerBy until when it is to be answered
     * @param answerRule id of the clause or the deadline that says so; without one, of the grant
     */
    record Facts(
            UUID delivery,
            int round,
            MessageId message,
            MessageType type,
            PartyId sender,
            PartyId recipient,
            Digest wireDigest,
            int attempts,
            Optional<Instant> collectBy,
            Optional<String> deadline,
            Optional<Instant> answerBy,
            String answerRule,
            byte[] wire) {
        /** The broker's duplicate id of the copy that counts now. */
        String once() {
            return Consignment.Due.once(delivery, round);
        }
    }
}
