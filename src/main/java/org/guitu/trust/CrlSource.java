package org.guitu.trust;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import org.guitu.message.Patience;

/** The CRL of one authority, fetched again when it was kept as long as answers may be. */
final class CrlSource implements Standing.Source {
    private final X509Certificate issuer;
    private final URI place;
    private final Fetch fetch;
    private final int most;
    private final Kept<Crl> kept;
    private Instant newest = Instant.MIN;

    CrlSource(X509Certificate issuer, URI place, Fetch fetch, AuthorityStatus.Bounds bounds, Clock clock) {
        this.issuer = issuer;
        this.place = place;
        this.fetch = fetch;
        this.most = bounds.crlBytes();
        this.kept = new Kept<>(bounds, clock);
    }

    @Override
    public URI place() {
        return place;
    }

    @Override
    public Standing of(X509Certificate certificate, Patience patience) throws NoAnswer {
        return kept.get(now -> fetched(now, patience), patience).of(certificate);
    }

    private Kept.Answer<Crl> fetched(Instant now, Patience patience) throws NoAnswer {
        var crl = Crl.read(fetch.get(place, most, patience), issuer, now);
        // whoever can answer for the authority's server must not undo a revocation with yesterday's list
        if (crl.thisUpdate().isBefore(newest)) {
            throw new NoAnswer("the CRL is older than the one before");
        }
        newest = crl.thisUpdate();
        return new Kept.Answer<>(crl, now, crl.nextUpdate());
    }
}
