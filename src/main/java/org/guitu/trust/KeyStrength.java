package org.guitu.trust;

import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * What kind of public key a certificate holds, read from its own bytes: a provider may turn explicit curve parameters
 * into a name, and a key whose curve the sender spells out is refused (reference/trust.md 7).
 */
enum KeyStrength {
    P256,
    P384,
    RSA,
    SM2,
    WEAK;

    private static final Map<ASN1ObjectIdentifier, KeyStrength> CURVES = Map.of(
            SECObjectIdentifiers.secp256r1, P256,
            SECObjectIdentifiers.secp384r1, P384,
            GMObjectIdentifiers.sm2p256v1, SM2);
    private static final BigInteger F4 = BigInteger.valueOf(65537);
    private static final int RSA_LEAST = 3072;
    /** Above this a verification costs the hub more than it costs whoever made the key. */
    private static final int RSA_MOST = 8192;

    static KeyStrength of(X509Certificate certificate) {
        try {
            return of(Certificate.getInstance(certificate.getEncoded()).getSubjectPublicKeyInfo());
        } catch (CertificateEncodingException | RuntimeException e) {
            return WEAK;
        }
    }

    static KeyStrength of(X509CertificateHolder certificate) {
        return of(certificate.getSubjectPublicKeyInfo());
    }

    static KeyStrength of(SubjectPublicKeyInfo info) {
        var algorithm = info.getAlgorithm();
        if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return algorithm.getParameters() instanceof ASN1ObjectIdentifier curve
                    ? CURVES.getOrDefault(curve, WEAK)
                    : WEAK;
        }
        return algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption) ? ofRsa(info) : WEAK;
    }

    private static KeyStrength ofRsa(SubjectPublicKeyInfo info) {
        try {
            var key = RSAPublicKey.getInstance(info.parsePublicKey());
            int bits = key.getModulus().bitLength();
            return bits >= RSA_LEAST
                            && bits <= RSA_MOST
                            && key.getPublicExponent().equals(F4)
                    ? RSA
                    : WEAK;
        } catch (java.io.IOException e) {
            return WEAK;
        }
    }
}
