package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncycastle.util.Arrays.concatenate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.util.BigIntegers;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** Signature values and digests that are nearly right: of other lengths, numbers out of range, other curves, other paddings. */
class SignatureValueTest {
    private static final Identity SM2 = issued(Kind.SM2);
    private static final Identity RSA = issued(Kind.RSA_3072);
    private static final BigInteger P256_ORDER =
            ECNamedCurveTable.getParameterSpec("secp256r1").getN();
    private static final BigInteger SM2_ORDER =
            ECNamedCurveTable.getParameterSpec("sm2p256v1").getN();

    private static Identity issued(Kind kind) {
        return Attack.KEYS.issue("cn.52", Purpose.SIGN, kind, Attack.KEYS.year());
    }

    private static Identity signer(Kind kind) {
        return switch (kind) {
            case EC_P256 -> Attack.SENDER;
            case SM2 -> SM2;
            case RSA_3072 -> RSA;
        };
    }

    private static BigInteger order(Kind kind) {
        return kind == Kind.SM2 ? SM2_ORDER : P256_ORDER;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 63, 65, 70, 71, 72, 96, 128})
    void a_value_cut_or_filled_up_to_another_length_is_refused(int length) {
        assertThat(valued(Kind.EC_P256, value -> Arrays.copyOf(value, length))).isEqualTo("GT-3116");
    }

    @Test
    void a_value_with_zeros_before_its_numbers_is_refused() {
        assertThat(valued(Kind.EC_P256, value -> concatenate(new byte[2], value)))
                .isEqualTo("GT-3116");
    }

    @Test
    void the_same_numbers_in_der_are_refused() {
        assertThat(valued(Kind.EC_P256, value -> der(Kind.EC_P256, value))).isEqualTo("GT-3116");
        assertThat(valued(Kind.EC_P256, value -> Arrays.copyOf(der(Kind.EC_P256, value), 64)))
                .as("cut to the length of a value")
                .isEqualTo("GT-3133");
    }

    /** Those of SM2 are in {@link Sm2Test}. */
    @Test
    void numbers_outside_their_range_are_refused() {
        var order = P256_ORDER;
        var most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        for (var number : List.of(BigInteger.ZERO, order, order.add(BigInteger.ONE), most)) {
            assertThat(valued(Kind.EC_P256, value -> pair(number, s(value))))
                    .as("r %s", number)
                    .isEqualTo("GT-3133");
            assertThat(valued(Kind.EC_P256, value -> pair(r(value), number)))
                    .as("s %s", number)
                    .isEqualTo("GT-3133");
            assertThat(valued(Kind.EC_P256, value -> pair(number, number))).isEqualTo("GT-3133");
        }
    }

    /** In range, and of no signature. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"EC_P256", "SM2"})
    void numbers_of_another_signature_are_refused(Kind kind) {
        var order = order(kind);
        assertThat(valued(kind, value -> pair(s(value), r(value)))).as("turned").isEqualTo("GT-3133");
        for (var number : List.of(BigInteger.ONE, order.subtract(BigInteger.ONE), order.shiftRight(1))) {
            assertThat(valued(kind, value -> pair(number, number))).isEqualTo("GT-3133");
            assertThat(valued(kind, value -> pair(number, s(value)))).isEqualTo("GT-3133");
            assertThat(valued(kind, value -> pair(r(value), number))).isEqualTo("GT-3133");
        }
        assertThat(valued(kind, value -> pair(order.subtract(r(value)), s(value))))
                .as("the negative r")
                .isEqualTo("GT-3133");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"EC_P256", "SM2"})
    void of_the_values_one_bit_away_none_is_taken(Kind kind) {
        var message = message(kind);
        var sound = value(message);
        for (int bit = 0; bit < 512; bit++) {
            var value = sound.clone();
            value[bit / 8] ^= (byte) (1 << bit % 8);
            put(message, value);
            assertThat(answer(message, signer(kind).certificate()))
                    .as("bit %d", bit)
                    .isEqualTo("GT-3133");
        }
    }

    /**
     * ECDSA has two values for each signature, and the standard allows both. Nobody may take the value for a name of the
     * message: what the record knows it by, its identifier and the digest of its content, is the same with either.
     */
    @Test
    void the_other_s_of_ecdsa_is_taken_and_says_the_same() throws Refused {
        var order = P256_ORDER;
        UnaryOperator<byte[]> other = value -> pair(r(value), order.subtract(s(value)));
        assertThat(valued(Kind.EC_P256, other)).isEqualTo("taken");
        var message = message(Kind.EC_P256);
        var content = verified(message).contentDigest();
        put(message, other.apply(value(message)));
        assertThat(verified(message).contentDigest()).isEqualTo(content);
    }

    private static VerifiedSignature verified(Document message) throws Refused {
        return new XmlVerifier().verify(message, List.of(Attack.SENDER.certificate()));
    }

    @Test
    void the_other_s_is_no_signature_of_sm2() {
        var order = SM2_ORDER;
        assertThat(valued(Kind.SM2, value -> pair(r(value), order.subtract(s(value)))))
                .isEqualTo("GT-3133");
    }

    /** The value is right for its own curve and as long as one of P-256; the certificate is one the sender may sign with. */
    @ParameterizedTest
    @ValueSource(strings = {"secp256k1", "brainpoolP256r1", "secp384r1", "secp521r1"})
    void a_key_of_a_curve_that_is_not_in_the_table_is_refused(String curve) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
        generator.initialize(new ECGenParameterSpec(curve));
        var pair = generator.generateKeyPair();
        var order = new Order(new PartyId("cn.52"), Purpose.SIGN, Kind.EC_P256, Attack.KEYS.year(), List.of());
        var certificate = new Issuance()
                .certified(Attack.KEYS.authority(), order, pair.getPublic())
                .get(0);
        var message = message(Kind.EC_P256);
        certify(message, certificate);
        var signature = Signature.getInstance("SHA256withPLAIN-ECDSA", BouncyCastle.PROVIDER);
        signature.initSign(pair.getPrivate());
        signature.update(ExclusiveForm.of(Sample.find(message, "ds:SignedInfo")));
        put(message, signature.sign());
        assertThat(answer(message, certificate)).isEqualTo("GT-3145");
    }

    private static void certify(Document message, X509Certificate certificate) throws GeneralSecurityException {
        var encoded = certificate.getEncoded();
        var sha256 = MessageDigest.getInstance("SHA-256");
        Sample.find(message, "ds:X509Certificate").setTextContent(base64(encoded));
        var digests = Sample.all(message, "ds:DigestValue");
        digests.get(2).setTextContent(base64(sha256.digest(encoded)));
        digests.get(1)
                .setTextContent(
                        base64(sha256.digest(ExclusiveForm.of(Sample.find(message, "xades:SignedProperties")))));
    }

    /** Of the message, of the signed properties, of the certificate: each signed as it stands. */
    @ParameterizedTest
    @CsvSource({"0,GT-3131", "1,GT-3132", "2,GT-3121"})
    void a_digest_cut_short_or_too_long_is_refused(int which, String code) {
        for (var kind : List.of(Kind.EC_P256, Kind.SM2)) {
            for (int length : new int[] {0, 1, 16, 20, 28, 31, 33, 64}) {
                var message = message(kind);
                var digest = Sample.all(message, "ds:DigestValue").get(which);
                digest.setTextContent(
                        base64(Arrays.copyOf(Base64.getDecoder().decode(digest.getTextContent()), length)));
                Attack.resign(message, signer(kind));
                assertThat(answer(message, signer(kind).certificate()))
                        .as("%s of %d", kind, length)
                        .isEqualTo(code);
            }
        }
    }

    @Test
    void rsa_with_another_padding_is_refused() throws GeneralSecurityException {
        var message = message(Kind.RSA_3072);
        var digest =
                MessageDigest.getInstance("SHA-256").digest(ExclusiveForm.of(Sample.find(message, "ds:SignedInfo")));
        var info = HexFormat.of().parseHex("3031300d060960864801650304020105000420");
        var sound = padded(384 - 3 - info.length - digest.length, info, digest);
        assertThat(rsa(sound)).isEqualTo("taken");
        assertThat(rsa(padded(8, info, digest, new byte[384 - 11 - info.length - digest.length])))
                .as("eight octets of padding and something after the digest (Bleichenbacher 2006)")
                .isEqualTo("GT-3133");
        assertThat(rsa(padded(384 - 3 - digest.length, digest)))
                .as("no digest method")
                .isEqualTo("GT-3133");
        var second = sound.clone();
        second[1] = 2;
        assertThat(rsa(second)).as("padding of encryption").isEqualTo("GT-3133");
        assertThat(rsa(new byte[384])).isEqualTo("GT-3133");
    }

    private static byte[] padded(int length, byte[]... parts) {
        var padding = new byte[length];
        Arrays.fill(padding, (byte) 0xFF);
        var block = concatenate(new byte[] {0, 1}, padding, new byte[] {0});
        for (var part : parts) {
            block = concatenate(block, part);
        }
        return block;
    }

    /** The answer to this block under the sender's own key. */
    private static String rsa(byte[] block) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("RSA/ECB/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, signer(Kind.RSA_3072).key());
        var value = cipher.doFinal(block);
        return valued(Kind.RSA_3072, sound -> value);
    }

    private static Document message(Kind kind) {
        return Sample.sent(Sample.signedBy(signer(kind)));
    }

    private static byte[] value(Document message) {
        return Base64.getDecoder()
                .decode(Sample.find(message, "ds:SignatureValue").getTextContent());
    }

    private static void put(Document message, byte[] value) {
        Sample.find(message, "ds:SignatureValue").setTextContent(base64(value));
    }

    /** The answer to a signed message with another value. */
    private static String valued(Kind kind, UnaryOperator<byte[]> change) {
        var message = message(kind);
        put(message, change.apply(value(message)));
        return answer(message, signer(kind).certificate());
    }

    private static String answer(Document message, X509Certificate certificate) {
        try {
            new XmlVerifier().verify(Sample.sent(message), List.of(certificate));
            return "taken";
        } catch (Refused e) {
            return e.refusal().code();
        }
    }

    private static BigInteger r(byte[] value) {
        return new BigInteger(1, Arrays.copyOf(value, 32));
    }

    private static BigInteger s(byte[] value) {
        return new BigInteger(1, Arrays.copyOfRange(value, 32, 64));
    }

    private static byte[] pair(BigInteger r, BigInteger s) {
        return concatenate(BigIntegers.asUnsignedByteArray(32, r), BigIntegers.asUnsignedByteArray(32, s));
    }

    private static byte[] der(Kind kind, byte[] value) {
        try {
            return StandardDSAEncoding.INSTANCE.encode(order(kind), r(value), s(value));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
