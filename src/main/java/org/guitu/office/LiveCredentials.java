package org.guitu.office;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.guitu.message.Digest;
import org.guitu.message.Labels;
import org.guitu.trust.LabelledKeys;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an office at each moment: read again when a file changed or a newer key came into force, so that a process that runs
 * for months needs no restart. Files that cannot be read, as while they are copied, keep what was read before for one look; then it does
 * without those beside the ones that are named, as whoever starts does.
 */
final class LiveCredentials {
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Digest UNREADABLE = Digest.of(new byte[] {'?'});

    private final OfficeConfig config;
    private final Clock clock;
    private List<Digest> seen = List.of();
    private List<Digest> halfway = List.of();
    private @Nullable Credentials current;
    private long looked;
    private volatile Optional<Labels> problem = Optional.empty();

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
            problem = known.unread();
        } else if (System.nanoTime() - looked > LOOK_NANOS) {
            known = again(known);
        } else {
            return known;
        }
        looked = System.nanoTime();
        current = known;
        return known;
    }

    /** Why the files as they are now are not in use; empty while all is well. */
    Optional<Labels> problem() {
        return problem;
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
            // what was wrong for one look is well again
            problem = known.unread();
            return known;
        }
        try {
            var fresh = Credentials.load(config, clock.instant());
            problem = fresh.unread();
            if (problem.isPresent() && !now.equals(halfway)) {
                // as while they are copied: the next look takes them as whoever starts then would
                halfway = now;
                return known;
            }
            seen = now;
            return fresh;
        } catch (OfficeProblem e) {
            problem = Optional.of(e.text());
            return known;
        }
    }

    private static Digest digest(Path file) {
        try {
            return LabelledKeys.digests(List.of(file)).get(0);
        } catch (IOException e) {
            // what cannot be read is said when it is read; here it only differs from what can
            return UNREADABLE;
        }
    }

    private List<Digest> fingerprint() {
        var files = new ArrayList<>(List.of(config.hub().certificate(), config.trust()));
        Stream.concat(Stream.of(config.keys().sign(), config.keys().tls()), config.keys().encrypt().stream())
                .forEach(key -> files.addAll(LabelledKeys.files(key)));
        return files.stream().map(LiveCredentials::digest).toList();
    }
}
