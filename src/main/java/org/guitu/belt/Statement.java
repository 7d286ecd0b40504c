package org.guitu.belt;

import java.util.Optional;

/**
 * The hub's signed {@code Delivered} about one delivery, once in a suite its reader can verify and once in one its sender can:
 * the same bytes where one suite does for both. Of a receipt its sender gets none, and its reader only where it could not verify
 * the receipt without; none is of length 0.
 */
public record Statement(byte[] reader, byte[] sender) {
    private static final byte[] NOTHING = {};

    /** Nobody gets one. */
    public static final Statement NONE = both(NOTHING);

    /** One for both. */
    public static Statement both(byte[] bytes) {
        return new Statement(bytes, bytes);
    }

    /** The reader alone gets one. */
    public static Statement reader(byte[] bytes) {
        return new Statement(bytes, NOTHING);
    }

    Optional<byte[]> toReader() {
        return Optional.of(reader).filter(bytes -> bytes.length > 0);
    }
}
