package org.guitu.trust;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.guitu.message.Patience;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one question, asked anew when it was kept as long as it may be. While the last answer is within its grace
 * one asks and all others take that answer; without one they wait for the new one. That there was none is kept for a moment too,
 * so that whoever errs slowly is not asked for every message. Nobody waits for the answer to another question.
 */
final class Kept<T> {
    /** How long a failure is kept, but no longer than an answer would be. */
    private static final Duration MOMENT = Duration.ofSeconds(10);

    private final AuthorityStatus.Bounds bounds;
    private final Clock clock;
    private final Duration moment;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Answer<T> held;
    private @Nullable Failure failed;

    Kept(AuthorityStatus.Bounds bounds, Clock clock) {
        this.bounds = bounds;
        this.clock = clock;
        this.moment = bounds.cache().compareTo(MOMENT) < 0 ? bounds.cache() : MOMENT;
    }

    /** @param until when the authority says something new: it counts no longer, kept or not */
    record Answer<T>(T value, Instant asked, Instant until) {
        boolean counts(Instant now, Duration age) {
            return !now.isBefore(asked) && now.isBefore(asked.plus(age)) && !now.isAfter(until);
        }
    }

    private record Failure(NoAnswer why, Instant at) {
        boolean counts(Instant now, Duration age) {
            return !now.isBefore(at) && now.isBefore(at.plus(age));
        }
    }

    /** Asks now; the instant is from before the question, so that an answer never seems younger than it is. */
    interface Question<T> {
        Answer<T> ask(Instant now) throws NoAnswer;
    }

    /** @param patience of who asks, also while another does */
    T get(Question<T> question, Patience patience) throws NoAnswer {
        var last = held;
        var now = clock.instant();
        if (last != null && last.counts(now, bounds.cache())) {
            return last.value();
        }
        if (!asking.tryLock()) {
            if (last != null && last.counts(now, longest())) {
                return last.value();
            }
            await(patience);
        }
        try {
            return asked(question);
        } finally {
            asking.unlock();
        }
    }

    private void await(Patience patience) throws NoAnswer {
        try {
            if (!asking.tryLock(patience.leftMillis(), TimeUnit.MILLISECONDS)) {
                throw NoAnswer.late();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("the hub stops", e);
        }
    }

    /** By the one whose turn it is; who asked before may have learnt the answer, or that there is none. */
    private T asked(Question<T> question) throws NoAnswer {
        var last = held;
        var now = clock.instant();
        if (last != null && last.counts(now, bounds.cache())) {
            return last.value();
        }
        try {
            var failure = failed;
            if (failure != null && failure.counts(now, moment)) {
                throw new NoAnswer("there was no answer a moment ago", failure.why());
            }
            return remembered(question, now).value();
        } catch (NoAnswer e) {
            if (last != null && last.counts(clock.instant(), longest())) {
                return last.value();
            }
            throw e;
        }
    }

    private Answer<T> remembered(Question<T> question, Instant now) throws NoAnswer {
        try {
            var answer = question.ask(now);
            held = answer;
            return answer;
        } catch (NoAnswer e) {
            // that somebody had no time left says nothing of the source
            if (!e.isLate()) {
                failed = new Failure(e, clock.instant());
            }
            throw e;
        }
    }

    private Duration longest() {
        return bounds.cache().plus(bounds.grace());
    }
}
