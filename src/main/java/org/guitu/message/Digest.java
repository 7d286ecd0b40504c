package org.guitu.message;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest (FIPS 180-4) as 64 lower-case hexadecimal digits. */
public record Digest(String hex) {
    public Digest {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256 digest in lower-case hexadecimal");
        }
    }

    /** Digest of these bytes. */
    public static Digest of(byte[] bytes) {
        return ofRaw(inPieces().digest(bytes));
    }

    /** Takes bytes piece by piece; what it gives in the end is for {@link #ofRaw}. */
    public static MessageDigest inPieces() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Wraps the 32 bytes of a digest already computed. */
    public static Digest ofRaw(byte[] raw) {
        return new Digest(HexFormat.of().formatHex(raw));
    }

    public byte[] raw() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
