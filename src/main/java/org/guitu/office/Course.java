package org.guitu.office;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.guitu.family.Deadline;
import org.guitu.family.Family;
import org.guitu.family.Foresight;
import org.guitu.family.Watched;
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
record Course(ConversationId id, Optional<Family> family, List<Step> steps, Roles roles) {
    /**
     * One message.
     *
     * @param number the hub's number in the conversation; empty while it is queued here
     * @param acceptedAt when the hub accepted it, from which deadlines are counted; where that is not known, when it was sent
     * @param expiresAt until when what it says holds, as its sender says
     * @param subjects the persons it is about, in its header or its body; none: all of the conversation
     * @param collect by when it has to be collected, where its workflow says so
     * @param states where the conversation, not one of the persons, was after it: one where that is certain, several where it may have been any of
     *     them, none where nothing is known
     */
    record Step(
            MessageId id,
            Optional<Long> number,
            Instant sentAt,
            Instant acceptedAt,
            Optional<Instant> expiresAt,
            MessageType type,
            PartyId sender,
            List<String> recipients,
            List<String> subjects,
            Optional<MessageId> inReplyTo,
            List<Due> due,
            Optional<Deadline> collect,
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
        Step with(Set<String> known, List<Due> awaited, Optional<Deadline> collection) {
            return new Step(
                    id,
                    number,
                    sentAt,
                    acceptedAt,
                    expiresAt,
                    type,
                    sender,
                    recipients,
                    subjects,
                    inReplyTo,
                    awaited,
                    collection,
                    known);
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

    /**
     * A message that may come next.
     *
     * @param parts the parts that may send it
     * @param parties who of those known here may; none where the part does not count or nobody is known
     */
    record Next(String type, Set<String> roles, Set<String> parts, Set<String> parties) {}

    /**
     * A message that asks for an answer.
     *
     * @param answer empty while there is none
     */
    record Asked(Step asked, Due due, Optional<Step> answer) {}

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

    /**
     * Whether the states of the conversation are those of its person too. With others in it, also with others of whom this
     * office may not have heard, a message about one of them moves the conversation and not the rest.
     */
    boolean ofOnePerson() {
        var numbers = steps.stream().flatMap(step -> step.number().stream()).toList();
        boolean whole =
                numbers.equals(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
        return whole && persons().size() <= 1;
    }

    /** The messages that are about this person. */
    List<Step> about(String person) {
        return steps.stream().filter(step -> step.about(person)).toList();
    }

    /** What these messages ask for, with what the hub has accepted first in answer, the first due first. */
    static List<Asked> asked(List<Step> steps) {
        return steps.stream()
                .filter(step -> step.number().isPresent())
                .flatMap(step -> step.due().stream().map(due -> new Asked(step, due, answer(steps, step, due))))
                .sorted(Comparator.comparing(asked -> asked.due().by()))
                .toList();
    }

    private static Optional<Step> answer(List<Step> steps, Step asked, Due due) {
        return steps.stream()
                .skip(steps.indexOf(asked) + 1L)
                .filter(later -> later.number().isPresent() && later.answers(asked, due))
                .findFirst();
    }

    /** What of it has no answer yet. */
    static List<Asked> open(List<Step> steps) {
        return asked(steps).stream().filter(asked -> asked.answer().isEmpty()).toList();
    }

    /** What its opener said last that runs out, where such conversations run no longer than their opener says. */
    Optional<Step> expiring() {
        boolean runs =
                family.stream().flatMap(known -> known.watched().stream()).anyMatch(Watched::expires);
        return steps.stream()
                .filter(step ->
                        runs && step.number().isPresent() && step.expiresAt().isPresent())
                .filter(step -> opener().contains(step.sender().value()))
                .reduce((earlier, later) -> later);
    }

    /** Whether it may be where its expiry still matters: nobody has ended it, as far as is known here. */
    boolean runsOut() {
        return family.stream()
                .flatMap(known -> known.watched().stream())
                .filter(Watched::expires)
                .anyMatch(group -> group.states().stream().anyMatch(states()::contains));
    }

    /** What may come next, and from whom. */
    List<Next> next() {
        return family.map(known -> new Foresight(known.workflow()).next(states())).orElse(List.of()).stream()
                .map(next -> new Next(
                        next.type(),
                        sorted(next.senders().stream().flatMap(sender -> sender.roles().stream())),
                        sorted(next.senders().stream().map(Foresight.Sender::part)),
                        parties(next.senders())))
                .toList();
    }

    /** The types that this party may send next, as far as is known here; who is meant by a group may be. */
    List<String> open(PartyId party) {
        return family.map(known -> new Foresight(known.workflow()).next(states())).orElse(List.of()).stream()
                .filter(next -> next.senders().stream().anyMatch(sender -> mayBe(party.value(), sender)))
                .map(Foresight.Next::type)
                .toList();
    }

    private boolean mayBe(String party, Foresight.Sender sender) {
        return roles.mayBe(party, sender.roles())
                && (sender.part().equals("anyone")
                        || playing(sender.part()).stream().anyMatch(one -> one.equals(party) || one.startsWith("@")));
    }

    private static Set<String> sorted(Stream<String> texts) {
        return texts.collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> parties(Set<Foresight.Sender> senders) {
        var parties = new TreeSet<String>();
        for (var sender : senders) {
            var alone = roles.alone(sender.roles());
            if (alone.isEmpty() && sender.part().equals("anyone")) {
                return Set.of();
            }
            alone.ifPresent(parties::add);
            playing(sender.part()).stream()
                    .filter(party -> roles.mayBe(party, sender.roles()))
                    .forEach(parties::add);
        }
        return parties;
    }

    /** The parties known here that play this part. */
    private Set<String> playing(String part) {
        return switch (part) {
            case "anyone" -> Set.of();
            case "opener" -> opener();
            case "respondent" -> {
                var others = opener().isEmpty() ? new LinkedHashSet<String>() : named();
                others.removeAll(opener());
                yield others;
            }
            case "participant" -> named();
            default -> {
                var type = part.substring(part.indexOf(':') + 1);
                yield sorted(steps.stream()
                        .filter(step -> step.type().name().equals(type))
                        .flatMap(step -> step.recipients().stream()));
            }
        };
    }

    /** Whom this office goes on writing to: the parties known here beside it and the hub, and the groups it has written to itself. */
    List<String> others(PartyId own) {
        var parties = named().stream()
                .filter(party -> !party.equals(own.value()) && !roles.isHub(party) && !party.startsWith("@"));
        var groups = steps.stream()
                .filter(step -> step.sender().equals(own))
                .flatMap(step -> step.recipients().stream())
                .filter(party -> party.startsWith("@"));
        return Stream.concat(parties, groups).distinct().sorted().toList();
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
