package org.guitu.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.guitu.Guitu;
import org.guitu.peers.KeyKind;
import org.guitu.peers.Openssl;
import org.guitu.trust.BouncyCastle;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.KeyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code guitu keys} issues, requests and revokes, at OpenSSL; and what OpenSSL requests, at ours. */
@Tag("peers")
final class OpensslTest {
    private static final int WRONG_USAGE = 2;
    private static final String ANOTHER_ISSUER = "unable to get local issuer certificate";

    @TempDir
    private Path folder = Path.of("");

    private Openssl openssl = new Openssl(folder);

    @BeforeEach
    void in_the_folder() {
        openssl = new Openssl(folder);
    }

    @ParameterizedTest
    @EnumSource
    void openssl_verifies_what_an_authority_issues_and_no_other_does(KeyKind kind) throws Exception {
        done("ca", "--kind", kind.word(), "--dir", folder("ca"));
        issue("cn.53", kind);
        openssl.does("verify -x509_strict " + kind.verifying() + "-CAfile ca/ca.pem out/cn.53.sign.pem");

        done("ca", "--kind", kind == KeyKind.SM2 ? "sm2" : "ec", "--dir", folder("other"));
        var ended = openssl.run("verify " + kind.verifying() + "-CAfile other/ca.pem out/cn.53.sign.pem");
        assertThat(ended.well()).isFalse();
        assertThat(ended.output()).contains(ANOTHER_ISSUER);
    }

    @Test
    void openssl_takes_a_tls_certificate_for_its_hosts_only() throws Exception {
        done("ca", "--dir", folder("ca"));
        done(words("issue", "cn.hub", "--use", "tls", "--host", "hub.example", "--ca", folder("ca"), "--out"));
        var verify = "verify -x509_strict -purpose sslserver -CAfile ca/ca.pem -verify_hostname ";
        openssl.does(verify + "hub.example out/cn.hub.tls.pem");
        assertThat(openssl.run(verify + "other.example out/cn.hub.tls.pem").output()).contains("hostname mismatch");
    }

    @ParameterizedTest
    @EnumSource(names = {"EC", "RSA"})
    void openssl_finds_the_revoked_certificate_on_the_list(KeyKind kind) throws Exception {
        done("ca", "--kind", kind.word(), "--dir", folder("ca"));
        issue("cn.53", KeyKind.EC);
        issue("cn.44", KeyKind.EC);
        done("crl", "--ca", folder("ca"), "--revoke", folder("out/cn.53.sign.pem"));
        assertThat(openssl.does("crl -inform DER -in ca/ca.crl -CAfile ca/ca.pem -noout -verify"))
                .contains("verify OK");

        var verify = "verify -crl_check -CRLfile ca/ca.crl -CAfile ca/ca.pem ";
        openssl.does(verify + "out/cn.44.sign.pem");
        var ended = openssl.run(verify + "out/cn.53.sign.pem");
        assertThat(ended.well()).isFalse();
        assertThat(ended.output()).contains("certificate revoked");
    }

    /** {@code openssl crl} cannot be told the user. */
    @Test
    void openssl_verifies_a_list_signed_with_sm2_once_it_is_taken_apart() throws Exception {
        done("ca", "--kind", "sm2", "--dir", folder("ca"));
        issue("cn.53", KeyKind.SM2);
        done("crl", "--ca", folder("ca"), "--revoke", folder("out/cn.53.sign.pem"));
        var list = list(folder.resolve("ca/ca.crl"));
        Files.write(folder.resolve("signed"), list.getTBSCertList());
        Files.write(folder.resolve("value"), list.getSignature());
        openssl.does("x509 -in ca/ca.pem -noout -pubkey -out ca.pub");
        var verify = "pkeyutl -verify -pubin -inkey ca.pub -rawin -in signed -digest sm3 -sigfile value -pkeyopt "
                + Openssl.USER;
        openssl.does(verify);

        var changed = list.getTBSCertList();
        changed[changed.length - 1] ^= 1;
        Files.write(folder.resolve("signed"), changed);
        assertThat(openssl.run(verify).output()).contains("Signature Verification Failure");
    }

    private static X509CRL list(Path file) throws IOException, GeneralSecurityException {
        var factory = CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER);
        return (X509CRL) factory.generateCRL(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    @ParameterizedTest
    @EnumSource
    void openssl_verifies_a_request_of_ours(KeyKind kind) throws Exception {
        done("request", "cn.53", "--use", "sign", "--kind", kind.word(), "--out", folder("office"));
        assertThat(openssl.does("req " + kind.verifying() + "-verify -noout -text -in office/cn.53.sign.csr"))
                .contains("verify OK", "URI:urn:guitu:party:cn.53");
    }

    @ParameterizedTest
    @EnumSource
    void a_request_of_openssl_is_certified(KeyKind kind) throws Exception {
        request(kind.generating(), kind.signing(), "cn.53");
        done("ca", "--kind", kind.word(), "--dir", folder("ca"));
        done(certify());
        openssl.does("verify -x509_strict " + kind.verifying() + "-CAfile ca/ca.pem out/cn.53.sign.pem");

        // the certificate beside the key that never left
        Files.copy(folder.resolve("out/cn.53.sign.pem"), folder.resolve("office.pem"));
        var identity = KeyFiles.read(folder.resolve("office.key"), new char[0]);
        new CertificatePaths(KeyFiles.anchors(folder.resolve("ca"))).check(identity.certificate(), Instant.now());
    }

    @Test
    void a_request_of_openssl_for_a_weak_key_or_another_party_is_refused() throws Exception {
        done("ca", "--dir", folder("ca"));
        request("-algorithm RSA -pkeyopt rsa_keygen_bits:2048", "", "cn.53");
        assertThat(keys(new StringWriter(), certify())).isEqualTo(Exit.FAILED);
        request("-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1", "", "cn.53");
        assertThat(keys(new StringWriter(), certify())).isEqualTo(Exit.FAILED);
        request(KeyKind.EC.generating(), "", "cn.44");
        assertThat(keys(new StringWriter(), certify())).isEqualTo(WRONG_USAGE);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /** A new key, {@code office.key}, and a request for its certificate, {@code office.csr}. */
    private void request(String generating, String signing, String party) throws IOException, InterruptedException {
        openssl.does("genpkey " + generating + " -out office.key");
        openssl.does("req -new -key office.key " + signing + "-subj /O=Example/CN=office -addext "
                + "subjectAltName=URI:urn:guitu:party:" + party + " -out office.csr");
    }

    private String[] certify() {
        return words(
                "issue", "cn.53", "--use", "sign", "--request", folder("office.csr"), "--ca", folder("ca"), "--out");
    }

    private void issue(String party, KeyKind kind) {
        done(words("issue", party, "--use", "sign", "--kind", kind.word(), "--ca", folder("ca"), "--out"));
    }

    /** These, and the folder of what is issued. */
    private String[] words(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.add(folder("out"));
        return all.toArray(String[]::new);
    }

    private static void done(String... words) {
        var said = new StringWriter();
        assertThat(keys(said, words)).as(said.toString()).isEqualTo(Exit.DONE);
    }

    private static int keys(StringWriter said, String... words) {
        var line = new ArrayList<>(List.of("keys"));
        line.addAll(List.of(words));
        var writer = new PrintWriter(said, true);
        return Guitu.run(writer, writer, line.toArray(String[]::new));
    }

    private String folder(String name) {
        return folder.resolve(name).toString();
    }
}
