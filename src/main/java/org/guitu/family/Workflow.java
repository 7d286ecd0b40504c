package org.guitu.family;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.guitu.message.Header;
import org.guitu.message.Labels;
import org.guitu.message.MessageType;
import org.guitu.message.Refusal;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.message.Warning;

/** The state machine of one family: what may be sent in which state, by whom, under which guards. */
public final class Workflow {
    static final String NONE = WorkflowFile.NONE;

    private final Map<String, Labels> states;
    private final Set<String> finals;
    private final List<Transition> transitions;
    private final Effects effects;

    Workflow(Map<String, Labels> states, Set<String> finals, List<Transition> transitions, Effects effects) {
        this.states = new LinkedHashMap<>(states);
        this.finals = Set.copyOf(finals);
        this.transitions = List.copyOf(transitions);
        this.effects = effects;
    }

    /** One allowed move. */
    record Transition(
            Set<String> from,
            String on,
            String to,
            Set<String> roles,
            String part,
            Optional<Condition> when,
            List<Guard> guards,
            boolean concludes,
            Optional<Condition> until) {
        /** Whether everybody who may make the other move may make this one: then the first of the two is made. */
        boolean openToAllOf(Transition other) {
            return roles.containsAll(other.roles()) && (part.equals("anyone") || part.equals(other.part()));
        }
    }

    /** A condition that must hold, or else is only told, with the text that says what to do when it does not. */
    record Guard(String id, Condition test, Labels text, boolean warns) {}

    /** What an accepted message brings with it beside its new state. */
    record Effects(
            Map<String, Set<String>> copies,
            Set<String> everyone,
            Set<String> itself,
            List<TypedDeadline> deadlines,
            Register register,
            List<Send> sends) {}

    /** In which states the clauses of a text allow messages, and the types of the messages that propose one. */
    record Register(Set<String> states, Set<String> texts) {}

    /** What the hub sends by itself in these states, at the time the expression gives. */
    record Send(MessageType type, Set<String> states, Condition at) {}

    /**
     * A deadline and the messages it begins with.
     *
     * @param in states they lead to; none: whatever state
     * @param of who is asked, where it is not every recipient named
     */
    record TypedDeadline(
            String on, Optional<Header.Urgency> urgency, Set<String> in, Optional<Condition> of, Deadline deadline) {
        boolean begins(Header header, String state) {
            return on.equals(header.type().name())
                    && (urgency.isEmpty() || urgency.get() == header.urgency())
                    && (in.isEmpty() || in.contains(state));
        }

        /** With those who are asked by this message. */
        Deadline asking(Condition.Facts facts) throws Refused {
            if (of.isEmpty()) {
                return deadline;
            }
            var asked = Optional.of(of.get().texts(facts));
            return new Deadline(
                    deadline.id(),
                    deadline.within(),
                    deadline.answer().map(answer -> new Deadline.Answer(answer.types(), asked)),
                    deadline.notified(),
                    deadline.label());
        }
    }

    /**
     * Decides what a message does to its conversation.
     *
     * @throws Refused GT-5101 no such move from this state, GT-5102 not by this role, GT-5103 not by this part, GT-5104 no
     *     step fits the content, GT-5105 a guard does not hold, GT-5106 it cannot open a conversation, GT-5107 a condition
     *     could not be evaluated, GT-5108 the conversation is over
     */
    public Move decide(Situation situation) throws Refused {
        var type = situation.header().type();
        var state = situation.state().orElse(NONE);
        var possible = transitions.stream()
                .filter(t -> t.on().equals(type.name()) && t.from().contains(state))
                .toList();
        if (possible.isEmpty() && state.equals(NONE)) {
            throw Refusals.refusedAt("/Message/Header/Conversation", "GT-5106", type, awaited(state));
        }
        if (possible.isEmpty() && finals.contains(state)) {
            throw Refusals.refusedAt("/Message/Header/Conversation", "GT-5108", type, state);
        }
        if (possible.isEmpty()) {
            throw Refusals.refusedAt("/Message/Header/Type", "GT-5101", type, state, awaited(state));
        }
        var byRole = possible.stream()
                .filter(t -> t.roles().stream().anyMatch(situation.roles()::contains))
                .toList();
        if (byRole.isEmpty()) {
            throw Refusals.refusedAt(
                    "/Message/Header/Sender/Party",
                    "GT-5102",
                    type,
                    String.join(", ", situation.roles()),
                    roles(possible));
        }
        var byPart =
                byRole.stream().filter(t -> plays(t.part(), situation.parts())).toList();
        if (byPart.isEmpty()) {
            throw Refusals.refusedAt("/Message/Header/Sender/Party", "GT-5103", type, parts(byRole));
        }
        var facts = new Condition.Facts(situation);
        for (var transition : byPart) {
            if (transition.when().isEmpty() || transition.when().get().holds(facts)) {
                var warnings = require(transition, facts);
                return move(transition, situation, facts, warnings);
            }
        }
        throw Refusals.refusedAt("/Message/Body", "GT-5104", type, state);
    }

    private static boolean plays(String part, Set<String> parts) {
        return part.equals("anyone") || parts.contains(part);
    }

    private static List<Warning> require(Transition transition, Condition.Facts facts) throws Refused {
        var warnings = new ArrayList<Warning>();
        for (var guard : transition.guards()) {
            if (!guard.test().holds(facts)) {
                if (!guard.warns()) {
                    var pattern = Refusals.refusal("GT-5105", "/Message/Body", guard.id());
                    throw new Refused(new Refusal(
                            pattern.code(), pattern.who(), pattern.retry(), pattern.place(), guard.id(), guard.text()));
                }
                warnings.add(new Warning(guard.id(), "/Message/Body", guard.text()));
            }
        }
        return warnings;
    }

    private Move move(Transition transition, Situation situation, Condition.Facts facts, List<Warning> warnings)
            throws Refused {
        var on = transition.on();
        var deadlines = begun(situation.header(), transition.to(), facts);
        return new Move(
                transition.to(),
                effects.copies().getOrDefault(on, Set.of()),
                effects.everyone().contains(on),
                effects.itself().contains(on),
                deadlines,
                transition.concludes() ? effects.register().texts() : Set.of(),
                transition.until().isPresent()
                        ? transition.until().get().text(facts).map(Workflow::day)
                        : Optional.empty(),
                warnings);
    }

    private List<Deadline> begun(Header header, String state, Condition.Facts facts) throws Refused {
        var begun = new ArrayList<Deadline>();
        for (var deadline : effects.deadlines()) {
            if (deadline.begins(header, state)) {
                begun.add(deadline.asking(facts));
            }
        }
        return begun;
    }

    /**
     * The deadlines that begin with an accepted message, as far as it tells by itself.
     *
     * @param after the state it led to
     * @throws Refused GT-5107 when who is asked cannot be told
     */
    public List<Deadline> begun(Situation after) throws Refused {
        return begun(after.header(), after.state().orElse(NONE), new Condition.Facts(after));
    }

    /** An {@code xs:date}, whose offset says nothing here: days are those of the agreement. */
    private static LocalDate day(String date) {
        return LocalDate.parse(date.substring(0, 10));
    }

    /**
     * What the hub is to send by itself from here on, unless another message comes first.
     *
     * @param after the message was accepted: the state is the one it led to, and the history holds it
     * @throws Refused GT-5107 when a time cannot be told
     */
    public List<Due> due(Situation after) throws Refused {
        var due = new ArrayList<Due>();
        var facts = new Condition.Facts(after);
        for (var send : effects.sends()) {
            if (send.states().contains(after.state().orElse(NONE))) {
                var at = send.at()
                        .text(facts)
                        .map(time -> OffsetDateTime.parse(time).toInstant());
                at.ifPresent(time -> due.add(new Due(send.type(), time)));
            }
        }
        return due;
    }

    /** Whether the hub may have to send something by itself. */
    public boolean sends() {
        return !effects.sends().isEmpty();
    }

    /** The roles that may send this type in some state. */
    public Set<String> senders(String type) {
        return transitions.stream()
                .filter(transition -> transition.on().equals(type))
                .flatMap(transition -> transition.roles().stream())
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    /** Whether a message of this type may be for whoever sends it. */
    public boolean reachesItsSender(String type) {
        return effects.itself().contains(type);
    }

    /** The types that may come next in a state, for whoever was refused. */
    private String awaited(String state) {
        return transitions.stream()
                .filter(t -> t.from().contains(state))
                .map(Transition::on)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String roles(List<Transition> transitions) {
        return transitions.stream()
                .flatMap(t -> t.roles().stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String parts(List<Transition> transitions) {
        return transitions.stream().map(Transition::part).distinct().sorted().collect(Collectors.joining(", "));
    }

    /** The deadline with this id. */
    public Optional<Deadline> deadline(String id) {
        return effects.deadlines().stream()
                .map(TypedDeadline::deadline)
                .filter(deadline -> deadline.id().equals(id))
                .findFirst();
    }

    /** The roles that may send something. */
    public Set<String> roles() {
        return transitions.stream().flatMap(t -> t.roles().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The parties and groups that get copies or notices, whatever the message says. */
    public Set<String> addressees() {
        var named = new TreeSet<String>();
        effects.copies().values().forEach(named::addAll);
        effects.deadlines().forEach(limit -> named.addAll(limit.deadline().notified()));
        named.remove("sender");
        return named;
    }

    /** The states with their labels, in the order in which the family writes them. */
    public Map<String, Labels> states() {
        return java.util.Collections.unmodifiableMap(states);
    }

    /** The states in which the text of a conversation allows what its clauses say; none for most families. */
    public Set<String> inForce() {
        return effects.register().states();
    }

    public boolean isFinal(String state) {
        return finals.contains(state);
    }

    /** Every transition in the order of the file, for documentation and tests. */
    List<Transition> transitions() {
        return transitions;
    }

    /** Every deadline with the messages it begins with. */
    List<TypedDeadline> deadlines() {
        return effects.deadlines();
    }
}
