package org.guitu.office;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.guitu.message.ConversationId;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;

/**
 * A conversation for somebody to read: what this office holds of it, where it stands, and what comes next.
 *
 * @param family what it is about; empty where this installation has no such family
 * @param states every state of its workflow, in the family's own order
 * @param entries in the order of the hub's numbers; what has none, because it is queued or was refused, comes last
 * @param open what is asked for and not answered, the first due first
 * @param next what may come now
 * @param unverified messages whose files do not verify any more: what they say is nobody's word
 */
public record Conversation(
        ConversationId id,
        Optional<Labels> family,
        List<State> states,
        List<Entry> entries,
        List<Open> open,
        List<Next> next,
        Set<MessageId> unverified) {

    /**
     * One state of the workflow.
     *
     * @param present whether the conversation is there, as far as this office knows; where that is not certain, of several
     * @param last whether it ends there
     */
    public record State(Labels label, boolean present, boolean last) {}

    /**
     * One message.
     *
     * @param number the hub's number in the conversation
     * @param persons whom it is about; none: all of the conversation
     * @param states where the conversation was after it; several where it may have been any of them
     * @param received whether it came to this office, so that there is a page for it
     * @param delivery what became of it at its recipients, where this office sent it
     */
    public record Entry(
            MessageId id,
            Optional<Long> number,
            Instant sentAt,
            MessageType type,
            PartyId sender,
            List<String> recipients,
            List<String> persons,
            List<Labels> states,
            boolean received,
            Optional<Timeline> delivery) {}

    /**
     * An answer that is awaited.
     *
     * @param asked type of the message that asks for it
     * @param from who has to give it
     * @param rule what says so; empty where the message itself names the time
     * @param persons for whom it is awaited; none: for all
     */
    public record Open(
            MessageType asked,
            Instant by,
            boolean overdue,
            List<String> from,
            Optional<Labels> rule,
            List<String> persons) {}

    /**
     * A message that may come next.
     *
     * @param parties who of those known here may send it; none where nobody is known by name
     * @param roles one of which its sender has
     */
    public record Next(MessageType type, Set<String> parties, Set<String> roles) {}

    /** Whether this office knows in which one state it is. */
    public boolean isCertain() {
        return unverified.isEmpty() && states.stream().filter(State::present).count() == 1;
    }

    /** Whether this office knows nothing of where it is. */
    public boolean isUnknown() {
        return states.stream().noneMatch(State::present);
    }

    /** Whom it is about, in the order they came up. */
    public List<String> persons() {
        return entries.stream()
                .filter(entry -> !unverified.contains(entry.id()))
                .flatMap(entry -> entry.persons().stream())
                .distinct()
                .toList();
    }
}
