package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;
import org.guitu.office.line.TlsIdentity;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.PartyName;

/**
 * The keys of one office and the certificates it believes.
 *
 * @param encrypt those that open what is sealed; none where {@code office.yaml} names none
 * @param hub the pinned signing certificates of the hub
 */
record Credentials(
        Identity sign,
        Identity tls,
        List<Identity> encrypt,
        List<X509Certificate> hub,
        List<X509Certificate> authorities) {

    /** Reads the files {@code office.yaml} names; each key must be this party's. */
    static Credentials load(OfficeConfig config) throws OfficeProblem {
        try {
            return new Credentials(
                    key(config.keys().sign(), "GUITU_SIGN_PASSWORD", config.party()),
                    KeyFiles.forTls(
                            config.keys().tls(), key(config.keys().tls(), "GUITU_TLS_PASSWORD", config.party())),
                    opening(config),
                    KeyFiles.certificates(config.hub().certificate()),
                    KeyFiles.certificates(config.trust()));
        } catch (KeyFileException e) {
            throw new OfficeProblem(Exit.CONFIGURATION, e.text(), e);
        }
    }

    private static List<Identity> opening(OfficeConfig config) throws KeyFileException, OfficeProblem {
        var keys = new ArrayList<Identity>();
        for (var file : config.keys().encrypt().map(Credentials::withOlder).orElse(List.of())) {
            keys.add(key(file, "GUITU_ENCRYPT_PASSWORD", config.party()));
        }
        return List.copyOf(keys);
    }

    /** Those of the same name with a label too: what was sealed for an older certificate stays readable. */
    private static List<Path> withOlder(Path file) {
        var all = new ArrayList<>(List.of(file));
        var name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        var folder = file.toAbsolutePath().getParent();
        if (dot > 0 && folder != null) {
            var labelled = name.substring(0, dot) + ".*" + name.substring(dot);
            try (var beside = Files.newDirectoryStream(folder, labelled)) {
                beside.forEach(all::add);
            } catch (IOException e) {
                // what is wrong with the folder is said of the key itself
                return all;
            }
        }
        return all;
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
        return new TlsIdentity(tls.key(), tls.chain(), authorities);
    }

    @Override
    public String toString() {
        return "Credentials[" + sign + "]";
    }
}
