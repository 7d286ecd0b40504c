package org.guitu.message;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Of what happens over and over, one line a minute: a flood of lines would be a flood too. */
public final class Untold<K> {
    private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);
    private static final int KEPT = 1024;

    private final Clock clock;
    private final Map<K, Told> told = new HashMap<>();

    public Untold(Clock clock) {
        this.clock = clock;
    }

    /** @param since how many happened since without a line */
    private record Told(Instant at, long since) {}

    /** How many of this kind were not told of since the last line; empty when this one is not told of either. */
    public synchronized OptionalLong before(K kind) {
        var now = clock.instant();
        var before = told.get(kind);
        if (before != null && now.isBefore(before.at().plus(TOLD_AGAIN))) {
            told.put(kind, new Told(before.at(), before.since() + 1));
            return OptionalLong.empty();
        }
        if (before == null && told.size() >= KEPT) {
            told.clear();
        }
        told.put(kind, new Told(now, 0));
        return OptionalLong.of(before == null ? 0 : before.since());
    }
}
