package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.jcajce.spec.SM2ParameterSpec;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECPublicKeySpec;
import org.bouncycastle.util.BigIntegers;
import org.guitu.message.Refused;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** SM2 with SM3: the standard's own signature, and every way in which one is not right. */
class Sm2Test {
    private static final TestKeys KEYS = new TestKeys();
    private static final Identity SM2 = KEYS.issue("cn.53", Purpose.SIGN, Kind.SM2, KEYS.year());
    private static final Identity EC = KEYS.signing("cn.53");
    private static final BigInteger ORDER =
            ECNamedCurveTable.getParameterSpec("sm2p256v1").getN();
    private static final String SM3_URI = "http://www.chinaport.gov.cn/2022/04/xmldsig#sm3";

    /** GB/T 32918.5-2017, annex A.2. */
    @Test
    void the_signature_of_the_standard_is_right() throws GeneralSecurityException {
        var value = hex("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
                + "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA");
        assertThat(standard(value)).isTrue();
        for (int i = 0; i < value.length; i++) {
            var changed = value.clone();
            changed[i] ^= 1;
            assertThat(standard(changed)).isFalse();
        }
    }

    private static boolean standard(byte[] value) throws GeneralSecurityException {
        var curve = ECNamedCurveTable.getParameterSpec("sm2p256v1");
        var point = curve.getCurve()
                .createPoint(
                        new BigInteger("09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020", 16),
                        new BigInteger("CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13", 16));
        PublicKey key =
                KeyFactory.getInstance("EC", BouncyCastle.PROVIDER).generatePublic(new ECPublicKeySpec(point, curve));
        var signature = new Sm2Signature();
        signature.initVerify(key);
        signature.update("message digest".getBytes(StandardCharsets.US_ASCII));
        return signature.verify(value);
    }

    /** GB/T 32905-2016, annex A.1. */
    @Test
    void digests_are_those_of_sm3() {
        var suite = SM2.signer().suite();
        assertThat(suite.digestUri()).isEqualTo(SM3_URI);
        assertThat(suite.digest("abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(hex("66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0"));
    }

    /** The form of other software: what we write and what BouncyCastle's own writes differ in the coding only. */
    @Test
    void the_user_is_the_one_agreed_on() throws GeneralSecurityException {
        var signed = "示例".getBytes(StandardCharsets.UTF_8);
        var value = SM2.signer().sign(signed);
        assertThat(standardCoding(signed, der(value), "1234567812345678")).isTrue();
        assertThat(standardCoding(signed, der(value), "cn.53")).isFalse();
    }

    private static boolean standardCoding(byte[] signed, byte[] der, String user) throws GeneralSecurityException {
        var signature = Signature.getInstance("SM3withSM2", BouncyCastle.PROVIDER);
        signature.setParameter(new SM2ParameterSpec(user.getBytes(StandardCharsets.US_ASCII)));
        signature.initVerify(SM2.certificate());
        signature.update(signed);
        return signature.verify(der);
    }

    /** The same value as other software writes it. */
    static byte[] der(byte[] value) {
        try {
            var numbers = PlainDSAEncoding.INSTANCE.decode(ORDER, value);
            return StandardDSAEncoding.INSTANCE.encode(ORDER, numbers[0], numbers[1]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void another_user_is_refused() {
        assertThat(signedAs("1234567812345678")).isEqualTo("taken");
        assertThat(signedAs("cn.53")).isEqualTo("GT-3133");
        assertThat(signedAs("")).isEqualTo("GT-3133");
    }

    private static String signedAs(String user) {
        return changed(m -> {
            try {
                var signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
                var key = PrivateKeyFactory.createKey(SM2.key().getEncoded());
                signer.init(true, new ParametersWithID(key, user.getBytes(StandardCharsets.US_ASCII)));
                var signed = ExclusiveForm.of(Sample.find(m, "ds:SignedInfo"));
                signer.update(signed, 0, signed.length);
                Sample.find(m, "ds:SignatureValue")
                        .setTextContent(Base64.getEncoder().encodeToString(signer.generateSignature()));
            } catch (IOException | CryptoException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void what_was_changed_is_refused() {
        assertThat(changed(m -> Sample.find(m, "Name").setTextContent("示列"))).isEqualTo("GT-3131");
        assertThat(changed(m -> Sample.find(m, "xades:SigningTime").setTextContent("2025-11-23T08:00:00Z")))
                .isEqualTo("GT-3132");
        var thief = KEYS.issue("cn.53", Purpose.SIGN, Kind.SM2, KEYS.year());
        assertThat(changed(m -> Attack.resign(m, thief))).isEqualTo("GT-3133");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32, 63, 65, 96, 128})
    void a_value_of_another_length_is_refused(int length) {
        assertThat(valued(value -> Arrays.copyOf(value, length))).isEqualTo("GT-3116");
    }

    @Test
    void the_same_value_in_der_is_refused() {
        assertThat(valued(Sm2Test::der)).isEqualTo("GT-3116");
    }

    @Test
    void numbers_outside_their_range_are_refused() {
        var most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        for (var number : List.of(BigInteger.ZERO, ORDER, ORDER.add(BigInteger.ONE), most)) {
            assertThat(valued(value -> put(value, 0, number)))
                    .as("r %s", number)
                    .isEqualTo("GT-3133");
            assertThat(valued(value -> put(value, 32, number)))
                    .as("s %s", number)
                    .isEqualTo("GT-3133");
            assertThat(valued(value -> put(put(value, 0, number), 32, number))).isEqualTo("GT-3133");
        }
        // r + s = n leaves nothing of the public key in the check
        assertThat(valued(value -> put(value, 32, ORDER.subtract(new BigInteger(1, Arrays.copyOf(value, 32))))))
                .isEqualTo("GT-3133");
    }

    @Test
    void a_hostile_value_does_not_spoil_the_next_signature() {
        for (int i = 0; i < 3; i++) {
            assertThat(valued(value -> new byte[64])).isEqualTo("GT-3133");
            assertThat(valued(value -> value)).isEqualTo("taken");
        }
    }

    @Test
    void the_method_goes_with_its_curve_only() {
        var ecdsa = new Suites()
                .find("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256")
                .orElseThrow();
        var asEcdsa = Sample.signedBy(SM2);
        methods(asEcdsa, ecdsa.signatureUri(), ecdsa.digestUri());
        // whole in itself, by the digests of the other suite
        Sample.all(asEcdsa, "ds:DigestValue").get(2).setTextContent(digest(ecdsa, SM2));
        Attack.resign(asEcdsa, SM2);
        assertThat(refusal(asEcdsa, SM2)).isEqualTo("GT-3123");

        var sm2 = SM2.signer().suite();
        var asSm2 = Sample.signedBy(EC);
        methods(asSm2, sm2.signatureUri(), sm2.digestUri());
        Sample.all(asSm2, "ds:DigestValue").get(2).setTextContent(digest(sm2, EC));
        Attack.resign(asSm2, EC);
        assertThat(refusal(asSm2, EC)).isEqualTo("GT-3123");
    }

    @Test
    void a_key_of_another_curve_is_not_even_tried() {
        assertThatThrownBy(() -> new Sm2Signature().initVerify(EC.certificate().getPublicKey()))
                .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> new Sm2Signature().initSign(EC.key())).isInstanceOf(InvalidKeyException.class);
    }

    @Test
    void a_digest_of_the_other_suite_is_refused() {
        for (int i = 0; i < 3; i++) {
            int which = i;
            assertThat(changed(m -> {
                        Sample.all(m, "ds:DigestMethod").get(which).setAttributeNS(null, "Algorithm", Suites.SHA256);
                        Attack.resign(m, SM2);
                    }))
                    .isEqualTo("GT-3109");
            var ecdsa = Sample.signedBy(EC);
            Sample.all(ecdsa, "ds:DigestMethod").get(which).setAttributeNS(null, "Algorithm", SM3_URI);
            Attack.resign(ecdsa, EC);
            assertThat(refusal(ecdsa, EC)).isEqualTo("GT-3109");
        }
    }

    private static void methods(Document message, String signature, String digest) {
        Sample.find(message, "ds:SignatureMethod").setAttributeNS(null, "Algorithm", signature);
        Sample.all(message, "ds:DigestMethod").forEach(method -> method.setAttributeNS(null, "Algorithm", digest));
    }

    private static String digest(Suite suite, Identity identity) {
        try {
            return Base64.getEncoder()
                    .encodeToString(suite.digest(identity.certificate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The code for a signed message that was changed, {@code taken} when there is none. */
    private static String changed(Consumer<Document> change) {
        var message = Sample.sent(Sample.signedBy(SM2));
        change.accept(message);
        return refusal(Sample.sent(message), SM2);
    }

    private static String valued(UnaryOperator<byte[]> change) {
        var decoder = Base64.getDecoder();
        return changed(m -> {
            var element = Sample.find(m, "ds:SignatureValue");
            element.setTextContent(
                    Base64.getEncoder().encodeToString(change.apply(decoder.decode(element.getTextContent()))));
        });
    }

    private static String refusal(Document message, Identity identity) {
        try {
            new XmlVerifier().verify(message, List.of(identity.certificate()));
            return "taken";
        } catch (Refused e) {
            return e.refusal().code();
        }
    }

    private static byte[] put(byte[] value, int at, BigInteger number) {
        var changed = value.clone();
        var bytes = BigIntegers.asUnsignedByteArray(32, number);
        System.arraycopy(bytes, 0, changed, at, 32);
        return changed;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
