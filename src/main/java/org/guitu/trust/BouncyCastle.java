package org.guitu.trust;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The one BouncyCastle provider object, always named explicitly: installed globally at the front it would take SHA-256,
 * SecureRandom and PKCS#12 away from the JDK (reference/trust.md 2.3).
 */
public final class BouncyCastle {
    public static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}

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
