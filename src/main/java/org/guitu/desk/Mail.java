package org.guitu.desk;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.guitu.message.Header;
import org.guitu.message.Labels;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.guitu.office.Stop;
import org.guitu.office.Watcher;
import org.guitu.receipt.ReceiptReader.View;

/** Receives while the desk is open, and knows what keeps it from doing so. */
final class Mail implements Watcher, AutoCloseable {
    private static final Duration ENDING = Duration.ofSeconds(20);
    /** A line that is down is tried again, and said again, more often than this. */
    private static final Duration FRESH = Duration.ofSeconds(90);

    private final Office office;
    private final Clock clock;
    private final Stop stop = new Stop();
    private volatile Optional<Trouble> trouble = Optional.empty();
    private volatile Optional<Labels> keys = Optional.empty();

    private record Trouble(Labels what, Instant at, boolean lasting) {}

    Mail(Office office, Clock clock) {
        this.office = office;
        this.clock = clock;
    }

    void start() {
        var thread = new Thread(this::follow, "desk-mail");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow() {
        try {
            office.follow(office.inboxFolder(), this, stop);
        } catch (OfficeProblem e) {
            trouble = Optional.of(new Trouble(e.text(), clock.instant(), true));
        } catch (IOException | RuntimeException e) {
            var what = e.getClass().getSimpleName();
            trouble = Optional.of(new Trouble(
                    new Labels(
                            "收件已停止（" + what + "），请检查磁盘和机构目录后重新启动。",
                            "Receiving has ended (" + what
                                    + "); check the disk and the office's folder, and start again."),
                    clock.instant(),
                    true));
        }
    }

    /** What an officer should know about the line; empty while all is well. */
    Optional<Labels> problem() {
        return trouble.filter(one ->
                        one.lasting() || clock.instant().isBefore(one.at().plus(FRESH)))
                .map(Trouble::what)
                .or(() -> keys);
    }

    @Override
    public void message(Header header, java.nio.file.Path file, boolean known) {
        trouble = Optional.empty();
    }

    @Override
    public void receipt(View receipt) {
        trouble = Optional.empty();
    }

    @Override
    public void keys(Labels problem) {
        keys = Optional.of(problem);
    }

    @Override
    public void keysWell() {
        keys = Optional.empty();
    }

    @Override
    public void lineDown(Labels reason) {
        trouble = Optional.of(new Trouble(reason, clock.instant(), false));
    }

    @Override
    public void close() {
        stop.ask();
        stop.endedWithin(ENDING);
    }
}
