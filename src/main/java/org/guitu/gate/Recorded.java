package org.guitu.gate;

import org.guitu.message.MessageId;

/** The message, its deliveries, the conversation's new state and the signed receipt are committed. */
public final class Recorded {
    private final MessageId id;
    private final byte[] receipt;
    private final boolean again;

    Recorded(MessageId id, byte[] receipt, boolean again) {
        this.id = id;
        this.receipt = receipt;
        this.again = again;
    }

    public MessageId id() {
        return id;
    }

    /** The signed {@code Accepted} receipt, byte for byte as stored. */
    public byte[] receipt() {
        return receipt.clone();
    }

    /** The same message had been accepted before: this is its stored receipt, and nothing was done again. */
    public boolean again() {
        return again;
    }
}
