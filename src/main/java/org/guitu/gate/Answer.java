package org.guitu.gate;

import java.util.Optional;
import org.guitu.message.MessageId;
import org.guitu.message.Refusal;
import org.guitu.receipt.ReceiptKind;

/**
 * The hub's signed answer to one message.
 *
 * @param kind {@code Accepted} or {@code Refused}
 * @param message the message answered; empty when it could not be read
 * @param refusal why, when it was refused
 * @param receipt the signed receipt
 */
public record Answer(ReceiptKind kind, Optional<MessageId> message, Optional<Refusal> refusal, byte[] receipt) {
    static Answer accepted(Recorded recorded) {
        return new Answer(ReceiptKind.ACCEPTED, Optional.of(recorded.id()), Optional.empty(), recorded.receipt());
    }

    static Answer refused(Quarantine.Kept kept, Refusal refusal) {
        return new Answer(ReceiptKind.REFUSED, kept.message(), Optional.of(refusal), kept.receipt());
    }
}
