package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys count, at each bound and one beyond. */
class KeyStrengthTest {
    private static final BigInteger F4 = BigInteger.valueOf(65537);

    private static SubjectPublicKeyInfo rsa(ASN1ObjectIdentifier kind, int bits, BigInteger exponent) {
        try {
            var modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
            return new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(kind, DERNull.INSTANCE), new RSAPublicKey(modulus, exponent));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SubjectPublicKeyInfo ec(ASN1Encodable parameters) {
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters), new byte[65]);
    }

    @ParameterizedTest
    @CsvSource({"2048, WEAK", "3071, WEAK", "3072, RSA", "4096, RSA", "8192, RSA", "8193, WEAK", "16384, WEAK"})
    void rsa_is_of_so_many_bits(int bits, KeyStrength strength) {
        assertThat(KeyStrength.of(rsa(PKCSObjectIdentifiers.rsaEncryption, bits, F4)))
                .isEqualTo(strength);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 17, 257, 65535, 65539, 0x1_0000_0001L})
    void rsa_has_the_one_exponent(long exponent) {
        assertThat(KeyStrength.of(rsa(PKCSObjectIdentifiers.rsaEncryption, 3072, BigInteger.valueOf(exponent))))
                .isEqualTo(KeyStrength.WEAK);
    }

    @Test
    void rsa_for_other_methods_is_not_taken() {
        assertThat(KeyStrength.of(rsa(PKCSObjectIdentifiers.id_RSASSA_PSS, 3072, F4)))
                .isEqualTo(KeyStrength.WEAK);
        assertThat(KeyStrength.of(rsa(PKCSObjectIdentifiers.id_RSAES_OAEP, 3072, F4)))
                .isEqualTo(KeyStrength.WEAK);
    }

    @Test
    void what_is_said_to_be_rsa_and_is_not_is_weak() {
        var kind = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        assertThat(KeyStrength.of(new SubjectPublicKeyInfo(kind, new byte[] {1, 2, 3})))
                .isEqualTo(KeyStrength.WEAK);
    }

    @Test
    void curves_are_known_by_their_names_only() {
        var known = Map.of(
                SECObjectIdentifiers.secp256r1, KeyStrength.P256,
                SECObjectIdentifiers.secp384r1, KeyStrength.P384,
                GMObjectIdentifiers.sm2p256v1, KeyStrength.SM2,
                SECObjectIdentifiers.secp256k1, KeyStrength.WEAK,
                SECObjectIdentifiers.secp224r1, KeyStrength.WEAK,
                SECObjectIdentifiers.secp521r1, KeyStrength.WEAK,
                TeleTrusTObjectIdentifiers.brainpoolP256r1, KeyStrength.WEAK,
                GMObjectIdentifiers.wapip192v1, KeyStrength.WEAK,
                Authorities.UNKNOWN, KeyStrength.WEAK);
        known.forEach((name, strength) ->
                assertThat(KeyStrength.of(ec(name))).as(name.getId()).isEqualTo(strength));
        assertThat(KeyStrength.of(ec(SECNamedCurves.getByName("secp256r1")))).isEqualTo(KeyStrength.WEAK);
        assertThat(KeyStrength.of(ec(GMNamedCurves.getByName("sm2p256v1")))).isEqualTo(KeyStrength.WEAK);
        assertThat(KeyStrength.of(ec(DERNull.INSTANCE))).isEqualTo(KeyStrength.WEAK);
        var unsaid = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey);
        assertThat(KeyStrength.of(new SubjectPublicKeyInfo(unsaid, new byte[65])))
                .isEqualTo(KeyStrength.WEAK);
    }

    @Test
    void other_kinds_are_not_taken() {
        for (var kind : new ASN1ObjectIdentifier[] {
            EdECObjectIdentifiers.id_Ed25519, X9ObjectIdentifiers.id_dsa, Authorities.UNKNOWN
        }) {
            assertThat(KeyStrength.of(new SubjectPublicKeyInfo(new AlgorithmIdentifier(kind), new byte[32])))
                    .isEqualTo(KeyStrength.WEAK);
        }
    }
}
