package org.guitu.office;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.guitu.family.Family;
import org.guitu.family.TypeInfo;
import org.guitu.message.Labels;
import org.guitu.office.Course.Step;

/** Shows the course of a conversation: a timeline a person, what is due from whom, and what may come next. */
final class CourseView {
    private static final int MINUTES = 16;

    private final Display display;
    private final Words words;
    private final Course course;
    private final Instant now;

    CourseView(Display display, Course course, Instant now) {
        this.display = display;
        this.words = display.words();
        this.course = course;
        this.now = now;
    }

    void show() {
        var family =
                course.family().map(known -> "  " + words.say(known.label())).orElse("");
        display.line(words.say("course") + "  " + course.id() + family);
        display.line(words.say("course.state") + "  " + states(course.states()));
        var persons = course.persons();
        if (persons.isEmpty()) {
            timeline(course.steps(), true);
        }
        for (var person : persons) {
            display.line(words.say("course.person") + "  " + person);
            timeline(course.about(person), course.ofOnePerson());
        }
        if (!course.next().isEmpty()) {
            display.line(words.say("course.next"));
        }
        for (var next : course.next()) {
            display.line("  " + label(next.type()) + "  " + words.say("course.from", from(next)));
        }
        display.fields(fields());
    }

    /** @param moved whether the states of the conversation are true of whom the steps are about */
    private void timeline(List<Step> steps, boolean moved) {
        for (var step : steps) {
            var number = step.number().map(n -> words.say("number", n)).orElse(words.say("outbox.QUEUED"));
            var state = moved && !step.states().isEmpty() ? "  → " + states(step.states()) : "";
            display.line(String.format(
                    Locale.ROOT,
                    "  %-8s %s  %-20s %s%s",
                    number,
                    step.sentAt().toString().substring(0, MINUTES) + "Z",
                    step.sender(),
                    label(step.type().name()),
                    state));
        }
        for (var open : Course.open(steps)) {
            display.line("  "
                    + words.say(
                            open.due().by().isBefore(now) ? "course.overdue" : "course.due",
                            label(open.asked().type().name()),
                            String.join(", ", open.due().from()),
                            Display.time(open.due().by()),
                            open.due().rule()));
        }
    }

    /** The parties where the part tells them, and in any case the roles. */
    private String from(Course.Next next) {
        var roles = String.join(", ", next.roles());
        return next.parties().isEmpty() ? roles : String.join(", ", next.parties()) + " (" + roles + ")";
    }

    private String label(String type) {
        return type(type).map(info -> words.say(info.label())).orElse(type);
    }

    private Optional<TypeInfo> type(String name) {
        return course.family()
                .flatMap(known -> Optional.ofNullable(known.types().get(name)));
    }

    private String states(Collection<String> states) {
        if (states.isEmpty()) {
            return words.say("course.unknown");
        }
        return states.stream()
                .sorted()
                .map(state -> stateLabel(state).map(words::say).orElse(state))
                .collect(Collectors.joining(" " + words.say("course.or") + " "));
    }

    private Optional<Labels> stateLabel(String state) {
        return course.family()
                .map(Family::workflow)
                .flatMap(workflow -> Optional.ofNullable(workflow.states().get(state)));
    }

    private Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("conversation", course.id().value());
        course.family().ifPresent(known -> fields.put("family", known.name()));
        fields.put("states", course.states().stream().sorted().toList());
        fields.put("messages", course.steps().stream().map(this::message).toList());
        var persons = new ArrayList<Map<String, Object>>();
        for (var person : course.persons()) {
            var steps = course.about(person);
            persons.add(Map.of(
                    "person", person,
                    "messages", steps.stream().map(step -> step.id().value()).toList(),
                    "due",
                            Course.open(steps).stream()
                                    .map(open -> open.asked().id().value())
                                    .distinct()
                                    .toList()));
        }
        fields.put("persons", persons);
        fields.put("next", course.next().stream().map(this::next).toList());
        return fields;
    }

    private Map<String, Object> message(Step step) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", step.id().value());
        step.number().ifPresent(number -> fields.put("number", number));
        fields.put("sentAt", step.sentAt().toString());
        fields.put("type", step.type().toString());
        type(step.type().name()).ifPresent(info -> fields.put("label", SentView.labels(info.label())));
        fields.put("sender", step.sender().value());
        fields.put("recipients", step.recipients());
        fields.put("subjects", step.subjects());
        fields.put("states", step.states().stream().sorted().toList());
        fields.put(
                "answers",
                step.due().stream()
                        .map(due -> Map.of("by", due.by().toString(), "from", due.from(), "rule", due.rule()))
                        .toList());
        return fields;
    }

    private Map<String, Object> next(Course.Next next) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", next.type());
        type(next.type()).ifPresent(info -> fields.put("label", SentView.labels(info.label())));
        fields.put("roles", next.roles());
        fields.put("parts", next.parts());
        fields.put("parties", next.parties());
        return fields;
    }
}
