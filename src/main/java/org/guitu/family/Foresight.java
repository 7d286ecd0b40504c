package org.guitu.family;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.family.Workflow.Transition;

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
     * @param roles who may send it, by role
     * @param parts who may send it, by part in the conversation; {@code anyone} where the part does not count
     */
    public record Next(String type, Set<String> roles, Set<String> parts) {}

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

    /** The states that an accepted message of this type may have led to, from one of these. */
    public Set<String> after(Collection<String> states, String type) {
        return from(states)
                .filter(transition -> transition.on().equals(type))
                .map(Transition::to)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What may come next in one of these states, in the order of the types' names. */
    public List<Next> next(Collection<String> states) {
        return from(states).collect(Collectors.groupingBy(Transition::on)).entrySet().stream()
                .map(entry -> new Next(
                        entry.getKey(),
                        entry.getValue().stream()
                                .flatMap(transition -> transition.roles().stream())
                                .collect(Collectors.toCollection(TreeSet::new)),
                        entry.getValue().stream().map(Transition::part).collect(Collectors.toCollection(TreeSet::new))))
                .sorted(Comparator.comparing(Next::type))
                .toList();
    }

    private Stream<Transition> from(Collection<String> states) {
        return workflow.transitions().stream()
                .filter(transition -> transition.from().stream().anyMatch(states::contains));
    }
}
