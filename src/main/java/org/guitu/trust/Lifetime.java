package org.guitu.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * When a certificate counts by its own dates (RFC 5280 4.1.2.5).
 *
 * @param from the first moment, included
 * @param until the end, excluded: {@code notAfter} is the last second that counts
 */
public record Lifetime(Instant from, Instant until) {
    public static Lifetime of(X509Certificate certificate) {
        return new Lifetime(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant().plusSeconds(1));
    }

    public boolean holds(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
