package org.guitu.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.guitu.Guitu;
import org.guitu.message.Refused;
import org.guitu.trust.AuthorityStatus;
import org.guitu.trust.CertificateName;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.Exposed;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.PartyName;
import org.guitu.trust.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysCommandTest {
    private static final int WRONG_USAGE = 2;

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Locale before = Locale.getDefault();

    @BeforeEach
    void english() {
        Locale.setDefault(Locale.ENGLISH);
    }

    @AfterEach
    void as_before() {
        Locale.setDefault(before);
    }

    @Test
    void what_an_authority_issues_signs_and_leads_to_it() throws KeyFileException, Refused {
        assertThat(keys("ca", "--dir", folder("ca"))).isZero();
        assertThat(issue("cn.53", "sign")).isZero();
        var file = folder.resolve("out/cn.53.sign.p12");
        var identity = KeyFiles.read(file, KeyFiles.password(folder.resolve("out/cn.53.sign.password")));
        assertThat(PartyName.of(identity.certificate()).orElseThrow()).hasToString("cn.53");
        assertThat(KeyFiles.certificates(folder.resolve("out/cn.53.sign.pem"))).containsExactly(identity.certificate());
        var paths = new CertificatePaths(KeyFiles.anchors(folder.resolve("ca")));
        paths.check(identity.certificate(), Instant.now());
    }

    @Test
    void secrets_are_their_owners_alone_and_are_never_shown() throws IOException {
        keys("ca", "--dir", folder("ca"));
        issue("cn.53", "tls");
        assertThat(keys("master", "--file", folder("out/master.key"))).isZero();
        assertThat(keys("master", "--file", folder("out/master.key")))
                .as("nothing is overwritten")
                .isEqualTo(1);
        keys("show", folder("out/cn.53.tls.p12"));
        keys("expiry", folder("out"));
        for (var name : List.of(
                "ca/ca.p12", "ca/ca.password", "out/cn.53.tls.p12", "out/cn.53.tls.password", "out/master.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
        }
        for (var name : List.of("ca/ca.password", "out/cn.53.tls.password", "out/master.key")) {
            assertThat(out.toString() + err)
                    .doesNotContain(Files.readString(folder.resolve(name)).strip())
                    .doesNotContain("PRIVATE");
        }
    }

    @Test
    void nothing_is_overwritten() throws IOException {
        keys("ca", "--dir", folder("ca"));
        var first = Files.readString(folder.resolve("ca/ca.pem"));
        assertThat(keys("ca", "--dir", folder("ca"))).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("ca.p12 exists; move it away").hasLineCount(1);
        assertThat(folder.resolve("ca/ca.pem")).hasContent(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec", "rsa", "sm2"})
    void a_key_that_stays_in_its_office_gets_its_certificate_and_later_a_successor(String kind)
            throws KeyFileException, Refused {
        keys("ca", "--dir", folder("ca"), "--kind", kind.equals("sm2") ? "sm2" : "ec");
        assertThat(keys("request", "cn.53", "--use", "sign", "--kind", kind, "--out", folder("office")))
                .isZero();
        assertThat(out.toString()).contains("cn.53.sign.csr").doesNotContain("PRIVATE");
        var first = certified("cn.53.sign", "sign", "");
        assertThat(keys("renew", folder("office/cn.53.sign.pem"), "--label", "2028"))
                .isZero();
        var next = certified("cn.53.sign.2028", "sign", "2028");
        assertThat(Kind.of(next)).isEqualTo(Kind.of(first));
        assertThat(next.getPublicKey()).isNotEqualTo(first.getPublicKey());
    }

    /** The authority's answer to the request of that name, in the office's key file. */
    private X509Certificate certified(String stem, String use, String label) throws KeyFileException, Refused {
        var words = new ArrayList<>(List.of(
                "issue",
                "cn.53",
                "--use",
                use,
                "--ca",
                folder("ca"),
                "--out",
                folder("issued"),
                "--request",
                folder("office/" + stem + ".csr")));
        if (!label.isEmpty()) {
            words.addAll(List.of("--label", label));
        }
        assertThat(keys(words.toArray(String[]::new))).as(err.toString()).isZero();
        var p12 = folder.resolve("office/" + stem + ".p12");
        assertThat(keys("import", p12.toString(), "--certificate", folder("issued/" + stem + ".pem")))
                .as(err.toString())
                .isZero();
        var identity = KeyFiles.read(p12, KeyFiles.password(p12.resolveSibling(stem + ".password")));
        assertThat(KeyFiles.certificates(p12.resolveSibling(stem + ".pem"))).containsExactly(identity.certificate());
        if (use.equals("sign")) {
            new CertificatePaths(KeyFiles.anchors(folder.resolve("ca"))).check(identity.certificate(), Instant.now());
        }
        return identity.certificate();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sign", "tls", "encrypt"})
    void a_key_for_any_use_gets_the_certificate_of_that_use_and_no_other(String use) throws Exception {
        keys("ca", "--dir", folder("ca"));
        assertThat(keys("request", "cn.53", "--use", use, "--out", folder("office")))
                .isZero();
        for (var other : List.of("sign", "tls", "encrypt")) {
            if (!other.equals(use)) {
                // for the very key, so that nothing but its use is wrong
                requireRefused("cn.53." + use, use, other);
            }
        }
        var first = certified("cn.53." + use, use, "");
        assertThat(use(first)).isEqualTo(use);
        assertThat(keys("renew", folder("office/cn.53." + use + ".pem"), "--label", "2028"))
                .isZero();
        var next = certified("cn.53." + use + ".2028", use, "2028");
        assertThat(use(next)).isEqualTo(use);
        assertThat(next.getPublicKey()).isNotEqualTo(first.getPublicKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sign", "tls", "encrypt"})
    void a_key_whose_file_does_not_say_what_it_was_requested_for_takes_any(String use) throws Exception {
        keys("ca", "--dir", folder("ca"));
        keys("request", "cn.53", "--use", use, "--out", folder("office"));
        var p12 = folder.resolve("office/cn.53." + use + ".p12");
        var password = KeyFiles.password(p12.resolveSibling("cn.53." + use + ".password"));
        var identity = KeyFiles.read(p12, password);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var chain = new Certificate[] {silent(identity)};
        store.setKeyEntry("own", Exposed.key(identity), password, chain);
        try (var out = Files.newOutputStream(p12)) {
            store.store(out, password);
        }
        assertThat(use(certified("cn.53." + use, use, ""))).isEqualTo(use);
    }

    /** A certificate of its own that says whose it is, and not what for. */
    private static X509Certificate silent(Identity identity) throws Exception {
        var name = new X500Principal("CN=cn.53");
        var over = Date.from(Instant.now());
        var names = new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, "urn:guitu:party:cn.53"));
        var made = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        over,
                        over,
                        name,
                        identity.certificate().getPublicKey())
                .addExtension(Extension.subjectAlternativeName, false, names)
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(Exposed.key(identity)));
        return new JcaX509CertificateConverter().getCertificate(made);
    }

    @Test
    void the_successor_of_a_certificate_that_leaves_open_what_it_is_for_is_for_what_its_file_is_named_after()
            throws Exception {
        var certificate = silent(new TestKeys().signing("cn.53"));
        for (var use : List.of("tls", "sign")) {
            KeyFiles.writeCertificate(folder.resolve("out/cn.53." + use + ".pem"), certificate);
            assertThat(keys("renew", folder("out/cn.53." + use + ".pem"), "--label", "2028"))
                    .isZero();
            assertThat(folder.resolve("out/cn.53." + use + ".2028.csr")).exists();
        }
    }

    private void requireRefused(String stem, String use, String other) throws IOException {
        var p12 = folder.resolve("office/" + stem + ".p12");
        var before = Files.readAllBytes(p12);
        var csr = folder("office/" + stem + ".csr");
        var words = List.of("issue", "cn.53", "--use", other, "--ca", folder("ca"), "--out", folder("wrong"));
        assertThat(keys(Stream.concat(words.stream(), Stream.of("--request", csr))
                        .toArray(String[]::new)))
                .isZero();
        assertThat(keys("import", p12.toString(), "--certificate", folder("wrong/cn.53." + other + ".pem")))
                .isEqualTo(WRONG_USAGE);
        assertThat(err.toString()).contains("for the use " + other + ", and the key was made for " + use);
        assertThat(p12).hasBinaryContent(before);
    }

    private String use(X509Certificate certificate) {
        return new CertificateView(folder, certificate, Instant.now()).use();
    }

    @Test
    void hosts_of_a_request_are_certified_only_where_the_authority_names_them() throws KeyFileException {
        keys("ca", "--dir", folder("ca"));
        keys("request", "cn.53", "--use", "tls", "--host", "border.example", "--out", folder("office"));
        var words = new ArrayList<>(List.of("issue", "cn.53", "--use", "tls", "--ca", folder("ca")));
        words.addAll(List.of("--request", folder("office/cn.53.tls.csr"), "--out", folder("issued")));
        assertThat(keys(words.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).contains("cn.53.tls.csr", "--host");
        assertThat(folder.resolve("issued")).doesNotExist();
        words.addAll(List.of("--host", "border.example"));
        assertThat(keys(words.toArray(String[]::new))).isZero();
        assertThat(CertificateName.hosts(KeyFiles.certificates(folder.resolve("issued/cn.53.tls.pem"))
                        .get(0)))
                .containsExactly("border.example");
    }

    @Test
    void until_it_is_certified_a_key_is_of_no_use() throws KeyFileException {
        keys("request", "cn.53", "--use", "sign", "--out", folder("office"));
        var p12 = folder.resolve("office/cn.53.sign.p12");
        var identity = KeyFiles.read(p12, KeyFiles.password(folder.resolve("office/cn.53.sign.password")));
        assertThat(identity.certificate().getNotAfter()).isBefore(java.util.Date.from(Instant.now()));
        assertThat(folder.resolve("office/cn.53.sign.pem")).doesNotExist();
    }

    @Test
    void a_request_is_believed_only_where_its_key_signed_it_and_its_party_is_named() throws IOException {
        keys("ca", "--dir", folder("ca"));
        keys("request", "cn.53", "--use", "sign", "--out", folder("office"));
        var csr = folder.resolve("office/cn.53.sign.csr");
        var other = List.of("issue", "cn.44", "--use", "sign", "--ca", folder("ca"), "--out", folder("issued"));
        var words = new ArrayList<>(other);
        words.addAll(List.of("--request", csr.toString()));
        assertThat(keys(words.toArray(String[]::new))).isEqualTo(WRONG_USAGE);
        assertThat(err.toString()).contains("asks for a certificate of cn.53");
        var text = Files.readString(csr).replaceAll("-----[A-Z ]+-----|\\s", "");
        var der = java.util.Base64.getDecoder().decode(text);
        der[der.length - 5] ^= 1;
        Files.writeString(
                csr,
                "-----BEGIN CERTIFICATE REQUEST-----\n"
                        + java.util.Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END CERTIFICATE REQUEST-----\n");
        words.set(1, "cn.53");
        assertThat(keys(words.toArray(String[]::new))).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("is not signed with the key in it");
        assertThat(folder.resolve("issued")).doesNotExist();
    }

    @Test
    void a_certificate_of_another_key_party_or_use_is_not_imported() throws IOException {
        keys("ca", "--dir", folder("ca"));
        keys("request", "cn.53", "--use", "sign", "--out", folder("office"));
        var p12 = folder.resolve("office/cn.53.sign.p12");
        var before = Files.readAllBytes(p12);
        issue("cn.53", "sign");
        assertThat(keys("import", p12.toString(), "--certificate", folder("out/cn.53.sign.pem")))
                .isEqualTo(Exit.FAILED);
        issue("cn.44", "sign");
        assertThat(keys("import", p12.toString(), "--certificate", folder("out/cn.44.sign.pem")))
                .isEqualTo(WRONG_USAGE);
        issue("cn.53", "tls");
        assertThat(keys("import", p12.toString(), "--certificate", folder("out/cn.53.tls.pem")))
                .isEqualTo(WRONG_USAGE);
        assertThat(err.toString())
                .contains(
                        "do not belong together",
                        "does not name cn.53",
                        "for the use tls, and the key was made for sign");
        assertThat(p12).hasBinaryContent(before);
        assertThat(folder.resolve("office/cn.53.sign.pem")).doesNotExist();
    }

    @Test
    void a_successor_has_a_label_of_its_own() {
        keys("ca", "--dir", folder("ca"));
        issue("cn.53", "sign");
        assertThat(issue("cn.53", "sign", "--label", "2028")).isZero();
        assertThat(folder.resolve("out/cn.53.sign.2028.pem")).exists();
    }

    @Test
    void a_tls_certificate_names_its_hosts() throws KeyFileException, CertificateParsingException {
        keys("ca", "--dir", folder("ca"));
        issue("cn.hub", "tls", "--host", "localhost", "--host", "127.0.0.1");
        var certificate =
                KeyFiles.certificates(folder.resolve("out/cn.hub.tls.pem")).get(0);
        assertThat(certificate.getSubjectAlternativeNames().toString())
                .contains("localhost", "127.0.0.1", "urn:guitu:party:cn.hub");
        // a number of the key, so that an external broker can tell one certificate of a party from the next
        assertThat(certificate.getSubjectX500Principal().toString())
                .matches("CN=cn.hub, SERIALNUMBER=[0-9a-f]{16}, O=Guitu exercise");
    }

    @Test
    void rsa_keys_are_of_3072_bits() {
        keys("ca", "--dir", folder("ca"));
        assertThat(issue("vn.mps", "sign", "--kind", "rsa")).isZero();
        keys("show", "--json", folder("out/vn.mps.sign.pem"));
        assertThat(out.toString()).contains("\"suite\":\"rsa-sha256\"", "\"use\":\"sign\"", "\"party\":\"vn.mps\"");
    }

    @Test
    void keys_of_sm2_sign_and_do_nothing_else() throws KeyFileException, Refused {
        keys("ca", "--dir", folder("ca"), "--kind", "sm2");
        assertThat(issue("cn.53", "sign", "--kind", "sm2")).isZero();
        keys("show", "--json", folder("out/cn.53.sign.pem"));
        assertThat(out.toString()).contains("\"suite\":\"sm2-sm3\"", "\"use\":\"sign\"", "\"party\":\"cn.53\"");
        var file = folder.resolve("out/cn.53.sign.p12");
        var identity = KeyFiles.read(file, KeyFiles.password(folder.resolve("out/cn.53.sign.password")));
        new CertificatePaths(KeyFiles.anchors(folder.resolve("ca"))).check(identity.certificate(), Instant.now());
        for (var use : List.of("tls", "encrypt")) {
            assertThat(issue("cn.53", use, "--kind", "sm2")).isEqualTo(WRONG_USAGE);
        }
        assertThat(issue("cn.53", "tls"))
                .as("of an authority that TLS does not know")
                .isEqualTo(WRONG_USAGE);
        assertThat(issue("cn.53", "encrypt")).isZero();
        assertThat(err.toString()).contains("--kind sm2 is for --use sign only");
        assertThat(folder.resolve("out/cn.53.tls.p12")).doesNotExist();
    }

    @Test
    void wrong_usage_is_said_in_one_line_and_writes_nothing() {
        keys("ca", "--dir", folder("ca"));
        assertThat(issue("China", "sign")).isEqualTo(WRONG_USAGE);
        assertThat(issue("cn.53", "both")).isEqualTo(WRONG_USAGE);
        assertThat(issue("cn.53", "sign", "--host", "localhost")).isEqualTo(WRONG_USAGE);
        assertThat(issue("cn.53", "tls", "--host", "not a host")).isEqualTo(WRONG_USAGE);
        assertThat(issue("cn.53", "sign", "--kind", "dsa")).isEqualTo(WRONG_USAGE);
        assertThat(issue("cn.53", "sign", "--days", "0")).isEqualTo(WRONG_USAGE);
        assertThat(issue("cn.53", "sign", "--label", "../x")).isEqualTo(WRONG_USAGE);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void only_an_authority_issues() throws IOException {
        keys("ca", "--dir", folder("ca"));
        issue("cn.53", "sign");
        Files.createDirectories(folder.resolve("false"));
        for (var ending : List.of(".p12", ".password", ".pem")) {
            Files.move(folder.resolve("out/cn.53.sign" + ending), folder.resolve("false/ca" + ending));
        }
        assertThat(keys("issue", "cn.44", "--use", "sign", "--ca", folder("false"), "--out", folder("x")))
                .isEqualTo(WRONG_USAGE);
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void the_exit_code_tells_what_expires() {
        keys("ca", "--dir", folder("ca"));
        issue("cn.53", "sign");
        assertThat(keys("expiry", folder("out"))).isEqualTo(Exit.DONE);
        assertThat(keys("expiry", folder("out"), "--days", "400")).isEqualTo(Exit.SOON);
        assertThat(keys("expiry", "--json", "--days", "400", folder("out/cn.53.sign.pem")))
                .isEqualTo(Exit.SOON);
        assertThat(out.toString()).contains("\"state\":\"soon\"", "\"daysLeft\":364");
    }

    @Test
    void an_expired_certificate_is_told_apart_and_never_outlives_its_authority() throws KeyFileException {
        var view = new CertificateView(folder, certificateOfADay(), Instant.now());
        assertThat(view.daysLeft()).isZero();
        var later = new CertificateView(folder, view.certificate(), view.until().plusSeconds(1));
        assertThat(later.daysLeft()).isNegative();
        assertThat(ExpiryCommand.exit(later, 0)).isEqualTo(Exit.EXPIRED);
    }

    @Test
    void a_folder_without_certificates_is_no_good_news() {
        assertThat(keys("expiry", folder.toString())).isEqualTo(Exit.FAILED);
        assertThat(keys("expiry", folder("nowhere.pem"))).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("no certificate (*.pem) was found", "nowhere.pem is not there");
    }

    @Test
    void help_has_examples_in_both_languages() {
        for (var command : List.of("ca", "issue", "crl", "show", "expiry")) {
            assertThat(keys(command, "--help")).isZero();
            assertThat(keys("--lang", "zh", command, "--help")).isZero();
        }
        assertThat(out.toString())
                .contains("guitu keys issue vn.mps --use sign --kind rsa")
                .contains("示例", "guitu keys expiry config/parties", "--label")
                .doesNotContain("null");
    }

    @Test
    void what_is_revoked_stays_so_in_every_later_list() throws KeyFileException {
        keys("ca", "--dir", folder("ca"));
        for (var party : List.of("cn.52", "cn.53", "cn.44")) {
            issue(party, "sign");
        }
        assertThat(keys("crl", "--ca", folder("ca"), "--revoke", folder("out/cn.53.sign.pem")))
                .isZero();
        assertThat(keys("crl", "--ca", folder("ca"), "--revoke", folder("out/cn.52.sign.pem"), "--days", "30"))
                .isZero();
        assertThat(keys("crl", "--ca", folder("ca"))).isZero();
        assertThat(refused("cn.53")).isEqualTo("GT-3147");
        assertThat(refused("cn.52")).isEqualTo("GT-3147");
        assertThat(refused("cn.44")).isEqualTo("no");
    }

    @Test
    void an_authority_revokes_only_what_it_issued_and_never_forgets() throws IOException {
        keys("ca", "--dir", folder("ca"));
        issue("cn.53", "sign");
        keys("ca", "--dir", folder("other"));
        assertThat(keys("crl", "--ca", folder("other"), "--revoke", folder("out/cn.53.sign.pem")))
                .isEqualTo(WRONG_USAGE);
        assertThat(folder.resolve("other/ca.crl")).doesNotExist();
        keys("crl", "--ca", folder("other"));
        var strange = Files.copy(folder.resolve("other/ca.crl"), folder.resolve("ca/ca.crl"));
        assertThat(keys("crl", "--ca", folder("ca"))).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("ca.crl is not a list of this authority; restore it");
        assertThat(strange).hasSameBinaryContentAs(folder.resolve("other/ca.crl"));
    }

    /** By the list in the authority's folder. */
    private String refused(String party) throws KeyFileException {
        var anchors = KeyFiles.anchors(folder.resolve("ca"));
        var sources = new AuthorityStatus.Sources(
                Optional.empty(), Optional.of(folder.resolve("ca/ca.crl").toUri()));
        var bounds = new AuthorityStatus.Bounds(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1), 10_000);
        var status = new AuthorityStatus(
                Map.of(anchors.iterator().next().getTrustedCert(), sources), bounds, Clock.systemUTC());
        try {
            var certificate = KeyFiles.certificates(folder.resolve("out/" + party + ".sign.pem"));
            new CertificatePaths(anchors, List.of(), status).check(certificate.get(0), Instant.now());
            return "no";
        } catch (Refused e) {
            return e.refusal().code();
        }
    }

    private X509Certificate certificateOfADay() throws KeyFileException {
        keys("ca", "--dir", folder("ca"), "--days", "1");
        issue("cn.53", "sign", "--days", "30");
        return KeyFiles.certificates(folder.resolve("out/cn.53.sign.pem")).get(0);
    }

    private int issue(String party, String use, String... more) {
        var arguments =
                new ArrayList<>(List.of("issue", party, "--use", use, "--ca", folder("ca"), "--out", folder("out")));
        arguments.addAll(List.of(more));
        return keys(arguments.toArray(String[]::new));
    }

    private int keys(String... arguments) {
        var line = new ArrayList<>(List.of("keys"));
        line.addAll(List.of(arguments));
        return Guitu.run(new PrintWriter(out, true), new PrintWriter(err, true), line.toArray(String[]::new));
    }

    private String folder(String name) {
        return folder.resolve(name).toString();
    }
}
