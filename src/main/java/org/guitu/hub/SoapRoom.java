package org.guitu.hub;

import java.time.Duration;
import java.util.Optional;
import org.guitu.message.PartyId;
import org.guitu.soap.Room;

/** Large requests at the SOAP door: kept in room of their own, worked on in the one of both doors and the belt, and answered in a third: a slow reader holds up no work. */
final class SoapRoom implements Room {
    /** Twice as long passes before an answer, at most. */
    private static final Duration WAIT = Duration.ofMillis(1500);

    private final org.guitu.gate.Room kept = org.guitu.gate.Room.toKeep();
    private final org.guitu.gate.Room answers;
    private final org.guitu.gate.Room work;

    SoapRoom(org.guitu.gate.Room work, org.guitu.gate.Room answers) {
        this.work = work;
        this.answers = answers;
    }

    @Override
    public Optional<Place> toKeep(PartyId caller, long bytes) {
        return kept.enter(caller, bytes, WAIT).map(Taken::new);
    }

    @Override
    public Optional<Place> toWork(PartyId caller, long bytes) {
        return work.enter(caller, bytes, WAIT).map(Taken::new);
    }

    @Override
    public Place toAnswer(PartyId caller) {
        // of nothing there is always as much
        return new Taken(answers.enter(caller, 0, Duration.ZERO).orElseThrow());
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
