package org.guitu.office;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.guitu.family.Family;
import org.guitu.message.ConversationId;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.office.Conversation.Entry;

/** The conversations of one office, each put together from what lies in its folder. */
public final class Conversations {
    private final Office office;

    public Conversations(Office office) {
        this.office = office;
    }

    /**
     * How one stands.
     *
     * @param now by which it is overdue
     * @throws OfficeProblem when nothing of it is here
     */
    public Conversation read(ConversationId id, Instant now) throws IOException, OfficeProblem {
        var course = office.course(id);
        var sent = sent(id);
        if (course.steps().isEmpty() && sent.isEmpty()) {
            throw OfficeProblem.notFound(id.value());
        }
        var unverified = unverified(course, sent);
        // with one that is nobody's word nothing can be said of the whole
        boolean sound = unverified.isEmpty();
        var deadlines = new Deadlines(course, sent, office, now);
        return new Conversation(
                id,
                course.family().map(Family::label),
                states(course, sound ? course.states() : Set.of()),
                entries(course, sent, sound),
                sound ? deadlines.all() : List.of(),
                sound ? deadlines.expiry() : Optional.empty(),
                sound ? next(course) : List.of(),
                unverified);
    }

    private Set<MessageId> unverified(Course course, Map<MessageId, Timeline> sent) throws IOException, OfficeProblem {
        var proofs = office.unlocked().proofs();
        var unverified = new HashSet<MessageId>();
        var all = Stream.concat(course.steps().stream().map(Course.Step::id), sent.keySet().stream());
        for (var id : all.distinct().toList()) {
            if (!isVerified(id, proofs)) {
                unverified.add(id);
            }
        }
        return Set.copyOf(unverified);
    }

    private boolean isVerified(MessageId id, Proofs proofs) throws IOException, OfficeProblem {
        try {
            return isVerified(office.file(id), proofs);
        } catch (NoSuchFileException e) {
            // one of ours goes on its way once, maybe just now
            try {
                return isVerified(office.file(id), proofs);
            } catch (NoSuchFileException gone) {
                return false;
            }
        }
    }

    private static boolean isVerified(Path file, Proofs proofs) throws IOException, OfficeProblem {
        try {
            Verification.of(file, proofs);
            return true;
        } catch (NotVerified e) {
            return false;
        }
    }

    private Map<MessageId, Timeline> sent(ConversationId id) throws IOException {
        var sent = new LinkedHashMap<MessageId, Timeline>();
        office.status(id).forEach(timeline -> sent.put(timeline.about().id(), timeline));
        return sent;
    }

    private static List<Conversation.State> states(Course course, Set<String> present) {
        return course.family().map(Family::workflow).stream()
                .flatMap(workflow -> workflow.states().entrySet().stream()
                        .map(state -> new Conversation.State(
                                state.getValue(), present.contains(state.getKey()), workflow.isFinal(state.getKey()))))
                .toList();
    }

    private List<Entry> entries(Course course, Map<MessageId, Timeline> sent, boolean sound) throws IOException {
        // what reaches its own sender too is one message
        var entries = new LinkedHashMap<MessageId, Entry>();
        for (var step : course.steps()) {
            entries.putIfAbsent(
                    step.id(),
                    new Entry(
                            step.id(),
                            step.number(),
                            step.sentAt(),
                            step.type(),
                            step.sender(),
                            step.recipients(),
                            step.subjects(),
                            labels(course, sound ? step.states() : Set.of()),
                            isReceived(step.id()),
                            Optional.ofNullable(sent.get(step.id()))));
        }
        for (var refused : sent.values()) {
            entries.putIfAbsent(refused.about().id(), unaccepted(refused));
        }
        return List.copyOf(entries.values());
    }

    /** The hub never had it: to whom it would have gone says nothing. */
    private Entry unaccepted(Timeline refused) {
        return new Entry(
                refused.about().id(),
                Optional.empty(),
                refused.queuedAt(),
                refused.about().type(),
                office.party(),
                List.of(),
                List.of(),
                List.of(),
                false,
                Optional.of(refused));
    }

    private boolean isReceived(MessageId id) throws IOException {
        return office.storage().inbox().find(id).isPresent();
    }

    private static List<Labels> labels(Course course, Collection<String> states) {
        var known = course.family().map(family -> family.workflow().states()).orElse(Map.of());
        if (states.size() > 1 && states.containsAll(known.keySet())) {
            // where it may be anywhere nothing is known
            return List.of();
        }
        return states.stream()
                .sorted()
                .flatMap(state -> Stream.ofNullable(known.get(state)))
                .toList();
    }

    private static List<Conversation.Next> next(Course course) {
        return course.family().stream()
                .flatMap(family -> course.next().stream()
                        .map(next -> new Conversation.Next(
                                new MessageType(family.name(), next.type()), next.parties(), next.roles())))
                .toList();
    }
}
