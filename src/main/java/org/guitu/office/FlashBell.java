package org.guitu.office;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.guitu.message.Header;

/**
 * Runs the officer's command when a Flash message is stored. The command gets the path of the file as its first argument
 * and in {@code GUITU_MESSAGE}, identifier and type beside it: never content, since others can see a command line.
 */
final class FlashBell {
    private final String command;
    private final Home home;
    private final List<Process> ringing = new ArrayList<>();

    FlashBell(String command, Home home) {
        this.command = command;
        this.home = home;
    }

    /**
     * Starts the command, unless it was started for this message before, and does not wait for it: receiving goes on. It
     * is noted after the start, so that a crash in between rings twice and never not at all.
     */
    void ring(Header header, Path file) throws IOException {
        var rung = home.received().resolve(header.id().uuid() + ".rung");
        if (Files.exists(rung)) {
            return;
        }
        start(header, file);
        DurableFiles.write(rung, new byte[0]);
    }

    private void start(Header header, Path file) throws IOException {
        var builder = new ProcessBuilder("/bin/sh", "-c", command, "guitu-flash", file.toString());
        // passwords of our keys are nothing for it
        builder.environment().keySet().removeIf(name -> name.startsWith("GUITU_") && name.endsWith("_PASSWORD"));
        builder.environment().put("GUITU_MESSAGE", file.toString());
        builder.environment().put("GUITU_MESSAGE_ID", header.id().value());
        builder.environment().put("GUITU_TYPE", header.type().toString());
        // its output must not be taken for ours: --json has readers
        builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(Redirect.to(Path.of("/dev/null").toFile()));
        builder.redirectError(Redirect.INHERIT);
        ringing.removeIf(process -> !process.isAlive());
        ringing.add(builder.start());
    }

    /** Gives what still rings this long to end; it goes on by itself afterwards. */
    void finish(Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        for (var process : ringing) {
            try {
                boolean ended = process.waitFor(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (!ended) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
