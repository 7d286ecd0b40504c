package org.guitu.gate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.guitu.agreement.Clause;
import org.guitu.family.Due;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;

/**
 * What {@code authorise} decided, on the version of the conversation it saw.
 *
 * @param version version of the conversation decided on; 0 when this message opens it
 * @param fromState state before; empty when this message opens the conversation
 * @param toState state after
 * @param deliveries one for each party reached, in the order of the message
 * @param acknowledges for a recipient's own receipt: the delivery it acknowledges; such a message moves no state
 * @param sequel what else changes with this message
 */
public record Decision(
        long version,
        Optional<String> fromState,
        String toState,
        List<Planned> deliveries,
        Optional<Acknowledges> acknowledges,
        Sequel sequel) {

    /** Number of this message in its conversation, from 1: every accepted message adds one to the version. */
    public long number() {
        return version + 1;
    }

    /**
     * What a message brings about beside its deliveries and the state it leads to.
     *
     * @param clauses of an agreement that comes into force
     * @param until when those in force end, where the message says so
     * @param agenda what the hub is to send by itself from here on; empty for families where it never does
     */
    public record Sequel(List<Clause> clauses, Optional<Instant> until, Optional<List<Due>> agenda) {
        static final Sequel NONE = new Sequel(List.of(), Optional.empty(), Optional.empty());
    }

    /**
     * One delivery planned.
     *
     * @param grant id of the grant or agreement clause that allows it
     * @param joined whether the party has a certificate in force, so that it can be reached
     * @param telephone the party's 24-hour telephone
     * @param collectBy when it must have been collected, if a deadline says so
     * @param deadline id of that deadline
     * @param awaited the answer that is due, where its clause or a deadline says so
     * @param reviewBy until when somebody looks at whether it was right, for what only an exception allowed
     */
    public record Planned(
            UUID id,
            PartyId recipient,
            boolean copy,
            String grant,
            boolean joined,
            String telephone,
            Optional<Instant> collectBy,
            Optional<String> deadline,
            Optional<Awaited> awaited,
            Optional<Instant> reviewBy) {
        Planned awaiting(Optional<Awaited> answer) {
            return new Planned(id, recipient, copy, grant, joined, telephone, collectBy, deadline, answer, reviewBy);
        }
    }

    /**
     * An answer that is due.
     *
     * @param rule id of the clause or of the deadline that says so
     * @param types what answers it, by whomever it is sent; none: anything the recipient sends
     */
    public record Awaited(Instant by, String rule, Set<MessageType> types) {}

    /** A recipient's {@code Received} or {@code Read} for one delivery. */
    public record Acknowledges(MessageId message, PartyId by, Kind kind) {
        /** How far the recipient says it is. */
        public enum Kind {
            RECEIVED,
            READ
        }
    }
}
