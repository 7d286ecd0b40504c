package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.guitu.message.Refused;
import org.guitu.trust.AuthorityStatus.Bounds;
import org.guitu.trust.AuthorityStatus.Sources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that are signed and in force, but say less than all, or something that is not understood: they are no answer. */
class CrlKindsTest {
    private static final Instant NOW = TestKeys.NOW;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Bounds AT_ONCE = new Bounds(Duration.ZERO, Duration.ZERO, SECOND, 100_000);
    private static final Bounds USUAL = new Bounds(Duration.ofMinutes(2), Duration.ofMinutes(3), SECOND, 100_000);
    private static final TestKeys KEYS = new TestKeys();
    private static final String ONE = "http://crl.example/one.crl";
    private static final String TWO = "http://crl.example/two.crl";

    @TempDir
    private Path folder = Path.of("");

    private final SteppedClock clock = new SteppedClock(NOW);
    private final X509Certificate signer = KEYS.signing("cn.53").certificate();
    private CertificatePaths paths = new CertificatePaths(KEYS.anchors());

    @BeforeEach
    void asked_at_once() {
        paths = paths(KEYS.authority(), AT_ONCE);
    }

    private CertificatePaths paths(Identity authority, Bounds bounds) {
        var anchor = authority.certificate();
        var sources = new Sources(
                Optional.empty(), Optional.of(folder.resolve("ca.crl").toUri()));
        return new CertificatePaths(
                Set.of(new TrustAnchor(anchor, null)),
                List.of(),
                new AuthorityStatus(Map.of(anchor, sources), bounds, clock));
    }

    private static X509v2CRLBuilder list() {
        return list(KEYS.authority(), NOW.minusSeconds(60), NOW.plusSeconds(3600));
    }

    private static X509v2CRLBuilder list(Identity of, Instant from, Instant until) {
        var builder = new X509v2CRLBuilder(new Revoker(of).name(), Date.from(from));
        return builder.setNextUpdate(Date.from(until));
    }

    private static X509v2CRLBuilder list(ASN1ObjectIdentifier extension, boolean critical, ASN1Encodable value) {
        try {
            return list().addExtension(extension, critical, value);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void publish(X509v2CRLBuilder list) {
        publish(list, KEYS.authority());
    }

    private void publish(X509v2CRLBuilder list, Identity by) {
        try {
            Files.write(folder.resolve("ca.crl"), list.build(Revoker.signer(by)).getEncoded());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String answer() {
        return answer(signer);
    }

    private String answer(X509Certificate certificate) {
        try {
            paths.check(certificate, clock.instant());
            return "good";
        } catch (Refused e) {
            return e.refusal().code();
        }
    }

    @Test
    void a_plain_list_is_believed() {
        publish(list());
        assertThat(answer()).isEqualTo("good");
    }

    /** It says only what is new since another list; who is on neither side of it may long be revoked. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_delta_is_no_list(boolean critical) {
        publish(list(Extension.deltaCRLIndicator, critical, new CRLNumber(BigInteger.ONE)));
        assertThat(answer()).isEqualTo("GT-3148");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_indirect_list_is_none(boolean critical) {
        publish(list(Extension.issuingDistributionPoint, critical, point(null, true)));
        assertThat(answer()).isEqualTo("GT-3148");
    }

    private static IssuingDistributionPoint point(@Nullable DistributionPointName where, boolean indirect) {
        return new IssuingDistributionPoint(where, false, false, null, indirect, false);
    }

    /** Its entries would be another authority's numbers. */
    @Test
    void a_list_with_an_entry_of_another_authority_is_none_even_where_it_does_not_say_that_it_is_indirect() {
        var other = new GeneralNames(new GeneralName(new X500Name("CN=another")));
        publish(list().addCRLEntry(BigInteger.TEN, Date.from(NOW), entry(Extension.certificateIssuer, true, other)));
        assertThat(answer()).isEqualTo("GT-3148");
    }

    private static Extensions entry(ASN1ObjectIdentifier name, boolean critical, ASN1Encodable value) {
        try {
            return new Extensions(
                    new Extension(name, critical, value.toASN1Primitive().getEncoded()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_list_of_some_reasons_or_of_other_certificates_is_none() {
        var some = new ReasonFlags(ReasonFlags.keyCompromise);
        var points = Map.of(
                "some reasons", new IssuingDistributionPoint(null, false, false, some, false, false),
                "attribute certificates", new IssuingDistributionPoint(null, false, false, null, false, true),
                "authorities", new IssuingDistributionPoint(null, false, true, null, false, false));
        points.forEach((only, point) -> {
            publish(list(Extension.issuingDistributionPoint, true, point));
            assertThat(answer()).as(only).isEqualTo("GT-3148");
        });
        publish(list(
                Extension.issuingDistributionPoint,
                true,
                new IssuingDistributionPoint(null, true, false, null, false, false)));
        assertThat(answer()).as("parties").isEqualTo("good");
    }

    /** An authority may have many lists; each is about the certificates that name it (RFC 5280 6.3.3 b 2 i). */
    @Test
    void a_list_of_one_place_is_about_the_certificates_that_name_this_place() {
        publish(list(Extension.issuingDistributionPoint, true, point(place(ONE), false)));
        assertThat(answer(naming(ONE))).isEqualTo("good");
        assertThat(answer(naming(TWO, ONE))).isEqualTo("good");
        assertThat(answer(naming(TWO))).isEqualTo("GT-3148");
        assertThat(answer(signer)).as("it names none").isEqualTo("GT-3148");
        publish(list(Extension.issuingDistributionPoint, true, point(place(ONE, TWO), false)));
        assertThat(answer(naming(TWO))).isEqualTo("good");
        publish(list());
        assertThat(answer(naming(TWO))).as("a list of all").isEqualTo("good");
    }

    @Test
    void a_list_of_a_place_that_is_not_named_in_full_is_none() throws GeneralSecurityException {
        publish(list(Extension.issuingDistributionPoint, true, point(relative(), false)));
        assertThat(answer(naming(ONE))).isEqualTo("GT-3148");
        publish(list(Extension.issuingDistributionPoint, true, point(place(), false)));
        assertThat(answer(naming(ONE))).isEqualTo("GT-3148");
        publish(list(Extension.issuingDistributionPoint, true, point(place(ONE), false)));
        // of SM2, because the JDK does not even read it
        var unclear = Authorities.of(new BasicConstraints(false), KeyUsage.digitalSignature)
                .key(new Issuance().newPair(Issuance.Kind.SM2))
                .with(Extension.cRLDistributionPoints, DERNull.INSTANCE)
                .under(KEYS.authority(), "unclear")
                .certificate();
        assertThat(answer(unclear)).isEqualTo("GT-3148");
        assertThat(answer(at(relative(), place(ONE)))).isEqualTo("good");
        assertThat(answer(at(relative()))).isEqualTo("GT-3148");
    }

    private static DistributionPointName relative() {
        return new DistributionPointName(
                DistributionPointName.NAME_RELATIVE_TO_CRL_ISSUER,
                new X500Name("CN=one").getRDNs()[0].toASN1Primitive());
    }

    private static DistributionPointName place(String... addresses) {
        var names = Arrays.stream(addresses)
                .map(address -> new GeneralName(GeneralName.uniformResourceIdentifier, address))
                .toArray(GeneralName[]::new);
        return new DistributionPointName(new GeneralNames(names));
    }

    private static X509Certificate naming(String... addresses) {
        return at(Arrays.stream(addresses).map(CrlKindsTest::place).toArray(DistributionPointName[]::new));
    }

    private static X509Certificate at(DistributionPointName... places) {
        var points = Arrays.stream(places)
                .map(place -> new DistributionPoint(place, null, null))
                .toArray(DistributionPoint[]::new);
        return Authorities.of(new BasicConstraints(false), KeyUsage.digitalSignature)
                .with(Extension.cRLDistributionPoints, new CRLDistPoint(points))
                .under(KEYS.authority(), "named")
                .certificate();
    }

    @Test
    void what_is_critical_and_not_understood_makes_it_none_in_the_list_and_in_an_entry() {
        publish(list(Authorities.UNKNOWN, false, DERNull.INSTANCE));
        assertThat(answer()).as("not critical").isEqualTo("good");
        publish(list(Authorities.UNKNOWN, true, DERNull.INSTANCE));
        assertThat(answer()).isEqualTo("GT-3148");
        publish(list().addCRLEntry(
                        BigInteger.TEN, Date.from(NOW), entry(Authorities.UNKNOWN, false, DERNull.INSTANCE)));
        assertThat(answer()).as("not critical").isEqualTo("good");
        publish(list().addCRLEntry(BigInteger.TEN, Date.from(NOW), entry(Authorities.UNKNOWN, true, DERNull.INSTANCE)));
        assertThat(answer()).isEqualTo("GT-3148");
    }

    @Test
    void who_is_no_authority_signs_no_list() {
        publish(list(), new TestKeys().authority());
        assertThat(answer()).as("a stranger of the same name").isEqualTo("GT-3148");
        publish(list(), KEYS.signing("cn.53"));
        assertThat(answer()).as("a party of the authority").isEqualTo("GT-3148");
        publish(list(), Authorities.sound().under(KEYS.authority(), "test authority"));
        assertThat(answer()).as("whom the authority lets issue").isEqualTo("GT-3148");
    }

    @Test
    void an_authority_that_may_not_sign_lists_signs_none() {
        for (int usage : List.of(KeyUsage.keyCertSign, KeyUsage.keyCertSign | KeyUsage.cRLSign)) {
            var authority = Authorities.of(new BasicConstraints(0), usage).root("authority");
            paths = paths(authority, AT_ONCE);
            var party = Authorities.of(new BasicConstraints(false), KeyUsage.digitalSignature)
                    .under(authority, "party")
                    .certificate();
            publish(list(authority, NOW, NOW.plusSeconds(1)), authority);
            assertThat(answer(party)).isEqualTo(usage == KeyUsage.keyCertSign ? "GT-3148" : "good");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA1withECDSA", "SHA224withECDSA"})
    void a_list_signed_by_a_weak_method_is_none(String method) throws IOException, OperatorCreationException {
        var weak = new JcaContentSignerBuilder(method)
                .setProvider(BouncyCastle.PROVIDER)
                .build(KEYS.authority().key());
        Files.write(folder.resolve("ca.crl"), list().build(weak).getEncoded());
        assertThat(answer()).isEqualTo("GT-3148");
    }

    @Test
    void a_list_that_names_no_end_is_none() {
        publish(new X509v2CRLBuilder(new Revoker(KEYS.authority()).name(), Date.from(NOW)));
        assertThat(answer()).isEqualTo("GT-3148");
    }

    @Test
    void it_counts_until_its_last_second_and_from_a_minute_before_its_first() {
        var skew = Duration.ofMinutes(1);
        publish(list(KEYS.authority(), NOW.minusSeconds(60), NOW));
        assertThat(answer()).as("its last second").isEqualTo("good");
        clock.step(SECOND);
        assertThat(answer()).as("one later").isEqualTo("GT-3148");
        var now = clock.instant();
        publish(list(KEYS.authority(), now.plus(skew), now.plusSeconds(600)));
        assertThat(answer()).as("a clock a minute ahead").isEqualTo("good");
        publish(list(KEYS.authority(), now.plus(skew).plus(SECOND), now.plusSeconds(600)));
        assertThat(answer()).as("a second more").isEqualTo("GT-3148");
    }

    /** The next list may name whom this one does not; that the hub cannot get it is no reason to believe this one. */
    @Test
    void no_grace_reaches_beyond_the_end_of_a_list() throws IOException {
        paths = paths(KEYS.authority(), USUAL);
        publish(list(KEYS.authority(), NOW.minusSeconds(60), NOW.plusSeconds(150)));
        assertThat(answer()).isEqualTo("good");
        Files.delete(folder.resolve("ca.crl"));
        clock.step(Duration.ofSeconds(150));
        assertThat(answer()).as("its last second, within the grace").isEqualTo("good");
        clock.step(SECOND);
        assertThat(answer()).as("one later, within the grace").isEqualTo("GT-3148");
    }

    @Test
    void a_list_that_is_none_does_not_take_the_place_of_one_that_counts() {
        paths = paths(KEYS.authority(), USUAL);
        var revoked = list().addCRLEntry(signer.getSerialNumber(), Date.from(NOW), 1);
        publish(revoked);
        assertThat(answer()).isEqualTo("GT-3147");
        publish(list(Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.ONE)));
        clock.step(Duration.ofMinutes(2));
        assertThat(answer()).as("within the grace").isEqualTo("GT-3147");
        clock.step(Duration.ofMinutes(3));
        assertThat(answer()).isEqualTo("GT-3148");
    }
}
