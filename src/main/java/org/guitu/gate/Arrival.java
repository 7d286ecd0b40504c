package org.guitu.gate;

import org.guitu.message.Digest;

/**
 * The bytes that came, as far as they were read.
 *
 * @param wire empty where they were too many to be read
 * @param digest of all of them
 * @param size how many there were
 */
public record Arrival(byte[] wire, Digest digest, long size) {
    public static Arrival of(byte[] wire) {
        return new Arrival(wire, Digest.of(wire), wire.length);
    }

    /** Bytes that were too many to be read: only their digest is known, so that a refusal says which they were. */
    public static Arrival unread(Digest digest, long size) {
        return new Arrival(new byte[0], digest, size);
    }
}
