package org.guitu.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.guitu.message.Header;
import org.guitu.message.MessageId;
import org.guitu.office.CalledOffice;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.guitu.office.Stop;
import org.guitu.office.Watcher;
import org.guitu.office.line.PushedLines;

/** An agency of the exercise that the hub calls, with its endpoint in this process. */
final class CalledPartner implements Watcher, AutoCloseable {
    private static final Duration ENDING = Duration.ofSeconds(10);

    private final CalledOffice called;
    private final Stop stop = new Stop();
    private final Set<MessageId> stored = new HashSet<>();

    private CalledPartner(CalledOffice called) {
        this.called = called;
    }

    /**
     * Starts it.
     *
     * @param home with its office.yaml
     * @param folder where messages go, below it
     */
    static CalledPartner start(Path home, Path folder) throws IOException, OfficeProblem {
        var partner = new CalledPartner(CalledOffice.at(home, "127.0.0.1", 0, refusal -> {}));
        var thread = new Thread(() -> partner.follow(folder.resolve("received")), "called-partner");
        thread.setDaemon(true);
        thread.start();
        return partner;
    }

    private void follow(Path to) {
        try {
            called.office().follow(to, this, stop);
        } catch (IOException | OfficeProblem e) {
            // the journey waits in vain then, and says so
            stop.ask();
        }
    }

    Office office() {
        return called.office();
    }

    URI endpoint() {
        return URI.create("https://127.0.0.1:" + called.port() + PushedLines.PATH);
    }

    @Override
    public synchronized void message(Header header, Path file, boolean known) {
        stored.add(header.id());
        notifyAll();
    }

    /** Waits until it has stored that message. */
    synchronized void await(MessageId message, Duration atMost) throws IOException {
        long until = System.nanoTime() + atMost.toNanos();
        try {
            while (!stored.contains(message)) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    throw new IOException(message + " was not brought within " + atMost.toSeconds() + " s");
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        stop.ask();
        stop.endedWithin(ENDING);
        called.close();
    }
}
