package org.guitu.belt;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.guitu.message.ConversationId;
import org.guitu.message.Digest;
import org.guitu.message.Header.Status;
import org.guitu.message.Header.Urgency;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.receipt.Owed;

/**
 * One recorded message with the deliveries still due.
 *
 * @param acknowledges for a recipient's own receipt, the message it acknowledges
 * @param number its number in the conversation, 0 for a recipient's own receipt
 * @param wire the bytes exactly as received
 * @param verification whose certificate the gate verified, in which suite, and when
 */
public record Consignment(
        MessageId id,
        MessageType type,
        ConversationId conversation,
        Optional<MessageId> acknowledges,
        long number,
        PartyId sender,
        Status status,
        Urgency urgency,
        Optional<Instant> expiresAt,
        byte[] wire,
        Verification verification,
        List<Due> due) {

    /** The same with other deliveries. */
    Consignment with(List<Due> others) {
        return new Consignment(
                id,
                type,
                conversation,
                acknowledges,
                number,
                sender,
                status,
                urgency,
                expiresAt,
                wire,
                verification,
                others);
    }

    /** What the gate verified about the signer. */
    public record Verification(Digest certificate, String suite, Instant at) {}

    /**
     * One delivery that is due.
     *
     * @param number its number among what this recipient gets of the conversation, from 1; 0 for a receipt
     * @param round how often it was sent again by hand
     * @param attempts how often it was tried before in this round
     * @param owed the answer it asks for
     * @param statement the signed {@code Delivered}, once it was made
     */
    public record Due(
            UUID id,
            PartyId recipient,
            long number,
            int round,
            int attempts,
            Optional<Owed> owed,
            Optional<Statement> statement) {
        /** The broker's duplicate id: one copy a round, since what a person sends again must not be dropped. */
        public String once() {
            return once(id, round);
        }

        static String once(UUID id, int round) {
            return round == 0 ? id.toString() : id + "/" + round;
        }
    }
}
