package org.guitu.trust;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The one BouncyCastle provider object, always named explicitly: installed globally at the front it would take SHA-256,
 * SecureRandom and PKCS#12 away from the JDK (reference/trust.md 2.3).
 */
public final class BouncyCastle {
    public static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}

    /** Whether this certificate's key is of a curve the JDK does not know, so that no TLS of the JDK takes it. */
    public static boolean isUnknownToJdk(X509Certificate certificate) {
        return KeyStrength.of(certificate) == KeyStrength.SM2;
    }

    /** Whether a key that names itself so is of a curve the JDK does not know. */
    static boolean isUnknownToJdk(AlgorithmIdentifier key) {
        return GMObjectIdentifiers.sm2p256v1.equals(key.getParameters());
    }

    /** The same key as an object of BouncyCastle, which keeps what it works out for it; one of RSA as it is. */
    public static PublicKey adopt(PublicKey key) {
        try {
            return "EC".equals(key.getAlgorithm())
                    ? KeyFactory.getInstance("EC", PROVIDER).generatePublic(new X509EncodedKeySpec(key.getEncoded()))
                    : key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a key that BouncyCastle knows", e);
        }
    }

    /** The same certificate as an object of BouncyCastle: the JDK's looks for its issuer's signature method in the JDK only. */
    static X509Certificate adopt(X509Certificate certificate) throws CertificateException {
        return certificate(certificate.getEncoded());
    }

    /** What these bytes (DER) say, also of a key that the JDK does not read. */
    public static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509", PROVIDER).generateCertificate(new ByteArrayInputStream(der));
    }

    /** As {@link #adopt(PublicKey)}. */
    public static PrivateKey adopt(PrivateKey key) {
        try {
            return "EC".equals(key.getAlgorithm())
                    ? KeyFactory.getInstance("EC", PROVIDER).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()))
                    : key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a key that BouncyCastle knows", e);
        }
    }
}
