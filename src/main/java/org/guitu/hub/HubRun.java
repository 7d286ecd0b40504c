package org.guitu.hub;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * The file {@code hub.run} in the data directory while a hub runs: where its doors and its record are, since ports may have been
 * chosen at start, and which process it is.
 */
record HubRun(int jms, int soap, int management, String record, long pid) {
    static Path in(Path data) {
        return data.resolve("hub.run");
    }

    void write(Path file) throws IOException {
        Files.writeString(
                file,
                "jms=" + jms + "\nsoap=" + soap + "\nmanagement=" + management + "\nrecord=" + record + "\npid=" + pid
                        + "\n");
    }

    /** The hub that runs on this data directory; empty when none does, whatever a killed one left there. */
    static Optional<HubRun> running(Path data) {
        try {
            var lines = new Properties();
            lines.load(new StringReader(Files.readString(in(data))));
            var run = new HubRun(
                    number(lines, "jms"),
                    number(lines, "soap"),
                    number(lines, "management"),
                    lines.getProperty("record", ""),
                    number(lines, "pid"));
            return ProcessHandle.of(run.pid).filter(ProcessHandle::isAlive).map(alive -> run);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int number(Properties lines, String key) {
        return Integer.parseInt(lines.getProperty(key, ""));
    }
}
