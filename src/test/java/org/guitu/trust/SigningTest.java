package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.signature.XMLSignatureException;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.guitu.message.Digest;
import org.guitu.message.Refused;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.xml.Canonical;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class SigningTest {
    private static final TestKeys KEYS = new TestKeys();
    private static final Identity EC = KEYS.signing("cn.52");
    private static final Identity RSA = KEYS.issue("cn.53", Purpose.SIGN, Kind.RSA_3072, KEYS.year());

    private static final Identity SM2 = KEYS.issue("cn.44", Purpose.SIGN, Kind.SM2, KEYS.year());

    private final XmlVerifier verifier = new XmlVerifier();

    @Test
    void what_is_signed_verifies_after_the_wire() throws Refused {
        for (var entry :
                Map.of("ecdsa-p256", EC, "rsa-sha256", RSA, "sm2-sm3", SM2).entrySet()) {
            var identity = entry.getValue();
            var received = Sample.sent(Sample.signedBy(identity));
            var candidates = List.of(RSA.certificate(), EC.certificate(), SM2.certificate());
            var verified = verifier.verify(received, candidates);
            assertThat(verified.certificate()).isEqualTo(identity.certificate());
            assertThat(verified.suite().name()).isEqualTo(entry.getKey());
            assertThat(verified.claimedSigningTime()).isEqualTo(TestKeys.NOW);
        }
    }

    @Test
    void the_content_digest_is_that_of_the_message_without_its_signature() throws Refused {
        var expected = Digest.of(Canonical.exclusive(Sample.unsigned()));
        var once = verifier.verify(Sample.sent(Sample.signedBy(EC)), List.of(EC.certificate()));
        var again = verifier.verify(Sample.sent(Sample.signedBy(RSA)), List.of(RSA.certificate()));
        assertThat(once.contentDigest()).isEqualTo(expected);
        assertThat(again.contentDigest()).isEqualTo(expected);
        var withSm3 = verifier.verify(Sample.sent(Sample.signedBy(SM2)), List.of(SM2.certificate()));
        assertThat(withSm3.contentDigest()).isEqualTo(expected);
    }

    @Test
    void another_implementation_verifies_what_we_sign() throws XMLSecurityException {
        for (var identity : List.of(EC, RSA)) {
            assertThat(santuarioAccepts(Sample.sent(Sample.signedBy(identity)), identity))
                    .isTrue();
        }
    }

    @Test
    void another_implementation_refuses_what_was_changed() throws XMLSecurityException {
        var changed = Sample.parse(Sample.wire(Sample.signedBy(EC)).replace("示例", "示列"));
        assertThat(santuarioAccepts(changed, EC)).isFalse();
    }

    @Test
    void a_message_is_signed_only_once() {
        var signer = new XmlSigner(EC.signer(), Sample.CLOCK);
        var signed = Sample.signedBy(EC);
        assertThatThrownBy(() -> signer.sign(signed)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_references_and_the_hinted_certificate_can_be_read() throws Refused {
        var signed = Sample.sent(Sample.signedBy(EC));
        assertThat(XmlVerifier.hinted(signed)).isEqualTo(EC.certificate());
        assertThat(XmlVerifier.references(signed))
                .extracting(e -> e.getAttribute("URI"))
                .containsExactly("", "#guitu-signed-properties");
        assertThat(PartyName.of(XmlVerifier.hinted(signed)).orElseThrow().value())
                .isEqualTo("cn.52");
    }

    /** ECDSA has two values for every signature: both are right, so nothing may ever be recognised by the value. */
    @Test
    void the_other_value_of_the_same_signature_has_the_same_content_digest() throws Refused {
        var signed = Sample.signedBy(EC);
        var first = verifier.verify(signed, List.of(EC.certificate()));
        var value = Sample.find(signed, "ds:SignatureValue");
        value.setTextContent(otherHalf(value.getTextContent()));
        var second = verifier.verify(signed, List.of(EC.certificate()));
        assertThat(second.contentDigest()).isEqualTo(first.contentDigest());
    }

    @Test
    void one_verifier_serves_many_keys_in_turn() throws Refused {
        var other = KEYS.signing("cn.44");
        for (int i = 0; i < 4; i++) {
            verifier.verify(Sample.signedBy(EC), List.of(EC.certificate()));
            verifier.verify(Sample.signedBy(other), List.of(other.certificate()));
            verifier.verify(Sample.signedBy(SM2), List.of(SM2.certificate()));
        }
        assertThat(verifier.verify(Sample.signedBy(other), List.of(other.certificate()))
                        .suite())
                .hasToString("ecdsa-p256");
    }

    private static boolean santuarioAccepts(Document message, Identity identity) throws XMLSecurityException {
        Canonical.ready();
        Sample.find(message, "xades:SignedProperties").setIdAttribute("Id", true);
        try {
            var signature = new XMLSignature(Sample.find(message, "ds:Signature"), "", true);
            return signature.checkSignatureValue(identity.certificate().getPublicKey());
        } catch (XMLSignatureException e) {
            return false;
        }
    }

    private static String otherHalf(String base64) {
        var value = Base64.getDecoder().decode(base64);
        var order = ECNamedCurveTable.getByName("P-256").getN();
        var s = new BigInteger(1, java.util.Arrays.copyOfRange(value, 32, 64));
        var other = order.subtract(s).toByteArray();
        var bytes = new byte[64];
        System.arraycopy(value, 0, bytes, 0, 32);
        for (int i = 0; i < Math.min(32, other.length); i++) {
            bytes[63 - i] = other[other.length - 1 - i];
        }
        return Base64.getEncoder().encodeToString(bytes);
    }
}
