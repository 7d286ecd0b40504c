package org.guitu.door.soap;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.guitu.belt.Shelf;
import org.guitu.belt.Shelf.Shelved;
import org.guitu.message.PartyId;
import org.guitu.soap.Room;

/** Lends what waits in a mailbox, as much of it as one answer holds and as there is room for until it is written. */
final class Lending {
    /** Answers hold so many bytes of documents, or one document. */
    static final long ANSWER_BYTES = 10L << 20;

    private final Shelf shelf;
    private final Duration lease;

    /** @param lease how long an item is left alone with who was given it */
    Lending(Shelf shelf, Duration lease) {
        this.shelf = shelf;
        this.lease = lease;
    }

    /**
     * What is there now.
     *
     * @param place what the answer takes up, which grows by what is lent
     * @return empty when something waits and there is no room for it: nothing is lent then
     */
    Optional<List<Shelved>> to(PartyId party, int atMost, Room.Place place) {
        var answer = Shelf.upTo(ANSWER_BYTES);
        var full = new AtomicBoolean();
        var found = shelf.give(
                party, atMost, bytes -> answer.test(bytes) && (place.grow(bytes) || full.getAndSet(true)), lease);
        return found.isEmpty() && full.get() ? Optional.empty() : Optional.of(found);
    }
}
