package org.guitu.cases;

import java.util.Optional;
import org.guitu.cases.WireCase.Step;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.guitu.message.Refusal;

/** A door of the hub as its parties use it; each kind of door runs the same cases. */
interface Door extends AutoCloseable {
    /**
     * The answer to one message.
     *
     * @param arrival the door's name of what was sent, as quarantine keeps it, where the sender knows it
     * @param told the refusal as the door itself tells it, where it does beside the receipt
     */
    record Answered(Optional<String> arrival, byte[] receipt, Optional<Refusal> told) {}

    /** The door took nothing, so there is no answer. */
    final class ShutOut extends Exception {
        private static final long serialVersionUID = 1L;

        ShutOut(Throwable cause) {
            super("the door does not take it", cause);
        }
    }

    /** Sends over this party's channel and waits for the answer. */
    Answered send(PartyId from, byte[] wire, Step how) throws ShutOut;

    /** Takes what was delivered to this party, waiting for it; {@code acknowledged} when it is a receipt. */
    Optional<byte[]> collect(PartyId party, MessageId message, Optional<MessageId> acknowledged);

    @Override
    void close();
}
