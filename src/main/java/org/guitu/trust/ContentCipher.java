package org.guitu.trust;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM as XML Encryption 1.1 lays it out (5.2.4): 96 bits of IV, the text, 128 bits of tag. */
final class ContentCipher {
    static final String ALGORITHM = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
    static final int KEY_BYTES = 32;

    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    /** Bytes of what is encrypted at least: start, tag (XML Encryption 5.2.4) and one byte of content. */
    static final int SMALLEST = IV_BYTES + TAG_BITS / Byte.SIZE + 1;

    private ContentCipher() {}

    static byte[] encrypt(byte[] key, byte[] clear) throws GeneralSecurityException {
        var iv = new byte[IV_BYTES];
        new SecureRandom().nextBytes(iv);
        var sealed = cipher(Cipher.ENCRYPT_MODE, key, iv).doFinal(clear);
        var all = Arrays.copyOf(iv, IV_BYTES + sealed.length);
        System.arraycopy(sealed, 0, all, IV_BYTES, sealed.length);
        return all;
    }

    /** @throws GeneralSecurityException when a bit of it is another */
    static byte[] decrypt(byte[] key, byte[] all) throws GeneralSecurityException {
        if (key.length != KEY_BYTES || all.length < IV_BYTES + TAG_BITS / Byte.SIZE) {
            throw new GeneralSecurityException("too short");
        }
        return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(all, IV_BYTES))
                .doFinal(all, IV_BYTES, all.length - IV_BYTES);
    }

    private static Cipher cipher(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
        return cipher;
    }
}
