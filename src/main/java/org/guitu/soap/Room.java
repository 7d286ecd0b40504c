package org.guitu.soap;

import java.util.Optional;
import org.guitu.message.PartyId;

/** Memory for large requests: where there is none, a caller is told to come again. */
public interface Room {
    /** To keep so many bytes of this caller's while they come in and until they are worked on; empty when there is none now. */
    Optional<Place> toKeep(PartyId caller, long bytes);

    /** To work on a request of so many bytes of this caller's; empty when there is none now. */
    Optional<Place> toWork(PartyId caller, long bytes);

    /** For what this caller is answered: takes up none until it grows, and all until it is written. */
    Place toAnswer(PartyId caller);

    /** What one request takes up. */
    interface Place {
        /** Takes up none. */
        Place NONE = new Place() {
            @Override
            public void leave() {
                // took up none
            }

            @Override
            public void enter() {
                // takes up none
            }

            @Override
            public boolean grow(long bytes) {
                return true;
            }
        };

        /** Gives it back; more than once is fine. */
        void leave();

        /** Waits until it has room again, after it was left. */
        void enter();

        /** Takes up so many bytes more; not where there is no room for them now. */
        boolean grow(long bytes);
    }

    /** As much as anybody asks for: at an end that is called by one it trusts. */
    static Room endless() {
        return new Room() {
            @Override
            public Optional<Place> toKeep(PartyId caller, long bytes) {
                return Optional.of(Place.NONE);
            }

            @Override
            public Optional<Place> toWork(PartyId caller, long bytes) {
                return Optional.of(Place.NONE);
            }

            @Override
            public Place toAnswer(PartyId caller) {
                return Place.NONE;
            }
        };
    }
}
