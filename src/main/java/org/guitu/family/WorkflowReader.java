package org.guitu.family;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.guitu.config.ConfigurationException;
import org.guitu.config.Yaml;
import org.guitu.message.Labels;
import org.guitu.message.MessageType;
import org.guitu.xml.SchemasException;

/** Reads a {@code workflow.yaml} and says in one line what is wrong with it: names that do not exist, states nobody reaches. */
final class WorkflowReader {
    private static final Duration SOONEST = Duration.ofDays(1);
    private static final Duration LATEST = Duration.ofDays(366);

    private static final Set<String> PARTS = Set.of("anyone", "opener", "participant", "respondent");

    private final Path file;
    private final WorkflowFile read;
    private final List<WorkflowFile.Transition> transitions;
    private final Saxon saxon;
    private final Calendars calendars;
    private final Lets lets;

    WorkflowReader(Path file, Saxon saxon, Calendars calendars) throws SchemasException {
        this.file = file;
        this.saxon = saxon;
        this.calendars = calendars;
        try {
            this.read = Yaml.read(file, WorkflowFile.class);
        } catch (ConfigurationException e) {
            throw new SchemasException(String.valueOf(e.getMessage()), e);
        }
        this.lets = new Lets(read.let().orElse(Map.of()));
        this.transitions = read.transitions().stream()
                .flatMap(transition -> transition.to().equals(WorkflowFile.STAYS)
                        ? transition.from().stream().map(transition::from)
                        : Stream.of(transition))
                .toList();
    }

    WorkflowFile file() {
        return read;
    }

    Map<String, TypeInfo> types() throws SchemasException {
        var types = new TreeMap<String, TypeInfo>();
        for (var type : read.types().entrySet()) {
            try {
                types.put(
                        type.getKey(),
                        new TypeInfo(
                                new MessageType(read.family(), type.getKey()),
                                type.getValue().code(),
                                type.getValue().label(),
                                type.getValue().maxAge(),
                                type.getValue().hubSends().orElse(false)));
            } catch (IllegalArgumentException e) {
                throw wrong("type " + type.getKey() + " is not a name like AlertIssue", "rename it");
            }
        }
        return types;
    }

    Workflow workflow() throws SchemasException {
        checkNames();
        checkOnce("code", read.types().values().stream().map(WorkflowFile.Type::code));
        checkOnce("deadline", read.deadlines().stream().map(WorkflowFile.Limit::id));
        checkReachable();
        var rules = new HashMap<String, Workflow.Guard>();
        for (var rule : read.rules().orElse(Map.of()).entrySet()) {
            var written = rule.getValue();
            rules.put(
                    rule.getKey(),
                    new Workflow.Guard(
                            rule.getKey(),
                            condition(written.test(), rule.getKey()),
                            new Labels(written.zh(), written.en()),
                            written.warns().orElse(false)));
        }
        var moves = new ArrayList<Workflow.Transition>();
        for (var transition : transitions) {
            moves.add(transition(transition, rules));
        }
        var labels = new LinkedHashMap<String, Labels>();
        var finals = new HashSet<String>();
        read.states().forEach((name, state) -> {
            labels.put(name, state.label());
            if (state.isFinal().orElse(false)) {
                finals.add(name);
            }
        });
        var workflow = new Workflow(labels, finals, moves, effects());
        var unused = lets.unused();
        if (unused.isPresent()) {
            throw wrong("no condition uses $" + unused.get(), "use it or remove it from let");
        }
        return workflow;
    }

    /** Each state that is not final stands in one of the groups, so that nothing open is overlooked and nothing counted twice. */
    List<Watched> watched() throws SchemasException {
        var groups = read.watch().orElse(List.of());
        var open = new TreeSet<String>();
        read.states().forEach((name, state) -> {
            if (!state.isFinal().orElse(false)) {
                open.add(name);
            }
        });
        var watched = new ArrayList<String>();
        groups.forEach(group -> watched.addAll(group.states()));
        if (!groups.isEmpty() && !watched.stream().sorted().toList().equals(List.copyOf(open))) {
            throw wrong("watch names the states " + watched, "name each that is not final once: " + open);
        }
        for (var group : groups) {
            if (group.soon()
                    .filter(soon -> soon.compareTo(SOONEST) < 0 || soon.compareTo(LATEST) > 0)
                    .isPresent()) {
                throw wrong("watch says soon is " + group.soon().get(), "it may be 1 to 366 days");
            }
        }
        return groups.stream()
                .map(group -> new Watched(
                        group.label(),
                        Set.copyOf(group.states()),
                        group.expires().orElse(false),
                        group.soon()))
                .toList();
    }

    private Workflow.Transition transition(WorkflowFile.Transition read, Map<String, Workflow.Guard> rules)
            throws SchemasException {
        var guards = new ArrayList<Workflow.Guard>();
        for (var id : read.rules().orElse(List.of())) {
            guards.add(java.util.Objects.requireNonNull(rules.get(id)));
        }
        for (var guard : read.guards().orElse(List.of())) {
            guards.add(guard(guard.id(), guard.test(), new Labels(guard.zh(), guard.en())));
        }
        return new Workflow.Transition(
                Set.copyOf(read.from()),
                read.on(),
                read.to(),
                Set.copyOf(read.roles()),
                read.part(),
                read.when().isPresent()
                        ? Optional.of(condition(read.when().get(), "when of " + read.on()))
                        : Optional.empty(),
                guards,
                read.concludes().orElse(false),
                read.until().isPresent()
                        ? Optional.of(condition(read.until().get(), "until of " + read.on()))
                        : Optional.empty());
    }

    private Workflow.Guard guard(String id, String test, Labels text) throws SchemasException {
        return new Workflow.Guard(id, condition(test, id), text, false);
    }

    private Condition condition(String written, String place) throws SchemasException {
        var expression = lets.before(written);
        return new Condition(
                saxon,
                saxon.condition(expression, Map.of("f", read.namespace()), file + " (" + place + ")"),
                expression);
    }

    private Workflow.Effects effects() throws SchemasException {
        var copies = new HashMap<String, Set<String>>();
        for (var copy : read.copies()) {
            copies.computeIfAbsent(copy.on(), on -> new TreeSet<>()).add(copy.to());
        }
        var deadlines = new ArrayList<Workflow.TypedDeadline>();
        for (var limit : read.deadlines()) {
            deadlines.add(deadline(limit));
        }
        var register = read.register()
                .map(r -> new Workflow.Register(Set.copyOf(r.states()), Set.copyOf(r.texts())))
                .orElseGet(() -> new Workflow.Register(Set.of(), Set.of()));
        var sends = new ArrayList<Workflow.Send>();
        for (var send : read.sends().orElse(List.of())) {
            sends.add(new Workflow.Send(
                    new MessageType(read.family(), send.type()),
                    Set.copyOf(send.in()),
                    condition(send.at(), "sends " + send.type())));
        }
        return new Workflow.Effects(
                copies,
                Set.copyOf(read.everyone()),
                Set.copyOf(read.itself().orElse(List.of())),
                deadlines,
                register,
                List.copyOf(sends));
    }

    private Workflow.TypedDeadline deadline(WorkflowFile.Limit limit) throws SchemasException {
        boolean working = limit.workingDays().orElse(false);
        var within = new Deadline.Within(limit.within(), working ? Optional.of(calendars) : Optional.empty());
        var answer = limit.by()
                .map(types -> new Deadline.Answer(
                        types.stream()
                                .map(type -> new MessageType(read.family(), type))
                                .collect(java.util.stream.Collectors.toSet()),
                        Optional.empty()));
        return new Workflow.TypedDeadline(
                limit.on(),
                limit.urgency(),
                Set.copyOf(limit.in().orElse(List.of())),
                limit.of().isPresent()
                        ? Optional.of(condition(limit.of().get(), "of " + limit.id()))
                        : Optional.empty(),
                new Deadline(limit.id(), within, answer, limit.notified(), limit.label()));
    }

    private void checkNames() throws SchemasException {
        checkRules();
        for (var transition : transitions) {
            type(transition.on(), "transitions");
            state(transition.to());
            for (var from : transition.from()) {
                if (!from.equals(WorkflowFile.NONE)) {
                    state(from);
                }
            }
            if (!PARTS.contains(transition.part()) && !transition.part().startsWith("addressed:")) {
                throw wrong("part " + transition.part() + " is unknown", "use one of " + new TreeSet<>(PARTS));
            }
        }
        for (var copy : read.copies()) {
            type(copy.on(), "copies");
        }
        for (var type : read.everyone()) {
            type(type, "everyone");
        }
        for (var type : read.itself().orElse(List.of())) {
            type(type, "itself");
        }
        if (read.register().isPresent()) {
            for (var state : read.register().get().states()) {
                state(state);
            }
            for (var type : read.register().get().texts()) {
                type(type, "register");
            }
        }
        for (var send : read.sends().orElse(List.of())) {
            type(send.type(), "sends");
            for (var in : send.in()) {
                state(in);
            }
            if (send.of().isPresent() && !send.of().get().equals("record")) {
                throw wrong("sends " + send.type() + " of " + send.of().get(), "say record, or leave it out");
            }
            var type = read.types().get(send.type());
            if (type == null || !type.hubSends().orElse(false)) {
                throw wrong("sends names " + send.type() + ", which the hub does not send", "say hubSends of it");
            }
        }
        for (var limit : read.deadlines()) {
            type(limit.on(), "deadlines");
            for (var type : limit.by().orElse(List.of())) {
                type(type, "deadlines");
            }
            for (var in : limit.in().orElse(List.of())) {
                state(in);
            }
            boolean answered = limit.until().equals("answered");
            if (!answered && !limit.until().equals("collected")) {
                throw wrong(
                        "deadline " + limit.id() + " is until " + limit.until(), "collected and answered are watched");
            }
            if (answered != limit.by().isPresent()) {
                throw wrong(
                        "deadline " + limit.id()
                                + (answered ? " does not say by what" : " is until collected, and says by"),
                        "say by of one that is until answered, and of no other");
            }
            if (!answered && (limit.in().isPresent() || limit.of().isPresent())) {
                throw wrong("deadline " + limit.id() + " says in or of", "say them of one that is until answered only");
            }
            if (limit.workingDays().orElse(false)
                    && !limit.within().equals(Duration.ofDays(limit.within().toDays()))) {
                throw wrong("deadline " + limit.id() + " counts parts of working days", "say whole days");
            }
        }
    }

    /** A rule that no transition names protects nobody. */
    private void checkRules() throws SchemasException {
        var rules = read.rules().orElse(Map.of()).keySet();
        var named = new TreeSet<String>();
        transitions.forEach(transition -> named.addAll(transition.rules().orElse(List.of())));
        for (var rule : named) {
            if (!rules.contains(rule)) {
                throw wrong("transitions name the unknown rule " + rule, "add it to rules or correct the name");
            }
        }
        for (var rule : rules) {
            if (!named.contains(rule)) {
                throw wrong("no transition names the rule " + rule, "name it or remove the rule");
            }
        }
    }

    /** A statistic by code, and a notice by deadline, must mean one thing. */
    private void checkOnce(String what, Stream<String> names) throws SchemasException {
        var seen = new HashSet<String>();
        var twice = names.filter(name -> !seen.add(name)).findFirst();
        if (twice.isPresent()) {
            throw wrong(what + " " + twice.get() + " is there twice", "give each its own");
        }
    }

    private void checkReachable() throws SchemasException {
        var reached = new TreeSet<>(Set.of(WorkflowFile.NONE));
        for (int before = 0; before != reached.size(); ) {
            before = reached.size();
            for (var transition : transitions) {
                if (transition.from().stream().anyMatch(reached::contains)) {
                    reached.add(transition.to());
                }
            }
        }
        for (var state : read.states().keySet()) {
            if (!reached.contains(state)) {
                throw wrong("no transition leads to state " + state, "add one or remove the state");
            }
        }
        for (var type : read.types().entrySet()) {
            var moves = transitions.stream().anyMatch(t -> t.on().equals(type.getKey()));
            if (!moves && !type.getValue().hubSends().orElse(false)) {
                throw wrong("no transition is on type " + type.getKey(), "add one or remove the type");
            }
        }
    }

    private void type(String name, String where) throws SchemasException {
        if (!read.types().containsKey(name)) {
            throw wrong(where + " names the unknown type " + name, "add it to types or correct the name");
        }
    }

    private void state(String name) throws SchemasException {
        if (!read.states().containsKey(name)) {
            throw wrong(
                    "transitions or register name the unknown state " + name, "add it to states or correct the name");
        }
    }

    private SchemasException wrong(String what, String next) {
        return new SchemasException(file + ": " + what + "; " + next);
    }
}
