package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatePathsTest {
    private static final TestKeys KEYS = new TestKeys();
    private static final Instant NOW = TestKeys.NOW;

    private final CertificatePaths paths = new CertificatePaths(KEYS.anchors());

    @Test
    void a_signing_certificate_in_force_is_taken_again_and_again() throws Refused {
        for (var kind : Kind.values()) {
            var certificate =
                    KEYS.issue("cn.53", Purpose.SIGN, kind, KEYS.year()).certificate();
            paths.check(certificate, NOW);
            paths.check(certificate, NOW.plus(Duration.ofDays(300)));
        }
    }

    @Test
    void before_and_after_its_time_it_is_refused_even_when_its_path_is_known() throws Refused {
        var certificate =
                KEYS.issue("cn.53", Purpose.SIGN, Kind.EC_P256, days(0, 10)).certificate();
        paths.check(certificate, NOW.plus(Duration.ofDays(5)));
        assertThat(code(paths, certificate, NOW.plus(Duration.ofDays(11)))).isEqualTo("GT-3141");
        assertThat(code(paths, certificate, NOW.minus(Duration.ofDays(1)))).isEqualTo("GT-3142");
    }

    @Test
    void an_expired_authority_proves_nothing() throws Refused {
        var certificate =
                KEYS.issue("cn.53", Purpose.SIGN, Kind.EC_P256, days(0, 3000)).certificate();
        paths.check(certificate, NOW);
        assertThat(code(paths, certificate, NOW.plus(Duration.ofDays(2000)))).isEqualTo("GT-3143");
    }

    @Test
    void a_certificate_of_another_authority_is_refused() {
        var stranger = new TestKeys().signing("cn.53").certificate();
        assertThat(code(paths, stranger, NOW)).isEqualTo("GT-3143");
    }

    @Test
    void certificates_for_tls_or_of_an_authority_do_not_sign() {
        var tls = KEYS.issue("cn.53", Purpose.TLS, Kind.EC_P256, KEYS.year()).certificate();
        assertThat(code(paths, tls, NOW)).isEqualTo("GT-3144");
        assertThat(code(paths, KEYS.authority().certificate(), NOW)).isEqualTo("GT-3144");
    }

    @Test
    void weak_and_strange_keys_are_refused() throws GeneralSecurityException {
        assertThat(code(paths, issued(rsa(2048, RSAKeyGenParameterSpec.F4)), NOW))
                .isEqualTo("GT-3145");
        assertThat(code(paths, issued(rsa(3072, RSAKeyGenParameterSpec.F0)), NOW))
                .isEqualTo("GT-3145");
        assertThat(code(paths, issued(ec("secp384r1")), NOW)).isEqualTo("GT-3145");
        assertThat(code(paths, issued(ec("secp256k1")), NOW)).isEqualTo("GT-3145");
        assertThat(code(paths, issued(ec("wapip192v1")), NOW)).isEqualTo("GT-3145");
    }

    /** Whoever issued for whom: the JDK reads some of these certificates, BouncyCastle the others. */
    @Test
    void authorities_of_sm2_and_of_ecdsa_issue_for_keys_of_both() throws Refused {
        var kinds = List.of(Kind.EC_P256, Kind.SM2);
        for (var of : kinds) {
            var authority = new Issuance().authority("Another CA", of, KEYS.year());
            var trusted = new CertificatePaths(Set.of(new TrustAnchor(authority.certificate(), null)));
            for (var kind : kinds) {
                var order = new Order(new PartyId("cn.53"), Purpose.SIGN, kind, KEYS.year(), List.of());
                var certificate = new Issuance().issue(authority, order).certificate();
                trusted.check(certificate, NOW);
                assertThat(code(paths, certificate, NOW)).isEqualTo("GT-3143");
            }
        }
    }

    @Test
    void a_key_of_sm2_is_for_signing_only() {
        for (var purpose : List.of(Purpose.TLS, Purpose.ENCRYPT)) {
            assertThatThrownBy(() -> KEYS.issue("cn.53", purpose, Kind.SM2, KEYS.year()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** A curve of ours, but spelled out: it could as well be another that shares the numbers looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"P-256", "sm2p256v1"})
    void a_curve_that_is_spelled_out_is_refused(String name) throws GeneralSecurityException {
        var curve = ECNamedCurveTable.getParameterSpec(name);
        var generator = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
        generator.initialize(new org.bouncycastle.jce.spec.ECParameterSpec(
                curve.getCurve(), curve.getG(), curve.getN(), curve.getH()));
        assertThat(code(paths, issued(generator.generateKeyPair()), NOW)).isEqualTo("GT-3145");
    }

    @Test
    void without_anchors_there_is_no_check_at_all() {
        assertThatThrownBy(() -> new CertificatePaths(Set.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static String code(CertificatePaths paths, X509Certificate certificate, Instant at) {
        try {
            paths.check(certificate, at);
        } catch (Refused e) {
            return e.refusal().code();
        }
        return fail("the certificate was taken");
    }

    private static Validity days(int from, int until) {
        return new Validity(NOW.plus(Duration.ofDays(from)), NOW.plus(Duration.ofDays(until)));
    }

    private static KeyPair rsa(int bits, BigInteger exponent) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(new RSAKeyGenParameterSpec(bits, exponent));
        return generator.generateKeyPair();
    }

    private static KeyPair ec(String curve) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    /** By the trusted authority, so that nothing but the key can be refused. */
    private static X509Certificate issued(KeyPair pair) {
        try {
            var issuer = new JcaX509CertificateHolder(KEYS.authority().certificate()).getSubject();
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.TEN,
                    Date.from(KEYS.year().from()),
                    Date.from(KEYS.year().until()),
                    new X500Name("CN=weak"),
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                    .setProvider(BouncyCastle.PROVIDER)
                    .build(KEYS.authority().key());
            var factory = CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER);
            var der = new ByteArrayInputStream(builder.build(signer).getEncoded());
            return (X509Certificate) factory.generateCertificate(der);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
