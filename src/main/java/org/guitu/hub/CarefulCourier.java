package org.guitu.hub;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.guitu.belt.Courier;
import org.guitu.belt.Shelf.Shelved;
import org.guitu.gate.Room;
import org.guitu.message.PartyId;

/**
 * Calls nobody whom an administrator blocked, so that what is for it waits; and what is on its way takes up the room it would if it
 * were fetched.
 *
 * @param longest how long a call waits for room: with the call itself less than its lease
 */
record CarefulCourier(Courier calls, Predicate<PartyId> blocked, Room room, Duration longest) implements Courier {
    @Override
    public Optional<byte[]> bring(PartyId to, Shelved thing) throws NotBrought, NotNow {
        var place = room.enter(to, thing.document().length, longest).orElseThrow(() -> new NotNow("there was no room"));
        try {
            // much may have happened while it waited
            if (!mayCall(to)) {
                throw new NotNow("the party is blocked");
            }
            return calls.bring(to, thing);
        } finally {
            place.leave();
        }
    }

    @Override
    public boolean mayCall(PartyId to) {
        return !blocked.test(to);
    }
}
