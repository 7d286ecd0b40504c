package org.guitu.gate;

import java.util.UUID;

/** Writes the hub's signed {@code Accepted} receipt; called before the commit that makes it true. */
@FunctionalInterface
public interface Acceptance {
    /** The receipt for this message, to be stored in the transaction that records it. */
    SignedReceipt accepted(Authorised authorised);

    /** A receipt signed by the hub: its own message id, and its bytes. */
    record SignedReceipt(UUID id, byte[] bytes) {}
}
