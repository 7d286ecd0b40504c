package org.guitu.directory;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;

/**
 * A party of the exchange as its file in {@code config/parties} says.
 *
 * @param kind what it is, for people and reports; it allows nothing
 * @param roles what it is to workflows and grants: {@code jco}, {@code provincial-office}, {@code border-police},
 *     {@code liaison-agency}, {@code hub}
 * @param groups the groups it is in, with their {@code @}
 * @param channel how its messages reach it: {@code jms}, or {@code soap}
 * @param push where the hub calls it over SOAP; without, it comes and fetches
 * @param languages what it reads, BCP-47, the best first
 * @param suites the signature suites it can verify, the best first
 * @param telephone answered day and night; told to a sender whose message did not reach it
 * @param test whether a Test message may reach it on a production hub
 * @param blocked whether it is shut out of the exchange, with everything it owns
 * @param certificates all of its certificates, in force or not
 */
public record Party(
        PartyId id,
        String kind,
        Labels name,
        Set<String> roles,
        Set<String> groups,
        String channel,
        Optional<URI> push,
        List<String> languages,
        List<String> suites,
        String telephone,
        Place place,
        boolean test,
        boolean blocked,
        List<PartyCertificate> certificates) {
    public Party {
        roles = Set.copyOf(roles);
        groups = Set.copyOf(groups);
        languages = List.copyOf(languages);
        suites = List.copyOf(suites);
        certificates = List.copyOf(certificates);
    }

    /**
     * Whether it takes part at that time: not blocked, and with a certificate in force to sign with and one to open its
     * channel with. A party that only has one of the two could send but never collect, or the other way round.
     */
    public boolean joined(Instant at) {
        return !inForce(Use.SIGN, at).isEmpty() && !inForce(Use.TLS, at).isEmpty();
    }

    /** Its certificates for that use in force at that time; none while it is blocked. */
    public List<X509Certificate> inForce(Use use, Instant at) {
        if (blocked) {
            return List.of();
        }
        return certificates.stream()
                .filter(c -> c.use() == use && c.inForce(at))
                .map(PartyCertificate::certificate)
                .toList();
    }

    /** The same party, with these of its certificates blocked beside those that are. */
    Party blocking(Predicate<X509Certificate> blocked) {
        return new Party(
                id,
                kind,
                name,
                roles,
                groups,
                channel,
                push,
                languages,
                suites,
                telephone,
                place,
                test,
                this.blocked,
                certificates.stream().map(one -> one.blocking(blocked)).toList());
    }

    /** Its certificates for that use whatever their dates, but none that is blocked. */
    public List<X509Certificate> known(Use use) {
        return certificates.stream()
                .filter(c -> c.use() == use && c.status() == PartyCertificate.Status.ACTIVE)
                .map(PartyCertificate::certificate)
                .toList();
    }

    /** Its certificates for that use whatever their dates and standing: who signed is a question of its own. */
    public List<X509Certificate> all(Use use) {
        return certificates.stream()
                .filter(c -> c.use() == use)
                .map(PartyCertificate::certificate)
                .toList();
    }

    /** Whether it is meant by this name: its identifier, one of its groups or one of its roles. */
    public boolean isNamed(String idOrGroupOrRole) {
        return id.value().equals(idOrGroupOrRole)
                || groups.contains(idOrGroupOrRole)
                || roles.contains(idOrGroupOrRole);
    }
}
