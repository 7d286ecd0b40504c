package org.guitu.oversight;

import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.message.ConversationId;
import org.guitu.message.Header.Status;
import org.guitu.message.Header.Urgency;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;

/**
 * How everything stands ({@code schemas/oversight}): headers and counts, nothing above P1.
 *
 * @param since from when on flows and answers are counted
 * @param leftOut how many open conversations of any status did not fit: of those in which nothing was due, those that changed longest ago
 * @param conversations those that are not over, what is meant before what is tried, first those in which something was due, then the last changed
 */
public record Overview(
        Instant asOf,
        Instant since,
        int leftOut,
        List<Conversation> conversations,
        List<Flow> flows,
        List<Answers> answers) {
    /** Conversations that one overview lists at most; as many as {@code oversight.xsd} takes. */
    public static final int MOST_CONVERSATIONS = 3_000;

    /** What their participants and answers weigh at most, all together: with the rest it stays below the 100,000 elements of a message. */
    public static final int MOST_WEIGHT = 50_000;

    /** Pairs of places at most, those that wrote most. */
    public static final int MOST_FLOWS = 2_000;

    /** Parties that answer at most, by family. */
    public static final int MOST_ANSWERS = 500;

    /** Answers awaited in one conversation, and parties in it, at most. */
    public static final int MOST_IN_ONE = 512;

    /** What there is of, what is meant before what is only tried. */
    public NavigableSet<Status> statuses() {
        return Stream.of(
                        conversations.stream().map(Conversation::status),
                        flows.stream().map(Flow::status),
                        answers.stream().map(Answers::status))
                .flatMap(each -> each)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What it says of one status: a test is never counted with what is meant. */
    public Overview only(Status status) {
        return new Overview(
                asOf,
                since,
                leftOut,
                conversations.stream().filter(one -> one.status() == status).toList(),
                flows.stream().filter(flow -> flow.status() == status).toList(),
                answers.stream().filter(one -> one.status() == status).toList());
    }

    /**
     * One that is not over.
     *
     * @param state by its name in the workflow
     * @param urgency of its first message
     * @param status of all its messages (R-X10)
     * @param messages how many it has
     * @param until to when it allows messages, or runs; none for most
     * @param awaited answers that are not there, or came after their time
     */
    public record Conversation(
            ConversationId id,
            String family,
            String state,
            PartyId openedBy,
            Instant openedAt,
            Instant changedAt,
            Urgency urgency,
            Status status,
            int messages,
            Optional<Instant> until,
            List<Participant> participants,
            List<Awaited> awaited) {}

    /** Somebody in it, and how many messages it has not said it read. */
    public record Participant(PartyId party, int unread) {
        /** Elements it is written with. */
        public static final int WEIGHT = 3;
    }

    /**
     * An answer, or that something is collected.
     *
     * @param rule deadline of the workflow, clause of an agreement, or {@link #BY_MESSAGE}
     * @param answeredAt after its time; empty: not yet
     */
    public record Awaited(MessageType type, PartyId from, Instant by, String rule, Optional<Instant> answeredAt) {
        /** Elements it is written with at most. */
        public static final int WEIGHT = 6;

        /** The message itself names the time. */
        public static final String BY_MESSAGE = "ReplyBy";
    }

    /**
     * How many messages went from place to place; copies are not counted.
     *
     * @param from a province, {@code cn.53}, or a country, {@code vn}
     */
    public record Flow(String family, Status status, String from, String to, int messages) {}

    /** How a party answers: in time, late, overdue and not yet, and what is not due yet. */
    public record Answers(
            String family, Status status, PartyId party, int inTime, int late, int missing, int pending) {}
}
