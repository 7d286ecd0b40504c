package org.guitu.trust;

import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.guitu.message.Patience;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;

/**
 * Asks each authority by the sources that the configuration names for it, never where a certificate says: OCSP first, its
 * CRL when that gives no answer. Without an answer the certificate is refused. BouncyCastle's own checker is not used: it
 * keeps an answer until its next update, however long that is, and cannot be told to forget it.
 */
public final class AuthorityStatus implements Revocation {
    /** However it came to be kept, no "good" outlives a revocation by more. */
    public static final Duration LONGEST = Duration.ofMinutes(5);

    private final Duration whole;
    private final Map<X509Certificate, List<Standing.Source>> authorities = new HashMap<>();
    /** Of each authority that gave no answer to the last question, why. */
    private final Map<X509Certificate, String> silent = new ConcurrentHashMap<>();

    /** Where one authority answers; neither: it is not asked, by decision of whoever runs the hub. */
    public record Sources(Optional<URI> ocsp, Optional<URI> crl) {
        public static final Sources NONE = new Sources(Optional.empty(), Optional.empty());
    }

    /**
     * Limits of all sources.
     *
     * @param cache how long an answer is used without asking again
     * @param grace how much longer while no source answers; both together at most {@link #LONGEST}
     * @param answer how long one question may take as a whole; all those of one message or call half as long again
     * @param crlBytes size of a CRL
     */
    public record Bounds(Duration cache, Duration grace, Duration answer, int crlBytes) {
        public Bounds {
            if (cache.isNegative() || grace.isNegative() || cache.plus(grace).compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("cache and grace together are at most " + LONGEST);
            }
        }
    }

    /** @param by the authorities that issue, each with its sources; a certificate of any other is refused */
    public AuthorityStatus(Map<X509Certificate, Sources> by, Bounds bounds, Clock clock) {
        // whoever's responder is mute still has its list asked, and nobody waits for every source of a long path
        whole = bounds.answer().multipliedBy(3).dividedBy(2);
        var fetch = new Fetch(bounds.answer(), clock);
        by.forEach((issuer, sources) -> {
            var own = adopted(issuer);
            var asked = new ArrayList<Standing.Source>();
            sources.ocsp().ifPresent(place -> asked.add(new OcspSource(own, place, fetch, bounds, clock)));
            sources.crl().ifPresent(place -> asked.add(new CrlSource(own, place, fetch, bounds, clock)));
            authorities.put(own, List.copyOf(asked));
        });
    }

    @Override
    public void check(List<X509Certificate> path, Patience patience) throws Refused {
        patience.resume(whole);
        try {
            // from the top: of a revoked authority nothing below counts
            for (int i = path.size() - 2; i >= 0; i--) {
                var since = revoked(path.get(i), path.get(i + 1), patience);
                if (since.isPresent()) {
                    throw i == 0
                            ? Refusals.refused("GT-3147", CertificateName.with(path.get(0), since.get()))
                            : Refusals.refused(
                                    "GT-3151",
                                    CertificateName.with(
                                            path.get(0), CertificateName.subject(path.get(i)), since.get()));
                }
            }
        } finally {
            patience.pause();
        }
    }

    private Optional<Instant> revoked(X509Certificate certificate, X509Certificate issuer, Patience patience)
            throws Refused {
        var sources = authorities.get(adopted(issuer));
        if (sources == null) {
            throw unknown(certificate, new NoAnswer("no source is configured for the authority"));
        }
        return sources.isEmpty()
                ? Optional.empty()
                : standing(certificate, adopted(issuer), sources, patience).revoked();
    }

    private Standing standing(
            X509Certificate certificate, X509Certificate issuer, List<Standing.Source> sources, Patience patience)
            throws Refused {
        var own = adopted(certificate);
        var why = new ArrayList<String>();
        for (var source : sources) {
            try {
                var said = source.of(own, patience);
                silent.remove(issuer);
                return said;
            } catch (NoAnswer e) {
                if (e.isLate()) {
                    // who has no time left does not choose by that which source is asked
                    throw unknown(certificate, e);
                }
                why.add(source.place() + ": " + e.why());
            }
        }
        var line = String.join("; ", why);
        silent.put(issuer, CertificateName.subject(issuer) + ": " + line);
        throw unknown(certificate, new NoAnswer(line));
    }

    @Override
    public List<String> silent() {
        return silent.values().stream().sorted().toList();
    }

    private static Refused unknown(X509Certificate certificate, NoAnswer why) {
        return new Refused(
                Refusals.refusal(
                        "GT-3148", "", "", CertificateName.with(certificate, CertificateName.issuer(certificate))),
                why);
    }

    /** Certificates of two providers are not always equal, or have the same hash. */
    private static X509Certificate adopted(X509Certificate certificate) {
        try {
            return BouncyCastle.adopt(certificate);
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was read can be read again", e);
        }
    }
}
