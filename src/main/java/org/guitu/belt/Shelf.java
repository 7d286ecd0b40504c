package org.guitu.belt;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongPredicate;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;

/**
 * Mailboxes of parties that come and fetch: what waits for one is given out on a lease, so two clients never get the same
 * thing at once, and comes again unless it is said to be taken. Any node can serve any mailbox.
 */
public interface Shelf {
    /** Puts deliveries there, each with its priority from 0 to 9; what is there already stays as it is. */
    void put(Map<UUID, Integer> priorities, Instant now);

    /**
     * Gives out what waits, the most urgent first, then the oldest.
     *
     * @param atMost how many
     * @param room asked for each in this order whether there is room for so many bytes more: at the first for which there is
     *     none it ends
     */
    List<Shelved> give(PartyId party, int atMost, LongPredicate room, Duration lease);

    /** Room for so many bytes together, or for one thing that is larger. */
    static LongPredicate upTo(long bytes) {
        return new LongPredicate() {
            private long taken;

            @Override
            public boolean test(long more) {
                boolean fits = taken == 0 || taken + more <= bytes;
                taken += fits ? more : 0;
                return fits;
            }
        };
    }

    /** The party has stored these; they do not come again. What is not its own is left alone. */
    void taken(PartyId party, Collection<UUID> deliveries, Instant now);

    /** Deliveries nobody took before their message expired, or before this instant of being put there where it does not. */
    List<UUID> expired(Instant putBefore, Instant now, int limit);

    /**
     * One thing given out.
     *
     * @param about the message itself, or the one a receipt is about
     * @param isReceipt whether it is a receipt, and no message
     * @param statement the signed {@code Delivered}: of a message, and of a receipt in a suite its reader cannot verify
     */
    record Shelved(
            UUID delivery,
            MessageId about,
            boolean isReceipt,
            Instant leaseUntil,
            byte[] document,
            Optional<byte[]> statement) {}
}
