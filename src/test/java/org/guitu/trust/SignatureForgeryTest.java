package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guitu.trust.Attack.KEYS;
import static org.guitu.trust.Attack.SENDER;
import static org.guitu.trust.Attack.at;
import static org.guitu.trust.Attack.bySender;
import static org.guitu.trust.Attack.onTheWire;

import java.security.cert.X509Certificate;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Forgeries that have the right shape: other content, other keys, other values. */
class SignatureForgeryTest {
    @Test
    void a_changed_byte_of_the_message_is_refused() {
        assertThat(onTheWire(w -> w.replace("cn.52", "cn.53"))).isEqualTo("GT-3131");
        assertThat(onTheWire(w -> w.replace("示例", "示列"))).isEqualTo("GT-3131");
        assertThat(onTheWire(w -> w.replace("class=\"P2\"", "class=\"P0\""))).isEqualTo("GT-3131");
        assertThat(onTheWire(w -> w.replace("</Header>", "</Header>\n"))).isEqualTo("GT-3131");
        assertThat(onTheWire(w -> w.replace("xmlns:a=\"urn:guitu:alert:1.0\"", "xmlns:a=\"urn:guitu:alert:2.0\"")))
                .isEqualTo("GT-3131");
        assertThat(onTheWire(w -> w.replace("</ds:Signature>", "</ds:Signature>tail")))
                .isEqualTo("GT-3131");
    }

    @Test
    void changed_signed_properties_are_refused() {
        assertThat(onTheWire(w -> w.replace("2026-11-23T08:00:00Z", "2025-11-23T08:00:00Z")))
                .isEqualTo("GT-3132");
    }

    @Test
    void a_digest_made_to_fit_other_content_is_refused() {
        assertThat(Attack.inTheTree(m -> {
                    Sample.find(m, "Name").setTextContent("evil");
                    var digest = Sample.find(m, "ds:Signature");
                    var content = ExclusiveForm.digest(m, digest, org.guitu.message.Digest.inPieces());
                    Sample.find(m, "ds:DigestValue")
                            .setTextContent(Base64.getEncoder().encodeToString(content));
                }))
                .isEqualTo("GT-3133");
    }

    /** Signature wrapping: the signed message goes somewhere, an evil one stands where it is read. */
    @ParameterizedTest
    @CsvSource({
        "root beside the header,GT-3131",
        "Header,GT-3131",
        "Body,GT-3131",
        "ds:Signature,GT-3104",
        "ds:KeyInfo,GT-3112",
        "ds:Object,GT-3113",
        "xades:QualifyingProperties,GT-3113",
        "xades:SignedSignatureProperties,GT-3114",
        "ds:SignatureValue,GT-3104"
    })
    void a_wrapped_message_is_refused(String place, String code) {
        var original = Sample.unsigned().getDocumentElement();
        assertThat(Attack.inTheTree(m -> {
                    Sample.find(m, "Name").setTextContent("evil");
                    var target = place.startsWith("root") ? m.getDocumentElement() : Sample.find(m, place);
                    target.insertBefore(m.importNode(original, true), target.getFirstChild());
                }))
                .isEqualTo(code);
    }

    @Test
    void a_signed_message_inside_another_is_refused() {
        assertThat(Attack.inTheTree(m -> wrap(m, Element::appendChild))).isEqualTo("GT-3103");
        assertThat(Attack.inTheTree(m -> {
                    wrap(m, Element::appendChild);
                    m.getDocumentElement().appendChild(Sample.find(m, "ds:Signature"));
                }))
                .isEqualTo("GT-3131");
    }

    @Test
    void the_certificate_of_another_party_is_refused() {
        var other = KEYS.signing("cn.44");
        var refusal = Attack.refusal(Sample.sent(Sample.signedBy(other)), List.of(SENDER.certificate()));
        assertThat(refusal.code()).isEqualTo("GT-3121");
        assertThat(Attack.refusal(Sample.signedBy(SENDER), List.of()).code()).isEqualTo("GT-3121");
    }

    @Test
    void another_key_behind_the_senders_certificate_is_refused() {
        var thief = KEYS.signing("cn.52");
        var message = Sample.sent(Sample.signedBy(SENDER));
        Attack.resign(message, thief);
        assertThat(Attack.code(message)).isEqualTo("GT-3133");
    }

    @Test
    void key_info_is_never_trusted() {
        var thief = KEYS.signing("cn.52");
        var forged = Sample.sent(Sample.signedBy(thief));
        // the digest names the sender's certificate, the hint and the signature are the thief's
        var honest = Sample.signedBy(SENDER);
        Sample.all(forged, "ds:DigestValue")
                .get(2)
                .setTextContent(Sample.all(honest, "ds:DigestValue").get(2).getTextContent());
        Attack.resign(forged, thief);
        assertThat(Attack.code(forged)).isEqualTo("GT-3122");
    }

    @Test
    void a_method_that_does_not_fit_the_key_is_refused() {
        assertThat(bySender(m -> Sample.find(m, "ds:SignatureMethod")
                        .setAttributeNS(null, "Algorithm", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")))
                .isEqualTo("GT-3123");
        var rsa = KEYS.issue("cn.52", Purpose.SIGN, Kind.RSA_3072, KEYS.year());
        var message = Sample.signedBy(rsa);
        Sample.find(message, "ds:SignatureMethod")
                .setAttributeNS(null, "Algorithm", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256");
        assertThat(Attack.refusal(message, List.of(rsa.certificate())).code()).isEqualTo("GT-3123");
    }

    @ParameterizedTest
    @CsvSource({"0,GT-3116", "1,GT-3116", "63,GT-3116", "65,GT-3116", "72,GT-3116", "128,GT-3116", "64,GT-3133"})
    void a_value_of_another_length_or_of_zeros_is_refused(int length, String code) {
        var zeros = Base64.getEncoder().encodeToString(new byte[length]);
        assertThat(at("ds:SignatureValue", v -> v.setTextContent(zeros))).isEqualTo(code);
    }

    @Test
    void hostile_values_of_the_right_length_are_refused() {
        var full = new byte[64];
        Arrays.fill(full, (byte) 0xFF);
        assertThat(at(
                        "ds:SignatureValue",
                        v -> v.setTextContent(Base64.getEncoder().encodeToString(full))))
                .isEqualTo("GT-3133");
        assertThat(at("ds:SignatureValue", v -> v.setTextContent("===="))).isEqualTo("GT-3104");
    }

    @Test
    void a_hostile_value_does_not_spoil_the_next_signature() throws org.guitu.message.Refused {
        var verifier = new XmlVerifier();
        var hostile = Sample.signedBy(SENDER);
        Sample.find(hostile, "ds:SignatureValue")
                .setTextContent(Base64.getEncoder().encodeToString(new byte[64]));
        for (int i = 0; i < 3; i++) {
            assertThat(Attack.code(hostile)).isEqualTo("GT-3133");
            assertThat(verifier.verify(Sample.signedBy(SENDER), List.of(SENDER.certificate()))
                            .certificate())
                    .isEqualTo(SENDER.certificate());
        }
    }

    @Test
    void what_a_library_throws_at_is_invalid_and_not_a_failure() {
        var throwing = new AbstractList<X509Certificate>() {
            @Override
            public X509Certificate get(int index) {
                throw new ArrayIndexOutOfBoundsException(index);
            }

            @Override
            public int size() {
                return 1;
            }
        };
        assertThat(Attack.refusal(Sample.signedBy(SENDER), throwing).code()).isEqualTo("GT-3134");
    }

    private static void wrap(Document message, BiConsumer<Element, Element> put) {
        var original = message.getDocumentElement();
        message.removeChild(original);
        var evil = (Element) message.importNode(Sample.unsigned().getDocumentElement(), true);
        message.appendChild(evil);
        put.accept(Sample.find(message, "Body"), original);
    }
}
