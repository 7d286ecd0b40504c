package org.guitu.trust;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.guitu.message.Patience;

/**
 * What an authority says of one of its certificates.
 *
 * @param revoked since when it is revoked or on hold; empty when it is good
 */
record Standing(Optional<Instant> revoked) {
    static final Standing GOOD = new Standing(Optional.empty());

    static Standing revokedAt(Instant since) {
        return new Standing(Optional.of(since));
    }

    /** One way to ask an authority. */
    interface Source {
        /**
         * Asks about this certificate.
         *
         * @param patience of who asks
         * @throws NoAnswer when it cannot be reached, or what it says does not count
         */
        Standing of(java.security.cert.X509Certificate certificate, Patience patience) throws NoAnswer;

        /** Where it is asked. */
        URI place();
    }
}
