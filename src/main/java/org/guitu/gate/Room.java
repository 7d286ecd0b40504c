package org.guitu.gate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.guitu.message.PartyId;

/**
 * Memory for messages, counted in their bytes: one takes up as many, and one party half of them, so that another's has the
 * other half. Small ones need none.
 *
 * <p>The sum, for the heap of 256 MiB that the script gives a hub with messages of 10 MiB: an idle hub holds 60 to 95 MiB.
 * Measured with two parties that bring and fetch the largest messages at both doors, each with more calls than it has room for
 * (CrowdBench), at most 201 MiB are live after a collection: what is worked on (2 x 10 MiB and what is made of it), what has
 * come in and waits as it came (2 x 15 MiB), what is fetched (2 x 10 MiB), and small ones of 72 threads.
 */
public final class Room {
    /** Bytes up to which a message is small. */
    public static final int SMALL = 64 << 10;

    private static final int PIECE = 64 << 10;

    private final int half;
    private final Semaphore all;
    private final Map<PartyId, Semaphore> parties = new ConcurrentHashMap<>();

    private Room(int half) {
        this.half = half / PIECE;
        this.all = new Semaphore(2 * this.half, true);
    }

    /** For what is worked on. */
    public static Room toWork() {
        return new Room(10 << 20);
    }

    /** For what is fetched, until its reader has taken it. */
    public static Room toAnswer() {
        return new Room(10 << 20);
    }

    /** For what has been read and waits. */
    public static Room toKeep() {
        return new Room(15 << 20);
    }

    /** Waits for room for so many bytes of nobody in particular. */
    public Place enter(long bytes) {
        var place = new Place(List.of(all), bytes);
        place.enter();
        return place;
    }

    /** Room for so many bytes of one party; empty when there is none for so long. */
    public Optional<Place> enter(PartyId party, long bytes, Duration wait) {
        var own = parties.computeIfAbsent(party, one -> new Semaphore(half, true));
        // the party's own first: who waits for itself holds up nobody else
        var place = new Place(List.of(own, all), bytes);
        return place.entersWithin(wait) ? Optional.of(place) : Optional.empty();
    }

    private int pieces(long bytes) {
        return bytes <= SMALL ? 0 : (int) Math.min(half, (bytes + PIECE - 1) / PIECE);
    }

    /** What one message takes up; whoever got it leaves it, and may leave it for a while. One thread has it. */
    public final class Place {
        private final List<Semaphore> of;
        private long bytes;
        private boolean entered;

        private Place(List<Semaphore> of, long bytes) {
            this.of = of;
            this.bytes = bytes;
        }

        /** Waits until there is room again. */
        public void enter() {
            int pieces = pieces(bytes);
            if (pieces > 0) {
                of.forEach(one -> one.acquireUninterruptibly(pieces));
            }
            entered = true;
        }

        private boolean entersWithin(Duration wait) {
            entered = acquired(pieces(bytes), wait);
            return entered;
        }

        /** Takes up so many bytes more, if there is room now; of a place that was left, just these. */
        public boolean grow(long more) {
            long now = entered ? bytes : 0;
            boolean grown = acquired(pieces(now + more) - pieces(now), Duration.ZERO);
            if (grown) {
                bytes = now + more;
                entered = true;
            }
            return grown;
        }

        private boolean acquired(int pieces, Duration wait) {
            if (pieces == 0) {
                return true;
            }
            var until = System.nanoTime() + wait.toNanos();
            int got = 0;
            try {
                while (got < of.size()
                        && of.get(got).tryAcquire(pieces, until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    got++;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (got < of.size()) {
                of.subList(0, got).forEach(one -> one.release(pieces));
            }
            return got == of.size();
        }

        /** Gives it back; once is enough. */
        public void leave() {
            if (entered) {
                entered = false;
                of.forEach(one -> one.release(pieces(bytes)));
            }
        }
    }
}
