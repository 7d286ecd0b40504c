package org.guitu.soap;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.guitu.message.PartyId;

/** How many requests of one caller are read or answered at a time, so that none takes every thread; all strangers are one. */
final class Places {
    private final int each;
    private final int strangers;
    private final Map<Optional<PartyId>, Integer> taken = new ConcurrentHashMap<>();

    /**
     * @param each of a party, whichever of its certificates it shows
     * @param strangers of all together whose certificate is nobody's or does not count
     */
    Places(int each, int strangers) {
        this.each = each;
        this.strangers = strangers;
    }

    /** Takes a place; {@code false} when all of this caller's are taken. Whoever got one gives it back. */
    boolean take(Optional<PartyId> caller) {
        var got = new boolean[1];
        taken.compute(caller, (key, before) -> {
            int now = before == null ? 0 : before;
            got[0] = now < (caller.isPresent() ? each : strangers);
            return got[0] ? Integer.valueOf(now + 1) : before;
        });
        return got[0];
    }

    void giveBack(Optional<PartyId> caller) {
        taken.computeIfPresent(caller, (key, before) -> before == 1 ? null : before - 1);
    }
}
