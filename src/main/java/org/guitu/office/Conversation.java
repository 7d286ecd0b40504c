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
 * @param deadlines what has or had to be done by when, the first due first
 * @param expiry when it runs out, where its family and its opener say so
 * @param next what may come now
 * @param unverified messages whose files do not verify any more: what they say is nobody's word
 */
public record Conversation(
        ConversationId id,
        Optional<Labels> family,
        List<State> states,
        List<Entry> entries,
        List<Deadline> deadlines,
        Optional<Expiry> expiry,
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
     * @param states where the conversation was after it; several where it may have been any of them, none where nothing is known
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

    /** A message, as what is said of it names it. */
    public record Said(MessageId id, MessageType type) {}

    /** What has to be done. */
    public enum Task {
        ANSWER,
        COLLECT
    }

    /**
     * Something that has to be done by some time.
     *
     * @param of the message that it has to be done with
     * @param from who has to do it
     * @param rule what says so; empty where the message itself names the time
     * @param persons for whom it is awaited; none: for all
     * @param met empty while it is not done
     * @param overdue whether its time has passed, and it is not done
     */
    public record Deadline(
            Task task,
            Said of,
            Instant by,
            List<String> from,
            Optional<Labels> rule,
            List<String> persons,
            Optional<Met> met,
            boolean overdue) {
        /** Whether an answer is awaited. */
        boolean isOpen() {
            return task == Task.ANSWER && met.isEmpty();
        }
    }

    /**
     * That it was done.
     *
     * @param answer by which message; empty where there was nothing to answer
     * @param late whether its time had passed then
     */
    public record Met(Instant at, Optional<Said> answer, boolean late) {}

    /**
     * Until when it runs.
     *
     * @param of the message that says so
     * @param over whether that time has passed, and nobody has ended it
     * @param ended whether it was ended, so that nothing runs any more
     */
    public record Expiry(Said of, Instant at, boolean over, boolean ended) {}

    /**
     * A message that may come next.
     *
     * @param parties who of those known here may send it; none where nobody is known by name
     * @param roles one of which its sender has
     */
    public record Next(MessageType type, Set<String> parties, Set<String> roles) {}

    /** The answers that are awaited, the first due first. */
    public List<Deadline> open() {
        return deadlines.stream().filter(Deadline::isOpen).toList();
    }

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
