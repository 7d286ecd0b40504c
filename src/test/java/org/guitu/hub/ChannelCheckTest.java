package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.guitu.demo.Prepared;
import org.guitu.message.PartyId;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.Revoker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./guitu check} says of certificates with which channels are opened. */
class ChannelCheckTest {
    private static final PartyId OVER_SOAP = new PartyId("vn.mps");
    private static final PartyId OVER_JMS = new PartyId("cn.53");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_tls_certificate_that_the_soap_door_would_refuse_is_found_and_one_that_nobody_asks_about_is_not()
            throws IOException, KeyFileException {
        var config = Prepared.in(folder, List.of(OVER_SOAP, OVER_JMS)).config();
        var ca = folder.resolve("ca");
        var revoker = new Revoker(KeyFiles.read(ca.resolve("ca.p12"), KeyFiles.password(ca.resolve("ca.password"))));
        var trust = Files.createDirectories(folder.resolve("data/trust"));
        Files.copy(ca.resolve("ca.pem"), trust.resolve("ca.pem"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(trust.resolve("ca.yaml"), "crl: ca.crl\n");
        revoker.revoke(tls(config, OVER_JMS), Instant.now());
        Files.write(trust.resolve("ca.crl"), revoker.crl(Instant.now()));
        assertThat(check(config)).doesNotContain("would be refused");
        revoker.revoke(tls(config, OVER_SOAP), Instant.now());
        Files.write(trust.resolve("ca.crl"), revoker.crl(Instant.now()));
        assertThat(check(config))
                .contains("vn.mps: its TLS certificate would be refused at its door (GT-3147")
                .doesNotContain("cn.53: its");
    }

    private static X509Certificate tls(Path config, PartyId party) throws KeyFileException {
        return KeyFiles.certificates(config.resolve("parties/" + party + ".tls.pem"))
                .get(0);
    }

    private String check(Path config) {
        return RunningHub.check(config, folder.resolve("data"));
    }
}
