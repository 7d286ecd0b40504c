package org.guitu.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.guitu.message.PartyId;
import org.guitu.trust.Exposed;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;

/** The keys of a partner as tools that are not ours take them: PEM files, both keys RSA, under the exercise's authority. */
record PartnerKeys(PartyId party, Path folder) {
    /** Makes them, and puts the certificates into the hub's directory. */
    void issue(Path ca, Path config) throws IOException, KeyFileException {
        var authority = KeyFiles.read(ca.resolve("ca.p12"), KeyFiles.password(ca.resolve("ca.password")));
        var now = Instant.now();
        var validity = new Validity(now.minus(Duration.ofMinutes(5)), now.plus(Duration.ofDays(1)));
        Files.createDirectories(folder);
        for (var purpose : Purpose.values()) {
            var identity =
                    new Issuance().issue(authority, new Order(party, purpose, Kind.RSA_3072, validity, List.of()));
            var use = purpose.name().toLowerCase(java.util.Locale.ROOT);
            // certificate and key in files of their own
            KeyFiles.write(folder, use, identity);
            Files.writeString(folder.resolve(use + ".key"), pem(Exposed.key(identity)));
            Files.copy(
                    folder.resolve(use + ".pem"),
                    config.resolve("parties/" + party + "." + use + ".pem"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String pem(PrivateKey key) {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    }

    String file(String name) {
        return folder.resolve(name).toString();
    }
}
