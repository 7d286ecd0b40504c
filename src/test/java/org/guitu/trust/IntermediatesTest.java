package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.trust.AuthorityStatus.Bounds;
import org.guitu.trust.AuthorityStatus.Sources;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signers under authorities that are no anchors themselves: how far the word of the anchor reaches. */
class IntermediatesTest {
    private static final Instant NOW = TestKeys.NOW;
    private static final Validity YEAR = new TestKeys().year();
    private static final Bounds AT_ONCE = new Bounds(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1), 100_000);
    private static final Duration TEN_DAYS = Duration.ofDays(10);

    @TempDir
    private Path folder = Path.of("");

    private final Identity root = Authorities.sound().root("root");
    private final Identity middle = Authorities.sound().under(root, "middle");
    private final X509Certificate signer = signer(middle);

    private static X509Certificate signer(Identity authority) {
        var order = new Order(new PartyId("cn.53"), Purpose.SIGN, Kind.EC_P256, YEAR, List.of());
        return new Issuance().issue(authority, order).certificate();
    }

    private CertificatePaths knowing(Identity... intermediates) {
        return paths(root, Revocation.UNASKED, intermediates);
    }

    private static CertificatePaths paths(Identity anchor, Revocation revocation, Identity... intermediates) {
        return new CertificatePaths(
                Set.of(new TrustAnchor(anchor.certificate(), null)),
                Stream.of(intermediates).map(Identity::certificate).toList(),
                revocation);
    }

    private static String answer(CertificatePaths paths, X509Certificate certificate, Instant at) {
        try {
            paths.check(certificate, at);
            return "good";
        } catch (Refused e) {
            return e.refusal().code();
        }
    }

    private static String answer(CertificatePaths paths, X509Certificate certificate) {
        return answer(paths, certificate, NOW);
    }

    @Test
    void who_signs_under_authorities_below_the_anchor_is_taken() {
        var low = Authorities.sound().under(middle, "low");
        assertThat(answer(knowing(middle), signer)).isEqualTo("good");
        assertThat(answer(knowing(low, middle), signer(low))).isEqualTo("good");
        assertThat(answer(knowing(middle), signer(root))).isEqualTo("good");
    }

    @Test
    void without_a_certificate_between_there_is_no_path() {
        var low = Authorities.sound().under(middle, "low");
        assertThat(answer(knowing(), signer)).isEqualTo("GT-3143");
        assertThat(answer(knowing(low), signer(low))).isEqualTo("GT-3143");
        assertThat(answer(knowing(middle), signer(low))).isEqualTo("GT-3143");
    }

    /** The name is right, the key is not. */
    @Test
    void a_namesake_of_the_authority_between_leads_nowhere() {
        var namesake = Authorities.sound().under(Authorities.sound().root("root"), "middle");
        assertThat(answer(knowing(namesake), signer(namesake))).isEqualTo("GT-3143");
        assertThat(answer(knowing(middle), signer(namesake))).isEqualTo("GT-3143");
        assertThat(answer(knowing(middle, namesake), signer(namesake))).isEqualTo("GT-3143");
        assertThat(answer(knowing(namesake, middle), signer)).isEqualTo("good");
    }

    @Test
    void who_is_no_authority_issues_for_nobody() {
        var party = Authorities.of(new BasicConstraints(false), KeyUsage.keyCertSign | KeyUsage.digitalSignature)
                .under(root, "party");
        assertThat(answer(knowing(party), signer(party))).as("it says so").isEqualTo("GT-3143");
        var unsaid = Authorities.bare()
                .with(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign))
                .under(root, "unsaid");
        assertThat(answer(knowing(unsaid), signer(unsaid)))
                .as("it says nothing")
                .isEqualTo("GT-3143");
        var other = Authorities.of(new BasicConstraints(true), KeyUsage.cRLSign).under(root, "other");
        assertThat(answer(knowing(other), signer(other)))
                .as("its key is for other work")
                .isEqualTo("GT-3143");
    }

    @Test
    void an_authority_reaches_as_many_levels_down_as_it_was_given() {
        for (int levels = 0; levels < 3; levels++) {
            var given = Authorities.above(levels).under(root, "given");
            var one = Authorities.sound().under(given, "one");
            var two = Authorities.sound().under(one, "two");
            var paths = knowing(given, one, two);
            assertThat(answer(paths, signer(given))).isEqualTo("good");
            assertThat(answer(paths, signer(one))).isEqualTo(levels >= 1 ? "good" : "GT-3143");
            assertThat(answer(paths, signer(two))).isEqualTo(levels >= 2 ? "good" : "GT-3143");
        }
    }

    @Test
    void the_anchor_reaches_no_further_than_it_says_itself() {
        for (int levels = 0; levels < 3; levels++) {
            var anchor = Authorities.above(levels).root("anchor");
            var one = Authorities.sound().under(anchor, "one");
            var two = Authorities.sound().under(one, "two");
            var paths = paths(anchor, Revocation.UNASKED, one, two);
            assertThat(answer(paths, signer(anchor))).isEqualTo("good");
            assertThat(answer(paths, signer(one))).isEqualTo(levels >= 1 ? "good" : "GT-3143");
            assertThat(answer(paths, signer(two))).isEqualTo(levels >= 2 ? "good" : "GT-3143");
        }
    }

    @Test
    void an_anchor_that_is_no_authority_vouches_for_nobody() {
        for (var usage : List.of(KeyUsage.digitalSignature, KeyUsage.keyCertSign)) {
            var anchor = Authorities.of(new BasicConstraints(false), usage).root("anchor");
            assertThat(answer(paths(anchor, Revocation.UNASKED), signer(anchor)))
                    .isEqualTo("GT-3143");
        }
        var itself = Authorities.of(new BasicConstraints(false), KeyUsage.digitalSignature)
                .root("itself");
        assertThat(answer(paths(itself, Revocation.UNASKED), itself.certificate()))
                .isEqualTo("GT-3143");
    }

    @Test
    void an_authority_whose_time_is_over_or_has_not_come_proves_nothing() {
        var brief = Authorities.sound()
                .during(new Validity(NOW.minus(TEN_DAYS), NOW.plus(TEN_DAYS)))
                .under(root, "brief");
        var certificate = signer(brief);
        var paths = knowing(brief);
        assertThat(answer(paths, certificate)).isEqualTo("good");
        assertThat(answer(paths, certificate, NOW.plus(TEN_DAYS))).isEqualTo("good");
        assertThat(answer(paths, certificate, NOW.plus(TEN_DAYS).plusSeconds(1)))
                .as("although the path is known")
                .isEqualTo("GT-3143");
        var coming = Authorities.sound()
                .during(new Validity(NOW.plusSeconds(1), NOW.plus(TEN_DAYS)))
                .under(root, "coming");
        assertThat(answer(knowing(coming), signer(coming))).isEqualTo("GT-3143");
        assertThat(answer(knowing(coming), signer(coming), NOW.plusSeconds(1))).isEqualTo("good");
    }

    @Test
    void a_weak_key_above_breaks_the_path() throws GeneralSecurityException {
        for (int bits : List.of(2048, 3072)) {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
            var rsa = Authorities.sound().key(generator.generateKeyPair()).under(root, "rsa");
            var below = Authorities.of(new BasicConstraints(false), KeyUsage.digitalSignature)
                    .signedWith("SHA256withRSA")
                    .under(rsa, "below")
                    .certificate();
            assertThat(answer(knowing(rsa), below)).isEqualTo(bits == 3072 ? "good" : "GT-3145");
            assertThat(answer(paths(rsa, Revocation.UNASKED), below))
                    .as("above all")
                    .isEqualTo(bits == 3072 ? "good" : "GT-3145");
        }
    }

    @Test
    void a_weak_signature_anywhere_breaks_the_path() {
        for (var method : List.of("SHA1withECDSA", "SHA224withECDSA")) {
            var weak = Authorities.sound().signedWith(method).under(root, "weak");
            assertThat(answer(knowing(weak), signer(weak))).as(method).isEqualTo("GT-3145");
            var below = Authorities.of(new BasicConstraints(false), KeyUsage.digitalSignature)
                    .signedWith(method)
                    .under(root, "below");
            assertThat(answer(knowing(), below.certificate())).as(method).isEqualTo("GT-3145");
        }
    }

    @Test
    void what_is_critical_and_not_understood_breaks_the_path() {
        var strange =
                Authorities.sound().with(Authorities.UNKNOWN, DERNull.INSTANCE).under(root, "strange");
        assertThat(answer(knowing(strange), signer(strange))).isEqualTo("GT-3143");
        var below = Authorities.of(new BasicConstraints(false), KeyUsage.digitalSignature)
                .with(Authorities.UNKNOWN, DERNull.INSTANCE)
                .under(root, "below");
        assertThat(answer(knowing(), below.certificate())).isEqualTo("GT-3143");
    }

    @Test
    void an_authority_issues_for_the_names_it_was_given_only() {
        var own = limited("Guitu exercise");
        assertThat(answer(knowing(own), signer(own))).isEqualTo("good");
        var other = limited("Somebody else");
        assertThat(answer(knowing(other), signer(other))).isEqualTo("GT-3143");
    }

    private Identity limited(String organisation) {
        var tree = new GeneralSubtree(new GeneralName(new X500Name("O=" + organisation)));
        return Authorities.sound()
                .with(Extension.nameConstraints, new NameConstraints(new GeneralSubtree[] {tree}, null))
                .under(root, "limited");
    }

    /** What each authority has revoked, in a file of its own. */
    private Revocation lists(Map<Identity, Revoker> said) throws IOException {
        var sources = new HashMap<X509Certificate, Sources>();
        int number = 0;
        for (var one : said.entrySet()) {
            var file = folder.resolve(number++ + ".crl");
            Files.write(file, one.getValue().crl(NOW));
            sources.put(one.getKey().certificate(), new Sources(Optional.empty(), Optional.of(file.toUri())));
        }
        return new AuthorityStatus(sources, AT_ONCE, Sample.CLOCK);
    }

    private CertificatePaths asking(Map<Identity, Revoker> said) throws IOException {
        return paths(root, lists(said), middle);
    }

    @Test
    void of_each_certificate_the_authority_right_above_it_is_asked() throws IOException {
        var above = new Revoker(root);
        var between = new Revoker(middle);
        assertThat(answer(asking(Map.of(root, above, middle, between)), signer)).isEqualTo("good");
        above.revoke(signer, NOW);
        assertThat(answer(asking(Map.of(root, above, middle, between)), signer))
                .as("a number of the anchor's own that happens to be the same")
                .isEqualTo("good");
        between.revoke(signer, NOW);
        assertThat(answer(asking(Map.of(root, above, middle, between)), signer)).isEqualTo("GT-3147");
    }

    @Test
    void under_a_revoked_authority_nobody_signs_and_the_refusal_names_it() throws IOException {
        var above = new Revoker(root);
        above.revoke(middle.certificate(), NOW);
        var paths = asking(Map.of(root, above, middle, new Revoker(middle)));
        assertThatThrownBy(() -> paths.check(signer, NOW)).isInstanceOfSatisfying(Refused.class, e -> {
            assertThat(e.refusal().code()).isEqualTo("GT-3151");
            assertThat(e.refusal().text().en())
                    .contains(
                            "The authority CN=middle", CertificateName.subject(signer), CertificateName.serial(signer));
        });
        var other = Authorities.sound().under(root, "other");
        var beside = paths(root, lists(Map.of(root, above, other, new Revoker(other))), other);
        assertThat(answer(beside, signer(other))).isEqualTo("good");
    }

    /** Each answers within the two seconds of one question, all of them not within the three of one message. */
    @Test
    void all_that_is_asked_about_one_path_shares_one_patience() throws IOException {
        var lower = Authorities.sound().under(middle, "lower");
        try (var first = new StatusServer(root, new Revoker(root), Sample.CLOCK);
                var second = new StatusServer(middle, new Revoker(middle), Sample.CLOCK);
                var third = new StatusServer(lower, new Revoker(lower), Sample.CLOCK)) {
            var sources = Map.of(
                    root.certificate(), new Sources(Optional.of(first.at("/ocsp")), Optional.empty()),
                    middle.certificate(), new Sources(Optional.of(second.at("/ocsp")), Optional.empty()),
                    lower.certificate(), new Sources(Optional.of(third.at("/ocsp")), Optional.empty()));
            var two = new Bounds(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2), 100_000);
            var paths = paths(root, new AuthorityStatus(sources, two, Sample.CLOCK), middle, lower);
            var below = signer(lower);
            first.takes(Duration.ofMillis(1_150));
            second.takes(Duration.ofMillis(1_150));
            assertThat(answer(paths, below)).isEqualTo("good");
            third.takes(Duration.ofMillis(1_150));
            assertThat(answer(paths, below)).isEqualTo("GT-3148");
        }
    }

    /** Even the list of a revoked authority itself is not read: nothing it says counts. */
    @Test
    void a_revoked_authority_is_not_even_asked() throws IOException {
        var above = new Revoker(root);
        above.revoke(middle.certificate(), NOW);
        var list = folder.resolve("root.crl");
        Files.write(list, above.crl(NOW));
        var missing = folder.resolve("missing.crl");
        var sources = Map.of(
                root.certificate(), new Sources(Optional.empty(), Optional.of(list.toUri())),
                middle.certificate(), new Sources(Optional.empty(), Optional.of(missing.toUri())));
        var paths = paths(root, new AuthorityStatus(sources, AT_ONCE, Sample.CLOCK), middle);
        assertThat(answer(paths, signer)).isEqualTo("GT-3151");
        Files.write(list, new Revoker(root).crl(NOW));
        assertThat(answer(paths, signer)).as("that it is silent counts again").isEqualTo("GT-3148");
    }

    @Test
    void who_asks_about_the_signer_only_has_not_asked_enough() throws IOException {
        assertThat(answer(asking(Map.of(middle, new Revoker(middle))), signer)).isEqualTo("GT-3148");
        assertThat(answer(asking(Map.of(root, new Revoker(root))), signer)).isEqualTo("GT-3148");
    }

    @Test
    void the_list_of_another_level_is_none() throws IOException {
        assertThat(answer(asking(Map.of(root, new Revoker(middle), middle, new Revoker(middle))), signer))
                .isEqualTo("GT-3148");
        assertThat(answer(asking(Map.of(root, new Revoker(root), middle, new Revoker(root))), signer))
                .isEqualTo("GT-3148");
    }
}
