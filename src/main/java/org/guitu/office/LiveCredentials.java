package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.guitu.trust.KeyFiles;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an office at each moment: read again when a file changed or a newer key came into force, so that a process that runs
 * for months needs no restart. Files that cannot be read, as while they are copied, keep what was read before.
 */
final class LiveCredentials {
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final OfficeConfig config;
    private final Clock clock;
    private List<String> seen = List.of();
    private @Nullable Credentials current;
    private long looked;

    LiveCredentials(OfficeConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * The same object as before while nothing changed.
     *
     * @throws OfficeProblem when they cannot be read the first time
     */
    synchronized Credentials get() throws OfficeProblem {
        var known = current;
        if (known == null) {
            seen = fingerprint();
            known = Credentials.load(config, clock.instant());
        } else if (System.nanoTime() - looked > LOOK_NANOS) {
            known = again(known);
        } else {
            return known;
        }
        looked = System.nanoTime();
        current = known;
        return known;
    }

    /** As {@link #get}, for who has read them before. */
    Credentials current() {
        try {
            return get();
        } catch (OfficeProblem e) {
            throw new IllegalStateException("keys that were read before are kept", e);
        }
    }

    private Credentials again(Credentials known) {
        var now = fingerprint();
        if (now.equals(seen) && clock.instant().isBefore(known.until())) {
            return known;
        }
        try {
            var fresh = Credentials.load(config, clock.instant());
            seen = now;
            return fresh;
        } catch (OfficeProblem e) {
            return known;
        }
    }

    private List<String> fingerprint() {
        var keys =
                Stream.concat(Stream.of(config.keys().sign(), config.keys().tls()), config.keys().encrypt().stream());
        var files = new ArrayList<>(List.of(config.hub().certificate(), config.trust()));
        keys.flatMap(key -> KeyFiles.labelled(key).stream()).forEach(key -> {
            files.add(key);
            files.add(KeyFiles.passwordFile(key));
        });
        return files.stream().map(LiveCredentials::state).toList();
    }

    private static String state(Path file) {
        try {
            return file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return file + " -";
        }
    }
}
