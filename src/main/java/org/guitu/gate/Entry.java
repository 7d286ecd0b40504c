package org.guitu.gate;

import java.util.concurrent.CompletableFuture;
import org.guitu.gate.Acceptance.SignedReceipt;
import org.guitu.gate.Contents.Prepared;

/** One message ready to be written, signed receipt and sealed content included; {@code outcome} tells its sender. */
record Entry(Authorised authorised, SignedReceipt receipt, Prepared prepared, CompletableFuture<Outcome> outcome) {

    /** What became of an entry in its transaction. */
    enum Outcome {
        /** Message, deliveries, state and receipt are committed. */
        RECORDED,
        /** Its id is in the record already, or else its number in the conversation; nothing was changed. */
        TAKEN,
        /** The conversation has another version than the one decided on; nothing was changed. */
        OVERTAKEN
    }
}
