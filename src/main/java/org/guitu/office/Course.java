package org.guitu.office;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.guitu.family.Family;
import org.guitu.family.Foresight;
import org.guitu.message.ConversationId;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;

/**
 * The course of one conversation as this office holds it: what it sent and what it received, and what that allows to say of
 * what comes next. Messages between others it does not know.
 *
 * @param family empty where this installation has no such family
 * @param steps in the order of the hub's numbers; what has none yet comes last
 */
record Course(ConversationId id, Optional<Family> family, List<Step> steps) {
    /**
     * One message.
     *
     * @param number the hub's number in the conversation; empty while it is queued here
     * @param subjects the persons it is about; none: all of the conversation
     * @param states where the conversation was after it: one where that is certain, several where it may have been any of
     *     them, none where nothing is known
     */
    record Step(
            MessageId id,
            Optional<Long> number,
            Instant sentAt,
            MessageType type,
            PartyId sender,
            List<String> recipients,
            List<String> subjects,
            Optional<MessageId> inReplyTo,
            List<Due> due,
            Set<String> states) {
        boolean about(String person) {
            return subjects.isEmpty() || subjects.contains(person);
        }

        boolean answers(Step asked, Due due) {
            return due.types().isEmpty()
                    ? inReplyTo.equals(Optional.of(asked.id()))
                            || asked.recipients().contains(sender.value())
                    : due.types().contains(type);
        }

        /** The same with what is known once its place in the course is. */
        Step with(Set<String> known, List<Due> awaited) {
            return new Step(id, number, sentAt, type, sender, recipients, subjects, inReplyTo, awaited, known);
        }
    }

    /**
     * An answer that is due.
     *
     * @param from who has to give it
     * @param types what answers; none: anything that {@code from} sends
     * @param rule what says so: {@code ReplyBy} of the message, or the id of a deadline of its workflow
     */
    record Due(Instant by, List<String> from, Set<MessageType> types, String rule) {}

    /** A message that asks for an answer and has none yet. */
    record Open(Step asked, Due due) {}

    /** Where the conversation is, as far as this office knows; as in {@link Step}. */
    Set<String> states() {
        return steps.stream()
                .filter(step -> step.number().isPresent())
                .reduce((earlier, later) -> later)
                .map(Step::states)
                .orElse(Set.of());
    }

    /** The persons it is about, in the order they came up. */
    List<String> persons() {
        return steps.stream()
                .flatMap(step -> step.subjects().stream())
                .distinct()
                .toList();
    }

    /** The messages that are about this person. */
    List<Step> about(String person) {
        return steps.stream().filter(step -> step.about(person)).toList();
    }

    /** What these messages ask for and the hub has accepted no answer to, the first due first. */
    static List<Open> open(List<Step> steps) {
        return steps.stream()
                .filter(step -> step.number().isPresent())
                .flatMap(asked -> asked.due().stream().map(due -> new Open(asked, due)))
                .filter(open -> steps.stream()
                        .skip(steps.indexOf(open.asked()) + 1L)
                        .noneMatch(later -> later.number().isPresent() && later.answers(open.asked(), open.due())))
                .sorted(Comparator.comparing(open -> open.due().by()))
                .toList();
    }

    /** What may come next. */
    List<Foresight.Next> next() {
        return family.map(known -> new Foresight(known.workflow()).next(states()))
                .orElse(List.of());
    }

    /** The parties known here that play one of these parts; none where the part does not count or nobody is known. */
    Set<String> playing(Set<String> parts) {
        var parties = new TreeSet<String>();
        for (var part : parts) {
            switch (part) {
                case "anyone" -> {
                    return Set.of();
                }
                case "opener" -> parties.addAll(opener());
                case "respondent" -> {
                    var others = named();
                    others.removeAll(opener());
                    parties.addAll(others);
                }
                case "participant" -> parties.addAll(named());
                default -> {
                    var type = part.substring(part.indexOf(':') + 1);
                    steps.stream()
                            .filter(step -> step.type().name().equals(type))
                            .forEach(step -> parties.addAll(step.recipients()));
                }
            }
        }
        return parties;
    }

    private Set<String> opener() {
        return Set.copyOf(steps.stream()
                .filter(step -> step.number().equals(Optional.of(1L)))
                .map(step -> step.sender().value())
                .toList());
    }

    private Set<String> named() {
        return new LinkedHashSet<>(steps.stream()
                .flatMap(step -> Stream.concat(Stream.of(step.sender().value()), step.recipients().stream()))
                .toList());
    }
}
