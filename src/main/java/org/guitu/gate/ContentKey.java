package org.guitu.gate;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * An AES-256 key in GCM mode (NIST SP 800-38D: 96-bit random iv, 128-bit tag). What it seals is bound to an identifier, so
 * a row's bytes cannot pass for another's.
 */
final class ContentKey {
    static final int BYTES = 32;
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    ContentKey(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("an AES-256 key has 32 bytes");
        }
        this.key = key.clone();
    }

    static ContentKey fresh() {
        var key = new byte[BYTES];
        RANDOM.nextBytes(key);
        return new ContentKey(key);
    }

    /** What is stored of something sealed. */
    record Sealed(byte[] iv, byte[] bytes) {}

    Sealed seal(byte[] clear, UUID boundTo) {
        var iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        try {
            return new Sealed(iv, cipher(Cipher.ENCRYPT_MODE, iv, boundTo).doFinal(clear));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES in GCM mode", e);
        }
    }

    /** @throws GeneralSecurityException when key, identifier or bytes are not those that were sealed */
    byte[] open(Sealed sealed, UUID boundTo) throws GeneralSecurityException {
        return cipher(Cipher.DECRYPT_MODE, sealed.iv(), boundTo).doFinal(sealed.bytes());
    }

    byte[] raw() {
        return key.clone();
    }

    private Cipher cipher(int mode, byte[] iv, UUID boundTo) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(boundTo.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return cipher;
    }
}
