package org.guitu.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.message.MessageImpl;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.dom.handler.RequestData;
import org.apache.wss4j.dom.validate.Credential;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SignerCheckTest {
    private static final PartyId PARTY = new PartyId("vn.mps");

    /** The directory has every certificate, as that of one party. */
    private record Anybody() implements Caller {
        @Override
        public PartyId ofChannel(Optional<X509Certificate> shown) {
            return PARTY;
        }

        @Override
        public void requireSigner(PartyId party, X509Certificate signer) {
            assertThat(party).isEqualTo(PARTY);
        }

        @Override
        public void requireStanding(X509Certificate certificate, Patience patience) {
            // not asked before the signature is verified
        }
    }

    @ParameterizedTest
    @MethodSource
    void a_registered_certificate_with_a_weak_key_is_named(String kind, AlgorithmParameterSpec key) throws Exception {
        var certificate = certificate(kind, key);
        var failure = catchThrowableOfType(WSSecurityException.class, () -> check(certificate));
        var refusal = Trouble.among(failure).orElseThrow();
        assertThat(refusal.code()).isEqualTo("GT-3145");
        assertThat(refusal.text().en()).contains("CN=vn.mps", "serial 2A");
    }

    static Stream<Arguments> a_registered_certificate_with_a_weak_key_is_named() {
        return Stream.of(
                Arguments.of("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),
                Arguments.of("EC", new ECGenParameterSpec("secp224r1")));
    }

    @Test
    void one_with_a_strong_key_is_believed() throws Exception {
        var certificate = certificate("EC", new ECGenParameterSpec("secp256r1"));
        assertThatCode(() -> check(certificate)).doesNotThrowAnyException();
    }

    private static void check(X509Certificate certificate) throws WSSecurityException {
        var credential = new Credential();
        credential.setCertificates(new X509Certificate[] {certificate});
        var data = new RequestData();
        data.setMsgContext(new SoapMessage(new MessageImpl()));
        new SignerCheck(new Anybody()).validate(credential, data);
    }

    private static X509Certificate certificate(String kind, AlgorithmParameterSpec key) throws Exception {
        var generator = KeyPairGenerator.getInstance(kind, new BouncyCastleProvider());
        generator.initialize(key);
        var pair = generator.generateKeyPair();
        var name = new X500Principal("CN=vn.mps");
        var now = Instant.now();
        var method = kind.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        var made = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(42),
                        Date.from(now),
                        Date.from(now.plus(Duration.ofHours(1))),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder(method)
                        .setProvider(new BouncyCastleProvider())
                        .build(pair.getPrivate()));
        return new JcaX509CertificateConverter().getCertificate(made);
    }
}
