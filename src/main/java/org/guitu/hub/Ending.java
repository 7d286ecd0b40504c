package org.guitu.hub;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.guitu.directory.Directory;
import org.guitu.directory.Party;
import org.guitu.directory.PartyCertificate;
import org.guitu.directory.PartyCertificate.Status;
import org.guitu.directory.Use;
import org.guitu.trust.Lifetime;

/**
 * A certificate that ends soon while nothing follows it: it is announced 60, 30, 7 and 1 days ahead, time enough to order and
 * exchange one between two countries.
 *
 * @param whose the party, or the subject of an authority
 * @param use {@code sign}, {@code tls}, {@code encrypt}, or {@code ca}
 * @param days whole days that are left, 0 to 60
 * @param ahead which announcement this is: 60, 30, 7 or 1
 */
record Ending(String whose, String use, Instant end, long days, int ahead) {
    private static final List<Integer> AHEAD = List.of(1, 7, 30, 60);

    /** What ends soon, the first first; what has ended is not announced any more. */
    static List<Ending> of(Directory directory, Collection<X509Certificate> authorities, Instant now) {
        var all = new ArrayList<Ending>();
        for (var party : directory.parties()) {
            for (var use : Use.values()) {
                last(party, use, now)
                        .flatMap(end -> soon(party.id().value(), use.name().toLowerCase(Locale.ROOT), end, now))
                        .ifPresent(all::add);
            }
        }
        for (var authority : authorities) {
            soon(
                            authority.getSubjectX500Principal().getName(),
                            "ca",
                            Lifetime.of(authority).until(),
                            now)
                    .ifPresent(all::add);
        }
        all.sort(Comparator.comparing(Ending::end));
        return List.copyOf(all);
    }

    /** A party that has a successor already has nothing to renew. */
    private static Optional<Instant> last(Party party, Use use, Instant now) {
        if (party.blocked() || party.inForce(use, now).isEmpty()) {
            return Optional.empty();
        }
        var end = now;
        for (var one : party.certificates().stream()
                .filter(one -> one.use() == use && one.status() == Status.ACTIVE)
                .sorted(Comparator.comparing(PartyCertificate::from))
                .toList()) {
            // one that begins after a gap follows nothing
            if (!one.from().isAfter(end) && one.until().isAfter(end)) {
                end = one.until();
            }
        }
        return Optional.of(end);
    }

    private static Optional<Ending> soon(String whose, String use, Instant end, Instant now) {
        var left = Duration.between(now, end);
        return left.isNegative() || left.isZero()
                ? Optional.empty()
                : AHEAD.stream()
                        .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
                        .findFirst()
                        .map(ahead -> new Ending(whose, use, end, left.toDays(), ahead));
    }

    @Override
    public String toString() {
        return whose + " " + use + " " + days;
    }
}
