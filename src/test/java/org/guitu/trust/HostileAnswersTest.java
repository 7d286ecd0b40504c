package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.guitu.hostile.Mutations;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.trust.AuthorityStatus.Bounds;
import org.guitu.trust.AuthorityStatus.Sources;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What authorities and applicants send, changed at random: it counts as it is signed, or it is no answer and no request. */
class HostileAnswersTest {
    private static final int ROUNDS = Integer.getInteger("hostile.rounds", 1);
    private static final TestKeys KEYS = new TestKeys();
    private static final Bounds AT_ONCE = new Bounds(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(4), 100_000);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_list_that_was_changed_revokes_what_it_did_or_is_none() throws NoAnswer {
        var authority = KEYS.authority().certificate();
        var revoked = KEYS.signing("cn.53").certificate();
        var revoker = new Revoker(KEYS.authority());
        revoker.revoke(revoked, TestKeys.NOW);
        var der = revoker.crl(TestKeys.NOW);
        var pem = Pem.text("X509 CRL", der).getBytes(StandardCharsets.US_ASCII);
        var sound = Crl.read(der, authority, TestKeys.NOW);
        var mutations = new Mutations("crl");
        var seen = new TreeMap<String, Integer>();
        for (int i = 0; i < 1_000 * ROUNDS; i++) {
            var changed = mutations.of(i % 2 == 0 ? der : pem, mutations.noise(200));
            try {
                assertThat(Crl.read(changed, authority, TestKeys.NOW)).isEqualTo(sound);
                seen.merge("read", 1, Integer::sum);
            } catch (NoAnswer e) {
                seen.merge("no answer", 1, Integer::sum);
            }
        }
        assertThat(seen).containsKeys("read", "no answer");
    }

    @Test
    void an_ocsp_answer_that_was_changed_says_what_it_did_or_is_none() throws IOException {
        var signer = KEYS.signing("cn.53").certificate();
        var other = KEYS.signing("cn.53").certificate();
        var revoker = new Revoker(KEYS.authority());
        revoker.revoke(signer, TestKeys.NOW.minusSeconds(60));
        var mutations = new Mutations("ocsp");
        var seen = new TreeMap<String, Integer>();
        try (var server = new StatusServer(KEYS.authority(), revoker, Sample.CLOCK)) {
            server.changes(answer -> mutations.of(answer, mutations.noise(200)));
            var paths = paths(new Sources(Optional.of(server.at("/ocsp")), Optional.empty()));
            for (int i = 0; i < 150 * ROUNDS; i++) {
                seen.merge("revoked: " + code(paths, signer), 1, Integer::sum);
                seen.merge("other: " + code(paths, other), 1, Integer::sum);
            }
        }
        assertThat(seen).containsOnlyKeys("revoked: GT-3147", "revoked: GT-3148", "other: good", "other: GT-3148");
    }

    private static CertificatePaths paths(Sources sources) {
        var anchor = KEYS.authority().certificate();
        return new CertificatePaths(
                Set.of(new TrustAnchor(anchor, null)),
                List.of(),
                new AuthorityStatus(Map.of(anchor, sources), AT_ONCE, Sample.CLOCK));
    }

    private static String code(CertificatePaths paths, X509Certificate certificate) {
        try {
            paths.check(certificate, TestKeys.NOW);
            return "good";
        } catch (Refused e) {
            return e.refusal().code();
        }
    }

    @Test
    void a_request_that_was_changed_asks_the_same_or_is_none() throws IOException, KeyFileException {
        var order = new Order(new PartyId("cn.53"), Purpose.SIGN, Kind.EC_P256, KEYS.year(), List.of());
        CertificateRequest.make(folder, "cn.53", order);
        var sound = Files.readAllBytes(folder.resolve("cn.53.csr"));
        var mutations = new Mutations("request");
        var seen = new TreeMap<String, Integer>();
        for (int i = 0; i < 800 * ROUNDS; i++) {
            var der = mutations.of(Pem.der(sound), mutations.noise(200));
            var file = i % 2 == 0
                    ? mutations.of(sound, mutations.noise(200))
                    : Pem.text("CERTIFICATE REQUEST", der).getBytes(StandardCharsets.US_ASCII);
            seen.merge(asked(file), 1, Integer::sum);
        }
        assertThat(seen).containsOnlyKeys("cn.53 EC_P256", "none");
    }

    /** An applicant signs whatever it likes: extensions of another shape, names that are none. */
    @Test
    void a_request_with_strange_extensions_names_no_party()
            throws GeneralSecurityException, OperatorCreationException, IOException {
        var strange = List.of(
                new DERUTF8String("x"),
                DERNull.INSTANCE,
                new ASN1Integer(5),
                new DERSequence(),
                new DERSequence(new DERUTF8String("x")),
                new DERSequence(new ASN1Encodable[] {
                    Extension.subjectAlternativeName, new DEROctetString("no names".getBytes(StandardCharsets.US_ASCII))
                }),
                new DERSequence(new DERSequence(new ASN1Encodable[] {
                    Extension.subjectAlternativeName, new DEROctetString("no names".getBytes(StandardCharsets.US_ASCII))
                })),
                new Extensions(new Extension(
                        Extension.subjectAlternativeName, true, new DERSequence(new DERUTF8String("x")).getEncoded())),
                new Extensions(new Extension(Extension.subjectAlternativeName, true, new DERSet().getEncoded())),
                new Extensions(new Extension(Extension.subjectAlternativeName, true, new byte[0])));
        for (var extensions : strange) {
            var pair = new Issuance().newPair(Kind.EC_P256);
            var request = new JcaPKCS10CertificationRequestBuilder(Issuance.name("cn.53"), pair.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions)
                    .build(Issuance.contentSigner(Kind.EC_P256, pair.getPrivate()));
            var file = Pem.text("CERTIFICATE REQUEST", request.getEncoded()).getBytes(StandardCharsets.US_ASCII);
            assertThat(asked(file)).as("%s", extensions).isIn("nobody EC_P256", "none");
        }
    }

    private String asked(byte[] file) throws IOException {
        try {
            var request = CertificateRequest.read(Files.write(folder.resolve("changed.csr"), file));
            return request.party().map(PartyId::value).orElse("nobody") + " " + request.kind();
        } catch (KeyFileException e) {
            return "none";
        }
    }
}
