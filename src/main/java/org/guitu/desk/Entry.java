package org.guitu.desk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The one way in: a key of 256 random bits that is shown in the terminal, opens one session, and is used up or ten minutes old
 * then. Only the newest counts.
 */
final class Entry {
    static final Duration VALID = Duration.ofMinutes(10);

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private byte @Nullable [] key;
    private Instant until = Instant.MIN;

    Entry(Clock clock) {
        this.clock = clock;
    }

    /** A new key; the one before opens nothing any more. */
    synchronized String fresh() {
        var bits = new byte[32];
        random.nextBytes(bits);
        var text = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        key = text.getBytes(StandardCharsets.US_ASCII);
        until = clock.instant().plus(VALID);
        return text;
    }

    /** Whether this key opens a session now; it does so once. */
    synchronized boolean opens(String shown) {
        var known = key;
        if (known == null
                || !clock.instant().isBefore(until)
                || !MessageDigest.isEqual(known, shown.getBytes(StandardCharsets.UTF_8))) {
            return false;
        }
        key = null;
        return true;
    }
}
