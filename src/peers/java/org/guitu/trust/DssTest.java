package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guitu.peers.Program;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.xml.SafeXml;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** What we sign before EU DSS, which validates XAdES for the European Union: the form it finds, and its verdict. It knows no SM2. */
@Tag("peers")
final class DssTest {
    private static final TestKeys KEYS = new TestKeys();
    private static final Identity EC = KEYS.signing("cn.52");
    private static final Identity RSA = KEYS.issue("vn.mps", Purpose.SIGN, Kind.RSA_3072, KEYS.year());

    @TempDir
    private Path folder = Path.of("");

    @Test
    void what_we_sign_is_xades_b_and_passes() throws Exception {
        assertThat(verdicts(List.of(), Map.of("ec", Sample.signedBy(EC), "rsa", Sample.signedBy(RSA))))
                .containsOnly(
                        Map.entry("ec", "XAdES-BASELINE-B TOTAL_PASSED"),
                        Map.entry("rsa", "XAdES-BASELINE-B TOTAL_PASSED"));
    }

    @Test
    void what_was_changed_fails() throws Exception {
        var messages = new LinkedHashMap<String, Document>();
        var expected = new LinkedHashMap<String, String>();
        for (var change : Change.values()) {
            var message = Sample.signedBy(EC);
            change.happenTo(message);
            messages.put(change.name(), message);
            expected.put(
                    change.name(),
                    "XAdES-BASELINE-B TOTAL_FAILED "
                            + (change.breaksADigest() ? "HASH_FAILURE" : "SIG_CRYPTO_FAILURE"));
        }
        assertThat(verdicts(List.of(), messages)).isEqualTo(expected);
    }

    @Test
    void what_a_stranger_or_a_revoked_key_signed_does_not_pass() throws Exception {
        var stranger = new TestKeys().signing("cn.52");
        var messages = Map.of("stranger", Sample.signedBy(stranger), "revoked", Sample.signedBy(EC));
        assertThat(verdicts(List.of(EC.certificate()), messages))
                .containsOnly(
                        Map.entry("stranger", "XAdES-BASELINE-B INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND"),
                        Map.entry("revoked", "XAdES-BASELINE-B INDETERMINATE REVOKED_NO_POE"));
    }

    /** By name; the authority's list names these certificates. */
    private Map<String, String> verdicts(List<X509Certificate> revoked, Map<String, Document> messages)
            throws IOException, InterruptedException, KeyFileException {
        KeyFiles.writeCertificate(folder.resolve("ca.pem"), KEYS.authority().certificate());
        var list = new RevocationList(KEYS.authority()).next(Optional.empty(), revoked, KEYS.year());
        Files.write(folder.resolve("ca.crl"), list);
        for (var message : messages.entrySet()) {
            Files.write(folder.resolve(message.getKey()), SafeXml.bytes(message.getValue()));
        }
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-jar",
                Path.of("src/peers/dss/target/verdict.jar").toAbsolutePath().toString(),
                TestKeys.NOW.toString(),
                "ca.pem",
                "ca.crl"));
        line.addAll(messages.keySet());
        var ended = Program.run(folder, line);
        assertThat(ended.well()).as(ended.output()).isTrue();
        var verdicts = new LinkedHashMap<String, String>();
        messages.keySet().forEach(name -> verdicts.put(name, ended.after(name)));
        return verdicts;
    }
}
