package org.guitu.office;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.guitu.office.line.LineDown;

/** Receives once or for as long as it is wanted, and sends what is queued in between. */
final class Following {
    /** The mailbox is waited for this long at a time; receipts and the outbox have their turn in between. */
    private static final Duration TURN = Duration.ofMillis(500);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Collecting collecting;
    private final Posting posting;
    private final OpenLine line;
    private final Duration timeout;

    Following(Collecting collecting, Posting posting, OpenLine line, Duration timeout) {
        this.collecting = collecting;
        this.posting = posting;
        this.line = line;
        this.timeout = timeout;
    }

    void once(Path folder, Duration wait, Watcher watcher) throws IOException, OfficeProblem, LineDown {
        try {
            collecting.round(line, folder, wait, watcher, () -> false);
        } catch (LineDown e) {
            line.drop();
            throw e;
        }
        post(watcher);
    }

    /** @param over whether to end: it is asked after every message */
    void until(BooleanSupplier over, Stop stop, Path folder, Watcher watcher) throws IOException, OfficeProblem {
        var pause = FIRST_PAUSE;
        long postAgainAt = System.nanoTime();
        try {
            while (!over.getAsBoolean()) {
                try {
                    collecting.round(line, folder, TURN, watcher, over);
                    pause = FIRST_PAUSE;
                } catch (LineDown e) {
                    line.drop();
                    watcher.lineDown(e.text());
                    stop.askedWithin(pause);
                    pause = longer(pause);
                    continue;
                }
                if (System.nanoTime() - postAgainAt >= 0 && !post(watcher)) {
                    // something stays queued: its reason will not be gone in half a second
                    postAgainAt = System.nanoTime() + LONGEST_PAUSE.toNanos();
                }
            }
        } finally {
            line.drop();
        }
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    /** Sends the outbox, unless another process is doing that; says whether nothing is left queued. */
    private boolean post(Watcher watcher) throws IOException {
        var round = posting.flush(timeout, Duration.ZERO);
        round.values().forEach(watcher::sent);
        return round.values().stream().noneMatch(sent -> sent.outcome() == Outcome.QUEUED);
    }
}
