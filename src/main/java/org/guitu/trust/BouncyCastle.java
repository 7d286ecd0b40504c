package org.guitu.trust;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The one BouncyCastle provider object, always named explicitly: installed globally at the front it would take SHA-256,
 * SecureRandom and PKCS#12 away from the JDK (reference/trust.md 2.3).
 */
public final class BouncyCastle {
    public static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}
}
