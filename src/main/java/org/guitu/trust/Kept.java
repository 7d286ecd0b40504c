package org.guitu.trust;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one question, asked anew when it was kept as long as it may be. Whoever asks meanwhile waits for that one
 * answer; nobody waits for the answer to another question.
 */
final class Kept<T> {
    private final AuthorityStatus.Bounds bounds;
    private final Clock clock;
    private @Nullable Answer<T> held;

    Kept(AuthorityStatus.Bounds bounds, Clock clock) {
        this.bounds = bounds;
        this.clock = clock;
    }

    /** @param until when the authority says something new: it counts no longer, kept or not */
    record Answer<T>(T value, Instant asked, Instant until) {
        boolean counts(Instant now, Duration age) {
            return !now.isBefore(asked) && now.isBefore(asked.plus(age)) && !now.isAfter(until);
        }
    }

    /** Asks now; the instant is from before the question, so that an answer never seems younger than it is. */
    interface Question<T> {
        Answer<T> ask(Instant now) throws NoAnswer;
    }

    synchronized T get(Question<T> question) throws NoAnswer {
        var now = clock.instant();
        if (held != null && held.counts(now, bounds.cache())) {
            return held.value();
        }
        try {
            held = question.ask(now);
            return held.value();
        } catch (NoAnswer e) {
            if (held != null && held.counts(clock.instant(), bounds.cache().plus(bounds.grace()))) {
                return held.value();
            }
            throw e;
        }
    }
}
