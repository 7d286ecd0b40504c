package org.guitu.door.jms;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Since when arrivals have been held because they name messages not known yet. A node that starts anew begins anew. */
final class Waiting {
    /** More than wait at a time on any hub; the oldest is forgotten first, and then waits from the beginning. */
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Map<String, Instant> since = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST;
        }
    };

    Waiting(Clock clock) {
        this.clock = clock;
    }

    synchronized Duration sofar(String arrival) {
        var begun = since.get(arrival);
        return begun == null ? Duration.ZERO : Duration.between(begun, clock.instant());
    }

    synchronized void begin(String arrival) {
        since.putIfAbsent(arrival, clock.instant());
    }

    synchronized void over(String arrival) {
        since.remove(arrival);
    }
}
