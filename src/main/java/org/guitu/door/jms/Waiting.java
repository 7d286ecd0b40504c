package org.guitu.door.jms;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.guitu.gate.Held;
import org.guitu.message.PartyId;

/**
 * Which arrivals are held because they name messages not known yet, and since when. Of one party only so many: each is offered
 * again every second. A node that starts anew begins anew.
 */
final class Waiting {
    /** Of one party: what is offered again goes back to the broker with all that a consumer has in hand. */
    static final int EACH = 20;

    /** More than wait at a time on any hub; the oldest is forgotten first, and then waits from the beginning. */
    private static final int MOST = 10_000;

    /** Longer than anything is held: another node has answered it. */
    private static final Duration ELSEWHERE = Duration.ofMinutes(15);

    private final Clock clock;
    private final Map<Arrived, Since> since = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Arrived, Since> eldest) {
            return size() > MOST;
        }
    };

    Waiting(Clock clock) {
        this.clock = clock;
    }

    /** One arrival: a name counts beside its party only, since senders choose it. */
    record Arrived(PartyId party, String name) {}

    private record Since(Instant begun, Held held) {}

    synchronized Duration sofar(Arrived arrived) {
        var begun = since.get(arrived);
        return begun == null ? Duration.ZERO : Duration.between(begun.begun(), clock.instant());
    }

    /** Why it was held when it was last offered. */
    synchronized Optional<Held> held(Arrived arrived) {
        return Optional.ofNullable(since.get(arrived)).map(Since::held);
    }

    /** Holds it, or goes on to; {@code false} when as many of its party are held as may be. */
    synchronized boolean begin(Arrived arrived, Held held) {
        var before = since.get(arrived);
        if (before == null && isFull(arrived.party())) {
            return false;
        }
        since.put(arrived, new Since(before == null ? clock.instant() : before.begun(), held));
        return true;
    }

    private boolean isFull(PartyId party) {
        var old = clock.instant().minus(ELSEWHERE);
        since.values().removeIf(one -> one.begun().isBefore(old));
        return since.keySet().stream().filter(one -> one.party().equals(party)).count() >= EACH;
    }

    synchronized void over(Arrived arrived) {
        since.remove(arrived);
    }
}
