package org.guitu.family;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.family.Workflow.Transition;
import org.guitu.message.Refused;
import org.guitu.xml.Envelope;
import org.w3c.dom.Document;

/** What a workflow says of a conversation of which not every message is known: nothing is taken for certain that is not. */
public final class Foresight {
    private final Workflow workflow;

    public Foresight(Workflow workflow) {
        this.workflow = workflow;
    }

    /**
     * A message that may come next.
     *
     * @param type its name in the family
     * @param senders who may send it, each in a way of its own
     */
    public record Next(String type, Set<Sender> senders) {}

    /**
     * Who may send a message: by role, and by part in the conversation; {@code anyone} where the part does not count.
     *
     * @param roles one of them is enough
     */
    public record Sender(Set<String> roles, String part) {}

    /** The state of a conversation before its first message. */
    public Set<String> unopened() {
        return Set.of(Workflow.NONE);
    }

    /** Every state in which a message may have come; what to begin with where messages are missing. */
    public Set<String> any() {
        return workflow.transitions().stream()
                .flatMap(transition -> transition.from().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The types that may begin a conversation. */
    public Set<String> openers() {
        return next(unopened()).stream().map(Next::type).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The states that an accepted message of which only the type is known may have led to, from one of these. */
    public Set<String> after(Collection<String> states, String type) {
        return after(states, type, condition -> Optional.empty());
    }

    /**
     * The states that an accepted message may have led to, from one of these: one where its content and the messages before it
     * tell. That it was accepted says that the guards held.
     *
     * @param before every earlier message of the conversation; empty where some are not known
     */
    public Set<String> after(Collection<String> states, Document message, Optional<History> before) {
        var header = Envelope.header(message);
        var facts = new Condition.Facts(new Situation(
                Optional.empty(),
                header,
                message,
                Set.of(),
                Set.of(),
                () -> before.orElseGet(() -> new History(List.of())),
                () -> new Surroundings(Instant.EPOCH, List.of(), Set.of()),
                Instant.EPOCH));
        return after(
                states,
                header.type().name(),
                condition -> condition.liesInMessages(before.isPresent()) ? told(condition, facts) : Optional.empty());
    }

    private static Optional<Boolean> told(Condition condition, Condition.Facts facts) {
        try {
            return Optional.of(condition.holds(facts));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    private Set<String> after(Collection<String> states, String type, Function<Condition, Optional<Boolean>> answers) {
        var led = new TreeSet<String>();
        for (var state : states) {
            var certain = new ArrayList<Transition>();
            for (var move :
                    from(List.of(state)).filter(t -> t.on().equals(type)).toList()) {
                var holds = move.when().isEmpty()
                        ? Optional.of(true)
                        : answers.apply(move.when().get());
                if (holds.equals(Optional.of(false))
                        || certain.stream().anyMatch(earlier -> earlier.openToAllOf(move))) {
                    continue;
                }
                led.add(move.to());
                if (holds.isPresent()) {
                    certain.add(move);
                }
            }
        }
        return led;
    }

    /** What may come next in one of these states, in the order of the types' names. */
    public List<Next> next(Collection<String> states) {
        return from(states).collect(Collectors.groupingBy(Transition::on)).entrySet().stream()
                .map(entry -> new Next(
                        entry.getKey(),
                        entry.getValue().stream()
                                .map(transition -> new Sender(transition.roles(), transition.part()))
                                .collect(Collectors.toSet())))
                .sorted(Comparator.comparing(Next::type))
                .toList();
    }

    private Stream<Transition> from(Collection<String> states) {
        return workflow.transitions().stream()
                .filter(transition -> transition.from().stream().anyMatch(states::contains));
    }
}
