package org.guitu.hub;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.guitu.config.ConfigurationException;

/** What a hub needs of the machine: Java, a clock that is right, room, and a data directory of its own. */
final class MachineChecks {
    private static final int JAVA = 17;
    private static final long GIB = 1L << 30;

    /** With less than this the database and the broker would stop within hours of a busy day. */
    private static final long LEAST_FREE = GIB;

    private final HubOptions options;
    private final Clock clock;
    private final Findings findings;

    MachineChecks(HubOptions options, Clock clock, Findings findings) {
        this.options = options;
        this.clock = clock;
        this.findings = findings;
    }

    void run() {
        findings.look("java", this::java);
        findings.look("clock", this::time);
        findings.look("data", this::data);
    }

    private String java() throws ConfigurationException {
        var version = Runtime.version();
        if (version.feature() < JAVA) {
            throw new ConfigurationException(say("java.old", version));
        }
        return say(
                "java.ok",
                version,
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20);
    }

    /** Certificates and deadlines are judged by this clock: it cannot stand before what was written earlier. */
    private String time() throws ConfigurationException, Findings.Doubt {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var zone = ZoneId.systemDefault();
        for (var file : new Path[] {options.schemas(), options.config(), HubRun.in(options.data())}) {
            var written = written(file);
            if (now.isBefore(written.minus(1, ChronoUnit.MINUTES))) {
                throw new ConfigurationException(say("clock.behind", now, file, written));
            }
        }
        var local = now.atZone(zone).toOffsetDateTime();
        if (Files.isDirectory(Path.of("/run/systemd/timesync"))
                && !Files.exists(Path.of("/run/systemd/timesync/synchronized"))) {
            throw new Findings.Doubt(say("clock.loose", local, zone));
        }
        return say("clock.ok", local, zone);
    }

    /** Long ago when it is not there: that is another check's business. */
    private static Instant written(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    private String data() throws ConfigurationException {
        var existing = options.data();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            requireOwn(existing);
            return say("data.ok", options.data(), room(Files.getFileStore(existing)) / GIB);
        } catch (IOException e) {
            throw new ConfigurationException(say("data.unreadable", options.data()), e);
        }
    }

    /** Checks write where the hub writes: as another user they would leave files it cannot open. */
    private void requireOwn(Path existing) throws IOException, ConfigurationException {
        var owner = Files.getOwner(existing).getName();
        var user = ProcessHandle.current().info().user().orElse(owner);
        if (!Files.isWritable(existing)
                || (existing.equals(options.data()) && !owner.equals(user) && !existing.equals(Path.of("/")))) {
            throw new ConfigurationException(say("data.foreign", existing, owner, user));
        }
    }

    private long room(FileStore store) throws IOException, ConfigurationException {
        var free = store.getUsableSpace();
        if (free < LEAST_FREE) {
            throw new ConfigurationException(say("data.full", options.data(), free >> 20));
        }
        return free;
    }

    private String say(String key, Object... arguments) {
        return findings.words().say(key, arguments);
    }
}
