package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.guitu.message.Refused;
import org.guitu.peers.KeyKind;
import org.guitu.peers.Openssl;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys and certificates that OpenSSL made, as an authority and its offices would, at ours. */
@Tag("peers")
final class OpensslKeysTest {
    private static final char[] NONE = {};
    private static final char[] PASSWORD = "invented".toCharArray();

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource
    void a_certificate_of_openssl_leads_to_its_authority_and_to_no_other(KeyKind kind) throws Exception {
        office(kind, "digitalSignature");
        var certificate = KeyFiles.certificates(folder.resolve("office.pem")).get(0);
        assertThat(PartyName.of(certificate).orElseThrow()).hasToString("cn.53");
        assertThat(KeyFiles.certificates(folder.resolve("ca/ca.pem"))).hasSize(1);
        assertThat(code(certificate, KeyFiles.anchors(folder.resolve("ca")))).isEqualTo("taken");

        authority(kind, "other");
        assertThat(code(certificate, KeyFiles.anchors(folder.resolve("other")))).isEqualTo("GT-3143");
    }

    @Test
    void a_certificate_of_openssl_that_is_not_for_signing_is_refused() throws Exception {
        office(KeyKind.EC, "keyAgreement");
        var certificate = KeyFiles.certificates(folder.resolve("office.pem")).get(0);
        assertThat(code(certificate, KeyFiles.anchors(folder.resolve("ca")))).isEqualTo("GT-3144");
    }

    @ParameterizedTest
    @EnumSource
    void a_key_of_openssl_signs_whatever_file_it_is_in(KeyKind kind) throws Exception {
        var openssl = office(kind, "digitalSignature");
        openssl.does("pkcs8 -topk8 -in office.key -v2 aes-256-cbc -passout pass:invented -out encrypted.key");
        traditional(openssl, kind);
        openssl.does("pkcs12 -export -inkey office.key -in office.pem -certfile ca/ca.pem -passout pass:invented -out "
                + "office.p12");
        for (var name : List.of("encrypted", "traditional")) {
            Files.copy(folder.resolve("office.pem"), folder.resolve(name + ".pem"));
        }
        assertThat(Files.readString(folder.resolve("traditional.key"))).doesNotContain("BEGIN PRIVATE KEY");

        var files = Map.of(
                "office.key", NONE, "encrypted.key", PASSWORD, "traditional.key", NONE, "office.p12", PASSWORD);
        for (var file : files.entrySet()) {
            var identity = KeyFiles.read(folder.resolve(file.getKey()), file.getValue());
            var message = Sample.sent(Sample.signedBy(identity));
            var office = KeyFiles.certificates(folder.resolve("office.pem"));
            assertThat(new XmlVerifier().verify(message, office).certificate())
                    .as(file.getKey())
                    .isEqualTo(office.get(0));
        }
        assertThat(KeyFiles.read(folder.resolve("office.p12"), PASSWORD).chain())
                .hasSize(2);
        assertThatThrownBy(() -> KeyFiles.read(folder.resolve("office.p12"), "other".toCharArray()))
                .isInstanceOf(KeyFileException.class);
    }

    /** With what {@code ecparam -genkey} writes before the key. */
    private void traditional(Openssl openssl, KeyKind kind) throws IOException, InterruptedException {
        var file = folder.resolve("traditional.key");
        if (kind == KeyKind.RSA) {
            openssl.does("rsa -in office.key -traditional -out traditional.key");
            return;
        }
        openssl.does("ec -in office.key -out traditional.key");
        var parameters = openssl.does("ecparam -name " + (kind == KeyKind.SM2 ? "SM2" : "prime256v1"));
        Files.writeString(file, parameters + Files.readString(file));
    }

    /** An authority, and a key of an office with its certificate: {@code office.key}, {@code office.pem}. */
    private Openssl office(KeyKind kind, String usage) throws IOException, InterruptedException {
        var openssl = authority(kind, "ca");
        openssl.does("genpkey " + kind.generating() + " -out office.key");
        openssl.does("req -new -key office.key " + kind.signing() + "-subj /O=Example/CN=office -out office.csr");
        Files.writeString(
                folder.resolve("office.ext"),
                "basicConstraints=critical,CA:false\nsubjectAltName=URI:urn:guitu:party:cn.53\nkeyUsage=critical," + usage);
        openssl.does("x509 -req -in office.csr -CA ca/ca.pem -CAkey ca/ca.key -CAcreateserial -days 10 -extfile office.ext "
                + kind.signing() + kind.verifying() + "-out office.pem");
        return openssl;
    }

    /** Its certificate and key in a folder of this name. */
    private Openssl authority(KeyKind kind, String name) throws IOException, InterruptedException {
        var openssl = new Openssl(folder);
        Files.createDirectories(folder.resolve(name));
        openssl.does("genpkey " + kind.generating() + " -out " + name + "/ca.key");
        openssl.does("req -x509 -new -key " + name + "/ca.key " + kind.signing()
                + "-subj /O=Example/CN=authority -days 30 -addext keyUsage=critical,keyCertSign,cRLSign -out " + name
                + "/ca.pem");
        return openssl;
    }

    private static String code(X509Certificate certificate, Set<TrustAnchor> anchors) {
        try {
            new CertificatePaths(anchors).check(certificate, Instant.now());
            return "taken";
        } catch (Refused e) {
            return e.refusal().code();
        }
    }
}
