package org.guitu.office.line;

import java.util.Optional;

/** Something that came over the line and stays the hub's until it is {@link #taken}. */
public interface Arrival {
    /** Exactly the bytes that were signed. */
    byte[] wire();

    /** The hub-signed {@code Delivered} statement that came with a message of the mailbox; receipts have none. */
    Optional<byte[]> delivered();

    /** Tells the hub that it is stored here: it will not come again. When this fails it does come again. */
    void taken() throws LineDown;

    /** Leaves it with the hub: it comes again. Never throws. */
    void putBack();
}
