package org.guitu.office;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.guitu.office.Conversation.Deadline;
import org.guitu.office.Conversation.Expiry;
import org.guitu.office.Conversation.Met;
import org.guitu.office.Conversation.Said;
import org.guitu.office.Conversation.Task;
import org.guitu.office.Course.Asked;
import org.guitu.office.Course.Step;

/** What has or had to be done by when in one conversation, and when it was done, as far as this office knows. */
final class Deadlines {
    private static final Set<Timeline.Step> COLLECTED =
            Set.of(Timeline.Step.DELIVERED, Timeline.Step.RECEIVED, Timeline.Step.READ);

    private final Course course;
    private final Map<MessageId, Timeline> sent;
    private final Office office;
    private final Instant now;

    /**
     * Of this conversation.
     *
     * @param sent what became of what this office said in it
     * @param now by which something is overdue
     */
    Deadlines(Course course, Map<MessageId, Timeline> sent, Office office, Instant now) {
        this.course = course;
        this.sent = sent;
        this.office = office;
        this.now = now;
    }

    /** All of them, the first due first. */
    List<Deadline> all() throws IOException {
        return Stream.concat(answers(), collections().stream())
                .sorted(Comparator.comparing(Deadline::by))
                .toList();
    }

    Optional<Expiry> expiry() {
        return course.expiring().map(step -> {
            var at = step.expiresAt().orElseThrow();
            return new Expiry(said(step), at, course.runsOut() && at.isBefore(now), !course.runsOut());
        });
    }

    /** An answer about one person is none about another; what is the same for several is said once. */
    private Stream<Deadline> answers() {
        var persons = course.persons();
        var asked = new LinkedHashMap<Asked, List<String>>();
        if (persons.isEmpty()) {
            Course.asked(course.steps()).forEach(one -> asked.put(one, List.of()));
        }
        for (var person : persons) {
            for (var one : Course.asked(course.about(person))) {
                asked.computeIfAbsent(one, first -> new ArrayList<>()).add(person);
            }
        }
        return asked.entrySet().stream().map(one -> answer(one.getKey(), one.getValue(), persons.size()));
    }

    private Deadline answer(Asked asked, List<String> persons, int all) {
        var due = asked.due();
        return new Deadline(
                Task.ANSWER,
                said(asked.asked()),
                due.by(),
                due.from(),
                rule(due.rule()),
                persons.size() == all ? List.of() : List.copyOf(persons),
                asked.answer().map(answer -> met(answer.acceptedAt(), Optional.of(said(answer)), due.by())),
                asked.answer().isEmpty() && due.by().isBefore(now));
    }

    /** Of what this office said, by everybody it went to; of what came, by this office. */
    private List<Deadline> collections() throws IOException {
        var all = new ArrayList<Deadline>();
        for (var step : course.steps()) {
            var limit = step.collect();
            if (limit.isPresent()) {
                for (var party : collected(step).entrySet()) {
                    var by = limit.get().due(step.acceptedAt(), party.getKey());
                    all.add(new Deadline(
                            Task.COLLECT,
                            said(step),
                            by,
                            List.of(party.getKey().value()),
                            Optional.of(limit.get().label()),
                            List.of(),
                            party.getValue().map(at -> met(at, Optional.empty(), by)),
                            party.getValue().isEmpty() && by.isBefore(now)));
                }
            }
        }
        return all;
    }

    /** Who has to collect it, and when each has. */
    private Map<PartyId, Optional<Instant>> collected(Step step) throws IOException {
        var collected = new LinkedHashMap<PartyId, Optional<Instant>>();
        var timeline = sent.get(step.id());
        if (timeline != null) {
            timeline.recipients()
                    .forEach(to -> collected.put(
                            to.party(),
                            to.events().stream()
                                    .filter(event -> COLLECTED.contains(event.step()))
                                    .map(Timeline.Event::at)
                                    .findFirst()));
        }
        office.storage()
                .inbox()
                .find(step.id())
                .ifPresent(known -> collected.put(office.party(), Optional.of(Instant.parse(known.receivedAt()))));
        return collected;
    }

    private static Met met(Instant at, Optional<Said> answer, Instant by) {
        return new Met(at, answer, at.isAfter(by));
    }

    private static Said said(Step step) {
        return new Said(step.id(), step.type());
    }

    private Optional<Labels> rule(String rule) {
        return course.family()
                .flatMap(family -> family.workflow().deadline(rule))
                .map(limit -> limit.label());
    }
}
