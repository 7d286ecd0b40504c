package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.xml.security.encryption.XMLCipher;
import org.guitu.message.Refused;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Opener.Outcome;
import org.guitu.xml.Canonical;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class SealingTest {
    private static final TestKeys KEYS = new TestKeys();
    private static final Identity EC = KEYS.issue("cn.44", Purpose.ENCRYPT, Kind.EC_P256, KEYS.year());
    private static final Identity RSA = KEYS.issue("vn.mps", Purpose.ENCRYPT, Kind.RSA_3072, KEYS.year());
    private static final Identity OTHER = KEYS.issue("cn.35", Purpose.ENCRYPT, Kind.EC_P256, KEYS.year());
    private static final SafeXml XML = new SafeXml(XmlLimits.standard());
    private static final String SECRET = "王某甲";

    private static Document clear() {
        return Sample.parse("""
                <?xml version="1.0" encoding="UTF-8"?>
                <Message xmlns="urn:guitu:exchange:1.0" xmlns:p="urn:guitu:repatriation:1.0">
                  <Header><MessageId>urn:uuid:00000000-0000-4000-8000-000000000001</MessageId>
                    <Sender><Party>cn.52</Party></Sender></Header>
                  <Body><p:RepatriationRequest>
                    <Person><Identity><Name>%s</Name></Identity><Health><Text>P3 &amp; more</Text></Health></Person>
                    <p:Wishes><p:Wish>RETURN</p:Wish></p:Wishes>
                    <Media><Kind>PHOTO</Kind><Content>AAAA</Content></Media>
                  </p:RepatriationRequest></Body>
                </Message>
                """.formatted(SECRET));
    }

    private static Document sealed(Identity... readers) throws Refused {
        var message = clear();
        var sealer = Sealer.of(
                message, List.of(readers).stream().map(Identity::certificate).toList());
        sealer.seal(Sample.find(message, "Identity"), List.of(Sample.find(message, "Name")), "P2");
        sealer.seal(Sample.find(message, "Health"), List.of(Sample.find(message, "Text")), "P3");
        sealer.seal(Sample.find(message, "Wishes"), List.of(Sample.find(message, "Wish")), "P2");
        sealer.seal(Sample.find(message, "Media"), List.of(Sample.find(message, "Content")), "P2");
        return Sample.sent(message);
    }

    private static Outcome open(Document message, Identity... keys) throws Refused {
        return new Opener(List.of(keys), XML).open(message);
    }

    private static Identity reader(Kind kind) {
        return kind == Kind.RSA_3072 ? RSA : EC;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void each_suite_seals_what_it_opens(Kind kind) throws Refused {
        var message = sealed(OTHER, reader(kind));
        assertThat(Sample.wire(message))
                .doesNotContain(SECRET, "P3 &amp;", "RETURN", "AAAA")
                .contains("PHOTO");
        assertThat(open(message, reader(kind))).isEqualTo(Outcome.OPENED);
        assertThat(Canonical.exclusive(Sample.find(message, "Person")))
                .isEqualTo(Canonical.exclusive(Sample.find(clear(), "Person")));
        assertThat(Canonical.exclusive(Sample.find(message, "Media")))
                .isEqualTo(Canonical.exclusive(Sample.find(clear(), "Media")));
        assertThat(Sample.find(message, "Wish").getTextContent()).isEqualTo("RETURN");
    }

    @Test
    void who_reads_is_seen_without_opening() throws Refused {
        assertThat(Seals.of(sealed(EC, RSA)).readers())
                .containsExactly(CertificateName.digest(EC.certificate()), CertificateName.digest(RSA.certificate()));
        assertThat(Seals.of(sealed(EC)).parts())
                .extracting(SealedPart::privacyClass)
                .containsExactly("P2", "P3", "P2", "P2");
    }

    @Test
    void another_key_opens_nothing() throws Refused {
        var message = sealed(EC, RSA);
        assertThat(open(message, OTHER)).isEqualTo(Outcome.FOR_OTHERS);
        assertThat(Sample.all(message, "Sealed")).hasSize(4);
    }

    /** The certificate of the right reader with another's private key. */
    @Test
    void a_key_that_is_not_the_readers_is_refused() throws Refused {
        for (var pair : List.of(
                List.of(EC, OTHER), List.of(RSA, KEYS.issue("cn.11", Purpose.ENCRYPT, Kind.RSA_3072, KEYS.year())))) {
            var wrong = new Identity(pair.get(1).key(), pair.get(0).chain());
            var message = sealed(pair.get(0));
            assertRefused("GT-4311", () -> open(message, wrong));
        }
    }

    @Test
    void a_changed_bit_is_refused() throws Refused {
        for (var value : List.of(0, 1, 2, 3, 4, 5)) {
            var message = sealed(EC, RSA);
            var text = Sample.all(message, "CipherValue").get(value);
            var bytes = Base64.getDecoder().decode(text.getTextContent());
            bytes[bytes.length - 1] ^= 1;
            text.setTextContent(Base64.getEncoder().encodeToString(bytes));
            assertRefused("GT-4311", () -> open(message, value == 1 ? RSA : EC));
        }
    }

    @Test
    void nothing_is_opened_where_one_part_is_damaged() throws Refused {
        var message = sealed(EC);
        Sample.all(message, "CipherValue").get(4).setTextContent("A".repeat(40));
        assertRefused("GT-4311", () -> open(message, EC));
        assertThat(Sample.all(message, "Sealed")).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://www.w3.org/2009/xmlenc11#aes256-gcm     | http://www.w3.org/2001/04/xmlenc#aes256-cbc
            http://www.w3.org/2009/xmlenc11#aes256-gcm     | http://www.w3.org/2009/xmlenc11#aes128-gcm
            http://www.w3.org/2009/xmlenc11#rsa-oaep       | http://www.w3.org/2001/04/xmlenc#rsa-1_5
            http://www.w3.org/2009/xmlenc11#rsa-oaep       | http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p
            http://www.w3.org/2009/xmlenc11#mgf1sha256     | http://www.w3.org/2009/xmlenc11#mgf1sha1
            http://www.w3.org/2001/04/xmlenc#kw-aes256     | http://www.w3.org/2001/04/xmlenc#kw-aes128
            http://www.w3.org/2009/xmlenc11#ECDH-ES        | http://www.w3.org/2009/xmlenc11#dh-es
            http://www.w3.org/2009/xmlenc11#ConcatKDF      | http://www.w3.org/2009/xmlenc11#pbkdf2
            http://www.w3.org/2001/04/xmlenc#sha256        | http://www.w3.org/2000/09/xmldsig#sha1
            urn:oid:1.2.840.10045.3.1.7                    | urn:oid:1.3.132.0.34
            http://www.w3.org/2001/04/xmlenc#Content       | http://www.w3.org/2001/04/xmlenc#Element
            guitu-seal                                     | another
            """)
    void a_foreign_algorithm_is_refused(String ours, String foreign) throws Refused {
        var wire = Sample.wire(sealed(EC, RSA));
        assertThat(wire).contains(ours);
        assertRefused("GT-4302", () -> open(Sample.parse(wire.replace(ours, foreign)), EC));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <xenc:CipherData>     | <xenc:CipherData><xenc:CipherReference URI="file:///etc/passwd"/>
            <ds:KeyInfo>          | <ds:KeyInfo><ds:RetrievalMethod URI="#k"/>
            <xenc:EncryptedData   | <xenc:EncryptedData MimeType="text/xml"
            AlgorithmID="00       | AlgorithmID="01
            <dsig11:PublicKey>    | <dsig11:PublicKey><x/>
            """)
    void anything_more_is_refused(String ours, String more) throws Refused {
        var wire = Sample.wire(sealed(EC));
        assertThat(wire).contains(ours);
        assertRefused("GT-4302", () -> open(Sample.parse(wire.replaceFirst(ours, more)), EC));
    }

    /** The hub cannot open it: what is not even encrypted must not pass for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<xenc:CipherValue>测试名甲</xenc:CipherValue>",
                "<xenc:CipherValue><x>AAAA</x></xenc:CipherValue>",
                "<xenc:CipherReference URI=\"https://example.org/\"/>",
                "<xenc:CipherValue>AAAA</xenc:CipherValue><x/>",
            })
    void what_stands_in_place_of_the_encrypted_content_is_refused(String instead) throws Refused {
        var wire = Sample.wire(sealed(EC));
        int from = wire.lastIndexOf("<xenc:CipherData>") + "<xenc:CipherData>".length();
        int to = wire.lastIndexOf("</xenc:CipherData>");
        var changed = Sample.parse(wire.substring(0, from) + instead + wire.substring(to));
        assertRefused("GT-4302", () -> Seals.of(changed));
    }

    @Test
    void a_part_moved_to_another_element_is_refused() throws Refused {
        var message = sealed(EC);
        Sample.find(message, "Health")
                .replaceChild(
                        Sample.find(message, "Identity").getFirstChild(),
                        Sample.find(message, "Health").getFirstChild());
        assertRefused("GT-4303", () -> open(message, EC));
    }

    /** Whoever passes another's seal off as its own gives itself away: the key is bound to identifier and sender. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_seal_taken_into_another_message_is_refused(Kind kind) throws Refused {
        var wire = Sample.wire(sealed(reader(kind)));
        for (UnaryOperator<String> change : List.<UnaryOperator<String>>of(
                text -> text.replace("000000000001", "000000000002"), text -> text.replace("cn.52", "cn.53"))) {
            assertRefused("GT-4302", () -> open(Sample.parse(change.apply(wire)), reader(kind)));
        }
    }

    @Test
    void a_point_off_the_curve_is_refused() throws Refused {
        var message = sealed(EC);
        var key = Sample.find(message, "PublicKey");
        var bytes = Base64.getDecoder().decode(key.getTextContent());
        bytes[64] ^= 1;
        key.setTextContent(Base64.getEncoder().encodeToString(bytes));
        assertRefused("GT-4311", () -> open(message, EC));
    }

    @Test
    void a_seal_inside_a_seal_is_refused() throws Refused {
        var message = clear();
        Sealer.of(message, List.of(EC.certificate()))
                .seal(Sample.find(message, "Identity"), List.of(Sample.find(message, "Name")), "P2");
        Sealer.of(message, List.of(EC.certificate()))
                .seal(Sample.find(message, "Person"), Sample.all(message, "Identity"), "P2");
        assertRefused("GT-4302", () -> open(Sample.sent(message), EC));
    }

    /** Santuario reads what we seal, as a partner's own software would. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void another_implementation_opens_what_we_seal(Kind kind) throws Exception {
        Canonical.ready();
        var message = sealed(reader(kind));
        var first = Sample.find(message, "EncryptedData");
        var keys = XMLCipher.getInstance();
        keys.init(XMLCipher.UNWRAP_MODE, reader(kind).key());
        var encryptedKey = keys.loadEncryptedKey(message, Sample.find(message, "EncryptedKey"));
        var contentKey = keys.decryptKey(encryptedKey, "http://www.w3.org/2009/xmlenc11#aes256-gcm");
        var cipher = XMLCipher.getInstance();
        cipher.init(XMLCipher.DECRYPT_MODE, contentKey);
        assertThat(new String(cipher.decryptToByteArray(first), StandardCharsets.UTF_8))
                .contains(SECRET);
        assertThat(new String(
                        cipher.decryptToByteArray(
                                Sample.all(message, "EncryptedData").get(2)),
                        StandardCharsets.UTF_8))
                .contains("RETURN");
    }

    private static void assertRefused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.refusal().code()).isEqualTo(code));
    }
}
