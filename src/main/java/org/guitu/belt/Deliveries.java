package org.guitu.belt;

import java.time.Instant;
import java.util.List;
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
    /** The message with its deliveries due now; empty when none is left. Several nodes may ask: work twice is harmless. */
    Optional<Consignment> open(MessageId message, Instant now);

    /** Marks that every delivery of the message has been tried at least once, so the sweeper leaves it alone. */
    void queued(MessageId message, Instant now);

    /** Recorded messages not yet queued since before this instant, and messages with a delivery due again; oldest first. */
    List<MessageId> waiting(Instant recordedBefore, Instant now, int limit);

    /**
     * Starts an attempt, stores the statement of the first one and returns the stored one ever after. Of two that ask at
     * the same time one begins: the broker tells a copy by its id only when the first has arrived.
     *
     * @return empty when another is at it, or when it is done
     */
    Optional<byte[]> begin(UUID delivery, byte[] statement, Instant now);

    /** The delivery reached the mailbox; the stored statement becomes a receipt waiting for the sender. */
    void delivered(UUID delivery, Instant now);

    /** The attempt failed; the next one is due at this instant. */
    void failed(UUID delivery, String reason, Instant next, Instant now);

    /** The delivery will not be tried again by itself; the signed receipt waits for the sender. */
    void undeliverable(UUID delivery, boolean expired, Outgoing receipt, Instant now);

    /** The facts of one delivery, for a receipt about it. */
    Optional<Facts> facts(UUID delivery);

    /** Deliveries not collected by their deadline and not yet announced. */
    List<Facts> overdue(Instant now, int limit);

    /** Stores the notices of one overdue delivery and marks it announced, once. */
    void announced(UUID delivery, List<Outgoing> notices, Instant now);

    /** Receipts of the hub that were not handed to the broker yet, oldest first. */
    List<Outgoing> waitingReceipts(int limit);

    void receiptSent(UUID receipt, Instant now);

    /**
     * Makes deliveries of this message due again: those that failed for good, and those whose party has joined since.
     *
     * @return how many
     */
    int resend(MessageId message, Instant now);

    /** Deletes what quarantine need not keep any longer; returns how many. */
    int purge(Instant now);

    /**
     * A signed receipt of the hub on its way.
     *
     * @param kind element name, for example {@code Undeliverable}
     * @param to party it is for
     */
    record Outgoing(UUID id, MessageId acknowledges, UUID delivery, String kind, PartyId to, byte[] bytes) {}

    /** What is known of one delivery; {@code deadline} is the id of the deadline that gave {@code collectBy}. */
    record Facts(
            UUID delivery,
            MessageId message,
            MessageType type,
            PartyId sender,
            PartyId recipient,
            Digest wireDigest,
            int attempts,
            Optional<Instant> collectBy,
            Optional<String> deadline,
            byte[] wire) {}
}
