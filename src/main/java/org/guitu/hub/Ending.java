package org.guitu.hub;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.guitu.directory.Directory;
import org.guitu.directory.Party;
import org.guitu.directory.PartyCertificate.Status;
import org.guitu.directory.Use;
import org.guitu.trust.Lifetime;

/**
 * A certificate that ends soon while nothing follows it: it is announced 60, 30, 7 and 1 days ahead, time enough to order and
 * exchange one between two countries, and for 30 days after its end; then its party has left.
 *
 * @param whose the party, or the subject of an authority
 * @param use {@code sign} (of a hub that signs in several suites with the suite's name), {@code tls}, {@code encrypt}, or {@code ca}
 * @param days whole days that are left, 0 to 60; negative once it has ended
 * @param ahead which announcement this is: 60, 30, 7 or 1; 0 once it has ended
 */
record Ending(String whose, String use, Instant end, long days, int ahead) {
    private static final List<Integer> AHEAD = List.of(1, 7, 30, 60);
    private static final Duration PAST = Duration.ofDays(30);

    /**
     * What ends soon, the first first.
     *
     * @param own the hub's key files: of the hub, only a certificate whose key is there follows another
     */
    static List<Ending> of(Directory directory, HubKeys own, Collection<X509Certificate> authorities, Instant now) {
        var all = new ArrayList<Ending>();
        for (var party : directory.parties()) {
            for (var use : Use.values()) {
                if (party.blocked()) {
                    continue;
                }
                var terms = party.id().equals(Directory.HUB) ? own.terms(party, use) : terms(party, use);
                terms.forEach((name, one) -> last(one, now)
                        .flatMap(end -> soon(party.id().value(), name, end, now))
                        .ifPresent(all::add));
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

    private static Map<String, List<Lifetime>> terms(Party party, Use use) {
        return Map.of(
                use.name().toLowerCase(Locale.ROOT),
                party.certificates().stream()
                        .filter(one -> one.use() == use && one.status() == Status.ACTIVE)
                        .map(one -> new Lifetime(one.from(), one.until()))
                        .toList());
    }

    /** A party that has a successor already has nothing to renew. */
    private static Optional<Instant> last(List<Lifetime> terms, Instant now) {
        if (terms.stream().noneMatch(one -> one.holds(now))) {
            return terms.stream()
                    .map(Lifetime::until)
                    .filter(end -> !end.isAfter(now))
                    .max(Comparator.naturalOrder());
        }
        var end = now;
        for (var one :
                terms.stream().sorted(Comparator.comparing(Lifetime::from)).toList()) {
            // one that begins after a gap follows nothing
            if (!one.from().isAfter(end) && one.until().isAfter(end)) {
                end = one.until();
            }
        }
        return Optional.of(end);
    }

    private static Optional<Ending> soon(String whose, String use, Instant end, Instant now) {
        var left = Duration.between(now, end);
        if (left.isNegative() || left.isZero()) {
            return left.plus(PAST).isNegative()
                    ? Optional.empty()
                    : Optional.of(new Ending(whose, use, end, Math.floorDiv(left.toSeconds() - 1, 86_400L), 0));
        }
        return AHEAD.stream()
                .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
                .findFirst()
                .map(ahead -> new Ending(whose, use, end, left.toDays(), ahead));
    }

    @Override
    public String toString() {
        return whose + " " + use + " " + days + (ahead == 0 ? " (ended)" : "");
    }
}
