package org.guitu.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * A certificate of a party, in force from {@code from} (included) until {@code until} (excluded). The dates are the
 * certificate's own, or narrower where the party's file says so; never wider.
 */
public record PartyCertificate(X509Certificate certificate, Use use, Instant from, Instant until, Status status) {
    /** Whether the exchange still takes it; a blocked certificate is refused at once, whatever its dates. */
    public enum Status {
        @JsonProperty("active")
        ACTIVE,
        @JsonProperty("blocked")
        BLOCKED
    }

    PartyCertificate blocking(Predicate<X509Certificate> blocked) {
        return blocked.test(certificate) ? new PartyCertificate(certificate, use, from, until, Status.BLOCKED) : this;
    }

    public boolean inForce(Instant at) {
        return status == Status.ACTIVE && !at.isBefore(from) && at.isBefore(until);
    }
}
