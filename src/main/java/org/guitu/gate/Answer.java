package org.guitu.gate;

import java.util.Optional;
import org.guitu.message.MessageId;
import org.guitu.receipt.ReceiptKind;

/**
 * The hub's signed answer to one message.
 *
 * @param kind {@code Accepted} or {@code Refused}
 * @param message the message answered; empty when it could not be read
 * @param receipt the signed receipt
 */
public record Answer(ReceiptKind kind, Optional<MessageId> message, byte[] receipt) {
    static Answer accepted(Recorded recorded) {
        return new Answer(ReceiptKind.ACCEPTED, Optional.of(recorded.id()), recorded.receipt());
    }

    static Answer refused(Quarantine.Kept kept) {
        return new Answer(ReceiptKind.REFUSED, kept.message(), kept.receipt());
    }
}
