package org.guitu.office;

import java.nio.file.Path;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;
import org.guitu.office.line.TlsIdentity;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.LabelledKeys;
import org.guitu.trust.Lifetime;
import org.guitu.trust.PartyName;

/**
 * The keys of one office and the certificates it believes. Of the key that {@code office.yaml} names and those beside it with a
 * label, the newest in force signs and opens the channel.
 *
 * @param encrypt those that open what is sealed; none where {@code office.yaml} names none
 * @param hub the pinned signing certificates of the hub
 * @param until when another key may be the newest in force
 * @param unread why a key beside the one that is named is not used; the one that is named has to be readable
 */
record Credentials(
        Identity sign,
        Identity tls,
        List<Identity> encrypt,
        List<X509Certificate> hub,
        List<X509Certificate> authorities,
        Instant until,
        Optional<Labels> unread) {

    /** Reads the files {@code office.yaml} names, and those beside them; each key must be this party's. */
    static Credentials load(OfficeConfig config, Instant now) throws OfficeProblem {
        try {
            var unread = new ArrayList<Labels>();
            var sign = all(config.keys().sign(), "GUITU_SIGN_PASSWORD", config.party(), (file, key) -> {}, unread);
            var tls = all(config.keys().tls(), "GUITU_TLS_PASSWORD", config.party(), KeyFiles::forTls, unread);
            return new Credentials(
                    newest(sign, now),
                    newest(tls, now),
                    opening(config, unread),
                    KeyFiles.certificates(config.hub().certificate()),
                    KeyFiles.certificates(config.trust()),
                    change(Stream.concat(sign.stream(), tls.stream()), now),
                    unread.stream().findFirst());
        } catch (KeyFileException e) {
            throw new OfficeProblem(Exit.CONFIGURATION, e.text(), e);
        }
    }

    /** Whether a key serves what it is for. */
    private interface Fit {
        void require(Path file, Identity key) throws KeyFileException;
    }

    /** A file beside the one that is named may just be copied there: it stops nobody. */
    private static List<Identity> all(Path named, String variable, PartyId party, Fit fit, List<Labels> unread)
            throws KeyFileException, OfficeProblem {
        var keys = new ArrayList<>(List.of(key(named, variable, party)));
        fit.require(named, keys.get(0));
        for (var file : LabelledKeys.of(named)) {
            if (!file.equals(named)) {
                try {
                    // the environment has the password of the key that is named; each beside it has its own file
                    var key = key(file, "", party);
                    fit.require(file, key);
                    keys.add(key);
                } catch (KeyFileException e) {
                    unread.add(e.text());
                }
            }
        }
        return List.copyOf(keys);
    }

    private static List<Identity> opening(OfficeConfig config, List<Labels> unread)
            throws KeyFileException, OfficeProblem {
        var named = config.keys().encrypt();
        if (named.isEmpty()) {
            return List.of();
        }
        return all(named.get(), "GUITU_ENCRYPT_PASSWORD", config.party(), KeyFiles::forOpening, unread);
    }

    /** Where none is in force, the one that is named: the hub says what is wrong with it. */
    private static Identity newest(List<Identity> keys, Instant now) {
        return Identity.newest(keys, one -> Lifetime.of(one).holds(now)).orElse(keys.get(0));
    }

    private static Instant change(Stream<Identity> keys, Instant now) {
        return keys.map(key -> Lifetime.of(key.certificate()))
                .flatMap(life -> Stream.of(life.from(), life.until()))
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private static Identity key(Path file, String variable, PartyId party) throws KeyFileException, OfficeProblem {
        var identity = KeyFiles.read(file, KeyFiles.password(file, variable, System::getenv));
        var named = PartyName.of(identity.certificate());
        if (named.isPresent() && !named.get().equals(party)) {
            throw new OfficeProblem(
                    Exit.CONFIGURATION,
                    new Labels(
                            file + " 是 " + named.get() + " 的密钥，而 office.yaml 的 party 是 " + party + "。",
                            file + " is the key of " + named.get() + ", but office.yaml says party " + party + "."));
        }
        return identity;
    }

    Set<TrustAnchor> anchors() {
        return authorities.stream()
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toUnmodifiableSet());
    }

    TlsIdentity client() {
        return new TlsIdentity(tls, authorities);
    }

    @Override
    public String toString() {
        return "Credentials[" + sign + "]";
    }
}
