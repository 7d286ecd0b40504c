package org.guitu.hub;

import java.time.Duration;
import java.util.Optional;
import org.guitu.message.PartyId;
import org.guitu.soap.Room;

/** Large requests at the SOAP door: kept in room of their own, worked on in the one of both doors and the belt. */
final class SoapRoom implements Room {
    /** Twice as long passes before an answer, at most. */
    private static final Duration WAIT = Duration.ofMillis(1500);

    private final org.guitu.gate.Room kept = org.guitu.gate.Room.toKeep();
    private final org.guitu.gate.Room work;

    SoapRoom(org.guitu.gate.Room work) {
        this.work = work;
    }

    @Override
    public Optional<Place> toKeep(PartyId caller, long bytes) {
        return kept.enter(caller, bytes, WAIT).map(Taken::new);
    }

    @Override
    public Optional<Place> toWork(PartyId caller, long bytes) {
        return work.enter(caller, bytes, WAIT).map(Taken::new);
    }

    private record Taken(org.guitu.gate.Room.Place place) implements Place {
        @Override
        public void leave() {
            place.leave();
        }

        @Override
        public void enter() {
            place.enter();
        }

        @Override
        public boolean grow(long bytes) {
            return place.grow(bytes);
        }
    }
}
