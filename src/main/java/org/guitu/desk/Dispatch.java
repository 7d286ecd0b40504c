package org.guitu.desk;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.guitu.message.Labels;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.guitu.office.Outcome;

/** Sends what is in the outbox while the desk is open: at once when something is put there, and again while something waits. */
final class Dispatch implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration ENDING = Duration.ofSeconds(5);

    private final Office office;
    private final LinkedBlockingQueue<Boolean> rounds = new LinkedBlockingQueue<>(1);
    private final Thread thread = new Thread(this::work, "desk-send");
    private volatile Optional<Labels> problem = Optional.empty();
    private volatile int waiting;

    Dispatch(Office office) {
        this.office = office;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Something is in the outbox. */
    void soon() {
        // a round that is asked for already takes it along
        var unused = rounds.offer(true);
    }

    /** What keeps the outbox from being sent; empty while all is well. */
    Optional<Labels> problem() {
        return problem;
    }

    /** How much waited in the outbox after the last round. */
    int waiting() {
        return waiting;
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                var unused = rounds.poll(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        try {
            problem = office.waiting() == 0
                    ? Optional.empty()
                    : office.flush(office.timeout()).values().stream()
                            .filter(sent -> sent.outcome() == Outcome.QUEUED)
                            .flatMap(sent -> sent.note().stream())
                            .findFirst();
            waiting = office.waiting();
        } catch (OfficeProblem e) {
            problem = Optional.of(e.text());
        } catch (IOException | RuntimeException e) {
            var what = e.getClass().getSimpleName();
            problem = Optional.of(new Labels(
                    "发件箱无法发送（" + what + "），请检查磁盘和机构目录；稍后自动重试。",
                    "The outbox cannot be sent (" + what
                            + "); check the disk and the office's folder. It is tried again by itself."));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(ENDING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
