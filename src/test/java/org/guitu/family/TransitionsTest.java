package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.guitu.message.Refused;
import org.guitu.xml.Envelope;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/**
 * Every message in every state by every role in every part, for every family that is shipped: what comes of it is worked out
 * here from {@code workflow.yaml} as it is written, and the workflow the hub loaded has to say the same.
 */
final class TransitionsTest {
    private static final String NONE = "NONE";

    /** Who sends it: a role of the directory and a part in the conversation, with the words the authoriser has for it. */
    private record Sender(String role, String part, Set<String> words) {
        @Override
        public String toString() {
            var office = role.replace('-', ' ');
            return words.isEmpty() ? office + " that has no part in it" : part + " " + office;
        }
    }

    /** What may come of it: states and codes; one only, where the content of the message does not matter. */
    private record Outcome(Set<String> possible) {
        @Override
        public String toString() {
            var states =
                    possible.stream().filter(word -> !word.startsWith("GT-")).toList();
            var codes = possible.stream().filter(word -> word.startsWith("GT-")).toList();
            return states.isEmpty()
                    ? "is refused with " + String.join(" or ", codes)
                    : "moves to " + String.join(" or ", states)
                            + (codes.isEmpty() ? "" : " if its content fits, else " + String.join(" or ", codes));
        }
    }

    @TestFactory
    Stream<DynamicContainer> every_transition_and_every_refused_one() throws IOException, Refused {
        var containers = new ArrayList<DynamicContainer>();
        for (var family : Shipped.FAMILIES.all()) {
            var written = Written.workflow(family);
            var samples = samples(family);
            var states = new ArrayList<String>(List.of(NONE));
            states.addAll(written.get("states").propertyNames());
            for (var state : states) {
                containers.add(DynamicContainer.dynamicContainer(
                        family.name() + " in " + state, inState(family, written, samples, state)));
            }
        }
        return containers.stream();
    }

    /** What the table of states is made of, without the conditions: those are broken one by one elsewhere. */
    @TestFactory
    Stream<DynamicTest> every_step_is_read_as_it_is_written_and_taken_when_its_conditions_hold()
            throws IOException, Refused {
        var tests = new ArrayList<DynamicTest>();
        for (var family : Shipped.FAMILIES.all()) {
            var samples = samples(family);
            for (var step : Written.workflow(family).get("transitions")) {
                for (var state : Written.texts(step.get("from"))) {
                    var sample =
                            Objects.requireNonNull(samples.get(step.get("on").asString()));
                    tests.add(DynamicTest.dynamicTest(
                            family.name() + " in " + state + ": "
                                    + step.get("on").asString() + " to "
                                    + step.get("to").asString(),
                            () -> taken(family, step, state, sample)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(150);
        return tests.stream();
    }

    private static void taken(Family family, JsonNode step, String state, Document sample) throws Refused {
        var to = step.get("to").asString().equals("STAYS")
                ? state
                : step.get("to").asString();
        var rules = new ArrayList<String>(step.has("rules") ? Written.texts(step.get("rules")) : List.of());
        if (step.has("guards")) {
            step.get("guards").forEach(guard -> rules.add(guard.get("id").asString()));
        }
        var read = family.workflow().transitions().stream()
                .filter(one -> one.on().equals(step.get("on").asString())
                        && one.from().contains(state)
                        && one.to().equals(to)
                        && one.roles().equals(Set.copyOf(Written.texts(step.get("roles"))))
                        && one.part().equals(step.get("part").asString())
                        && one.when().isPresent() == step.has("when")
                        && one.guards().stream()
                                .map(Workflow.Guard::id)
                                .toList()
                                .equals(rules))
                .findFirst();
        assertThat(read).as("%s", step).isPresent();
        var one = read.get();
        var bare = new Workflow.Transition(
                one.from(),
                one.on(),
                one.to(),
                one.roles(),
                one.part(),
                Optional.empty(),
                List.of(),
                one.concludes(),
                Optional.empty());
        var nothing = new Workflow.Effects(
                Map.of(), Set.of(), Set.of(), List.of(), new Workflow.Register(Set.of(), Set.of()), List.of());
        var alone = new Workflow(Map.of(), Set.of(), List.of(bare), nothing);
        for (var role : one.roles()) {
            var sender = new Sender(role, one.part(), Set.of(one.part()));
            assertThat(alone.decide(situation(sample, state, sender)).toState()).isEqualTo(to);
        }
    }

    private static Stream<DynamicNode> inState(
            Family family, JsonNode written, Map<String, Document> samples, String state) {
        var tests = new ArrayList<DynamicNode>();
        for (var type : written.get("types").propertyNames()) {
            for (var sender : senders(written)) {
                var outcome = outcome(written, state, type, sender);
                var says = String.format(Locale.ROOT, "in %s a %s of a %s %s", state, type, sender, outcome);
                var sample = Objects.requireNonNull(samples.get(type), type);
                tests.add(DynamicTest.dynamicTest(
                        says,
                        () -> assertThat(decided(family, sample, state, sender))
                                .as(says)
                                .isIn(outcome.possible())));
            }
        }
        return tests.stream();
    }

    private static List<Sender> senders(JsonNode written) {
        var parts = new LinkedHashMap<String, Set<String>>();
        parts.put("opener", Set.of("opener", "participant"));
        parts.put("respondent", Set.of("respondent", "participant"));
        parts.put("participant", Set.of("participant"));
        parts.put("none", Set.of());
        for (var transition : written.get("transitions")) {
            var part = transition.get("part").asString();
            if (part.startsWith("addressed:")) {
                parts.put(part, Set.of("respondent", "participant", part));
            }
        }
        var senders = new ArrayList<Sender>();
        for (var role : Written.roles().propertyNames()) {
            parts.forEach((part, words) -> senders.add(new Sender(role, part, words)));
        }
        return senders;
    }

    /** The reading of the file, in the order in which its refusals are told: no such step, not this role, not this part, content. */
    private static Outcome outcome(JsonNode written, String state, String type, Sender sender) {
        var steps = new ArrayList<JsonNode>();
        boolean byRole = false;
        boolean known = false;
        for (var step : written.get("transitions")) {
            if (!step.get("on").asString().equals(type)
                    || !Written.texts(step.get("from")).contains(state)) {
                continue;
            }
            known = true;
            if (Written.texts(step.get("roles")).contains(sender.role())) {
                byRole = true;
                var part = step.get("part").asString();
                if (part.equals("anyone") || sender.words().contains(part)) {
                    steps.add(step);
                }
            }
        }
        if (!known) {
            boolean over = written.get("states").path(state).path("final").asBoolean(false);
            return new Outcome(Set.of(state.equals(NONE) ? "GT-5106" : over ? "GT-5108" : "GT-5101"));
        }
        if (!byRole) {
            return new Outcome(Set.of("GT-5102"));
        }
        return steps.isEmpty() ? new Outcome(Set.of("GT-5103")) : byContent(steps, state);
    }

    private static Outcome byContent(List<JsonNode> steps, String state) {
        var possible = new TreeSet<String>();
        for (var step : steps) {
            var to = step.get("to").asString();
            possible.add(to.equals("STAYS") ? state : to);
            if (step.has("guards") || step.has("rules")) {
                possible.addAll(Set.of("GT-5105", "GT-5107"));
            }
            if (!step.has("when")) {
                return new Outcome(possible);
            }
            possible.addAll(Set.of("GT-5104", "GT-5107"));
        }
        return new Outcome(possible);
    }

    private static Situation situation(Document sample, String state, Sender sender) {
        return new Situation(
                Optional.of(state).filter(s -> !s.equals(NONE)),
                Envelope.header(sample),
                sample,
                Set.of(sender.role()),
                sender.words(),
                () -> new History(List.of()),
                Shipped.NOTHING_BESIDE,
                Instant.EPOCH);
    }

    private static String decided(Family family, Document sample, String state, Sender sender) {
        try {
            return family.workflow().decide(situation(sample, state, sender)).toState();
        } catch (Refused e) {
            return e.refusal().code();
        }
    }

    private static Map<String, Document> samples(Family family) throws IOException, Refused {
        var samples = new TreeMap<String, Document>();
        for (var file : Shipped.xmlIn(family.folder().resolve("samples"))) {
            var sample = Shipped.read(file);
            samples.putIfAbsent(Envelope.claimedType(sample).name(), sample);
        }
        return samples;
    }
}
