package org.guitu.directory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.guitu.config.ConfigurationException;
import org.guitu.directory.PartyCertificate.Status;
import org.guitu.message.PartyId;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.Lifetime;
import org.guitu.trust.PartyName;

/**
 * Reads the certificates that lie beside the party files as {@code <id>.<use>[.<label>].pem}. BouncyCastle parses them,
 * so that curves the JDK does not know (SM2) are read too. An expired certificate is no error: its party just has not
 * joined.
 */
final class CertificateFiles {
    private static final Pattern NAME = Pattern.compile("(.+)\\.(sign|tls|encrypt)(\\.[a-z0-9-]+)?\\.pem");

    private final CertificateFactory factory;
    private final Map<PartyId, PartyFile> parties;
    private final Map<PartyId, List<PartyCertificate>> found = new HashMap<>();
    private final Map<PublicKey, PartyId> owners = new HashMap<>();
    private final Map<PublicKey, Boolean> encrypts = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    private CertificateFiles(Map<PartyId, PartyFile> parties) {
        this.parties = parties;
        try {
            factory = CertificateFactory.getInstance("X.509", new BouncyCastleProvider());
        } catch (CertificateException e) {
            throw new IllegalStateException("BouncyCastle has no X.509 certificate factory", e);
        }
    }

    static Map<PartyId, List<PartyCertificate>> read(List<Path> files, Map<PartyId, PartyFile> parties)
            throws ConfigurationException {
        var reader = new CertificateFiles(parties);
        for (var file : files) {
            reader.add(file);
        }
        for (var party : parties.values()) {
            reader.everyNarrowedFileExists(party);
        }
        return reader.found;
    }

    private void add(Path file) throws ConfigurationException {
        var name = file.getFileName().toString();
        var parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw ConfigurationException.in(
                    file,
                    "its name does not say whose certificate it is",
                    "name it <party>.<sign|tls|encrypt>[.<label>].pem");
        }
        var party = party(file, parts.group(1));
        var certificate = certificate(file);
        var owner = owners.putIfAbsent(certificate.getPublicKey(), party.id());
        if (owner != null && !owner.equals(party.id())) {
            // with one key two parties could sign for each other
            throw ConfigurationException.in(file, "holds the key of " + owner, "every party needs keys of its own");
        }
        var named = PartyName.of(certificate);
        if (named.isPresent() && !named.get().equals(party.id())) {
            throw ConfigurationException.in(
                    file, "names " + named.get() + " as its party", "name the file after that party or replace it");
        }
        var use = Use.valueOf(parts.group(2).toUpperCase(Locale.ROOT));
        requireUse(file, certificate, use, party);
        names.add(name);
        found.computeIfAbsent(party.id(), id -> new ArrayList<>()).add(narrowed(file, certificate, use, party));
    }

    /** A key that opens what is sealed does nothing else: who may sign or call for a party must not read for it. */
    private void requireUse(Path file, X509Certificate certificate, Use use, PartyFile party)
            throws ConfigurationException {
        boolean encrypts = use == Use.ENCRYPT;
        if (encrypts && party.id().equals(Directory.HUB)) {
            throw ConfigurationException.in(file, "would let the hub read what is sealed", "remove it");
        }
        var allowed = certificate.getKeyUsage();
        if (encrypts ? !CertificatePaths.encrypts(allowed) : CertificatePaths.onlyEncrypts(allowed)) {
            throw ConfigurationException.in(
                    file,
                    "is not a certificate to " + use.label() + " with, by its key usage",
                    "name it after its use or replace it");
        }
        var before = this.encrypts.putIfAbsent(certificate.getPublicKey(), encrypts);
        if (before != null && before != encrypts) {
            throw ConfigurationException.in(
                    file, "has a key that encrypts and signs", "give the party another key for encryption");
        }
    }

    private PartyFile party(Path file, String id) throws ConfigurationException {
        return parties.values().stream()
                .filter(p -> p.id().value().equals(id))
                .findFirst()
                .orElseThrow(() -> ConfigurationException.in(
                        file, "belongs to " + id + ", which has no party file", "add that file or remove this one"));
    }

    private X509Certificate certificate(Path file) throws ConfigurationException {
        try {
            var bytes = Files.readAllBytes(file);
            if (new String(bytes, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY")) {
                throw ConfigurationException.in(
                        file, "holds a private key", "take it away and treat the key as known to others");
            }
            var certificates = factory.generateCertificates(new ByteArrayInputStream(bytes));
            if (certificates.size() == 1 && certificates.iterator().next() instanceof X509Certificate certificate) {
                requireKey(file, certificate);
                return certificate;
            }
            throw ConfigurationException.in(
                    file, "holds " + certificates.size() + " certificates", "keep exactly one in a file");
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read; check its permissions", e);
        } catch (CertificateException e) {
            throw new ConfigurationException(file + ": is not a PEM certificate; replace it", e);
        }
    }

    /** Of a curve without a name, for example, or of a kind that nobody here knows. */
    private static void requireKey(Path file, X509Certificate certificate) throws ConfigurationException {
        var todo = "replace it by one for a key of P-256, SM2 or RSA";
        try {
            if (certificate.getPublicKey() == null) {
                throw ConfigurationException.in(file, "holds a key of an unknown kind", todo);
            }
        } catch (IllegalStateException e) {
            throw new ConfigurationException(file + ": holds a key that cannot be read; " + todo, e);
        }
    }

    private static PartyCertificate narrowed(Path file, X509Certificate certificate, Use use, PartyFile party)
            throws ConfigurationException {
        var own = Lifetime.of(certificate);
        var from = own.from();
        var until = own.until();
        var status = Status.ACTIVE;
        for (var narrow : party.certificates().orElse(List.of())) {
            if (narrow.file().equals(file.getFileName().toString())) {
                from = later(from, narrow.from().map(OffsetDateTime::toInstant).orElse(from));
                until = earlier(
                        until, narrow.until().map(OffsetDateTime::toInstant).orElse(until));
                status = narrow.status().orElse(status);
            }
        }
        if (!from.isBefore(until)) {
            throw ConfigurationException.in(
                    file, "is never in force: from " + from + " until " + until, "correct the dates of its party file");
        }
        return new PartyCertificate(certificate, use, from, until, status);
    }

    private static Instant later(Instant own, Instant narrow) {
        return narrow.isAfter(own) ? narrow : own;
    }

    private static Instant earlier(Instant own, Instant narrow) {
        return narrow.isBefore(own) ? narrow : own;
    }

    private void everyNarrowedFileExists(PartyFile party) throws ConfigurationException {
        var seen = new HashSet<String>();
        for (var narrow : party.certificates().orElse(List.of())) {
            boolean own = narrow.file().startsWith(party.id() + ".");
            if (!own || !names.contains(narrow.file()) || !seen.add(narrow.file())) {
                throw new ConfigurationException(party.id() + ".yaml: certificates names " + narrow.file()
                        + ", which is not there, not its own or named twice; correct the name");
            }
        }
    }
}
