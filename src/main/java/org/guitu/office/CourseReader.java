package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.family.Deadline;
import org.guitu.family.Family;
import org.guitu.family.Foresight;
import org.guitu.family.History;
import org.guitu.family.Situation;
import org.guitu.family.Surroundings;
import org.guitu.family.Workflow;
import org.guitu.message.ConversationId;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.office.Course.Due;
import org.guitu.office.Course.Step;
import org.guitu.receipt.ReceiptReader;
import org.guitu.receipt.ReceiptWriter.SignedBy;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;

/** Reads the course of a conversation from what the office keeps: outbox, inbox and filed receipts. */
final class CourseReader {
    /** The elements by which a body names whom it is about. */
    private static final List<String> NAMING = List.of("PersonId", "HubPersonId");

    private final Storage storage;
    private final SafeXml xml;
    private final FamilyShelf families;
    private final Roles roles;
    private final Map<MessageId, Document> documents = new HashMap<>();

    CourseReader(Storage storage, SafeXml xml, FamilyShelf families, Roles roles) {
        this.storage = storage;
        this.xml = xml;
        this.families = families;
        this.roles = roles;
    }

    /** Without a step where nothing of it is here. */
    Course read(ConversationId id) throws IOException, OfficeProblem {
        var held = new ArrayList<Step>(sent(id));
        // what reaches its own sender too is one message
        var own = held.stream().map(Step::id).collect(Collectors.toSet());
        for (var known : storage.inbox().all()) {
            if (known.conversation().equals(id.value()) && !own.contains(known.messageId())) {
                held.add(received(known));
            }
        }
        // the hub's numbers, then the clock
        held.sort(Comparator.comparing((Step step) -> step.number().orElse(Long.MAX_VALUE))
                .thenComparing(Step::sentAt));
        if (held.isEmpty()) {
            return new Course(id, Optional.empty(), held, roles);
        }
        var family = families.families().family(held.get(0).type().family());
        return new Course(id, family, family.map(known -> followed(held, known)).orElse(List.copyOf(held)), roles);
    }

    private List<Step> sent(ConversationId id) throws IOException {
        var steps = new ArrayList<Step>();
        for (var item : storage.outbox().all()) {
            var state = item.state();
            if (state.conversation().equals(id.value())
                    && !state.messageType().isReceipt()
                    && item.where() != Outbox.Where.REFUSED) {
                try {
                    steps.add(sent(item));
                } catch (NoSuchFileException e) {
                    // it went on its way while it was read, which it does once
                    var moved = storage.outbox().find(item.id());
                    if (moved.isPresent() && moved.get().where() != Outbox.Where.REFUSED) {
                        steps.add(sent(moved.get()));
                    }
                }
            }
        }
        return steps;
    }

    private Step sent(Outbox.Item item) throws IOException {
        var timeline = Timeline.of(item, storage.shelf(), xml);
        return step(
                item.message(),
                timeline.number(),
                timeline.acceptedAt(),
                timeline.state().map(Set::of).orElse(Set.of()));
    }

    private Step received(Sidecar.Receiving known) throws IOException {
        var number = Optional.of(known.number()).filter(n -> n > 0);
        try {
            return step(known.path(), number, accepted(known.path()), Set.of());
        } catch (NoSuchFileException e) {
            // the officer put the file elsewhere: what was noted when it came is left
            return new Step(
                    known.messageId(),
                    number,
                    Instant.parse(known.sentAt()),
                    Instant.parse(known.sentAt()),
                    Optional.empty(),
                    MessageType.parse(known.type()),
                    new PartyId(known.sender()),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Set.of());
        }
    }

    /** As the hub's statement beside it says; one that cannot be read is told with the message, as what does not verify. */
    private Optional<Instant> accepted(Path message) throws IOException {
        try {
            var statement = xml.parse(Files.readAllBytes(Inbox.statement(message)));
            return ReceiptReader.read(statement).signer().map(SignedBy::verifiedAt);
        } catch (NoSuchFileException | Refused | IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private Step step(Path file, Optional<Long> number, Optional<Instant> acceptedAt, Set<String> states)
            throws IOException {
        try {
            var document = xml.parse(Files.readAllBytes(file));
            var header = Envelope.header(document);
            documents.put(header.id(), document);
            return new Step(
                    header.id(),
                    number,
                    header.sentAt().toInstant(),
                    acceptedAt.orElse(header.sentAt().toInstant()),
                    header.expiresAt().map(OffsetDateTime::toInstant),
                    header.type(),
                    header.sender(),
                    header.recipients(),
                    persons(document),
                    header.inReplyTo(),
                    header.replyBy().stream()
                            .map(by -> new Due(by.toInstant(), header.recipients(), Set.of(), "ReplyBy"))
                            .toList(),
                    Optional.empty(),
                    states);
        } catch (Refused e) {
            throw new IOException(file + " is damaged", e);
        }
    }

    /** Whom it names: the header need not name everybody who is in the body. */
    private static List<String> persons(Document document) {
        var persons = new LinkedHashSet<>(Envelope.subjects(document));
        for (var name : NAMING) {
            var found = Envelope.payload(document).getElementsByTagNameNS("*", name);
            for (int i = 0; i < found.getLength(); i++) {
                persons.add(found.item(i).getTextContent().strip());
            }
        }
        return List.copyOf(persons);
    }

    /** The same with the states that the workflow leaves possible, wherever no receipt says it. */
    private List<Step> followed(List<Step> held, Family family) {
        var foresight = new Foresight(family.workflow());
        var steps = new ArrayList<Step>();
        var states = foresight.unopened();
        var before = Optional.of(new History(List.of()));
        long last = 0;
        for (var step : held) {
            if (step.number().isEmpty()) {
                steps.add(step);
                continue;
            }
            long number = step.number().get();
            if (number != last + 1) {
                before = Optional.empty();
                states = foresight.any();
            }
            states = step.states().isEmpty() ? after(states, step, before, foresight) : step.states();
            before = before.flatMap(known -> with(known, step));
            last = number;
            var begun = begun(step, states, before, family.workflow());
            var awaited = Stream.concat(step.due().stream(), begun.stream().flatMap(one -> answers(step, one)))
                    .distinct()
                    .toList();
            var collect = begun.stream().filter(one -> one.answer().isEmpty()).findFirst();
            steps.add(step.with(states, awaited, collect));
        }
        return List.copyOf(steps);
    }

    private Set<String> after(Set<String> states, Step step, Optional<History> before, Foresight foresight) {
        var from = states.isEmpty() ? foresight.any() : states;
        return Optional.ofNullable(documents.get(step.id()))
                .map(document -> foresight.after(from, document, before))
                .orElseGet(() -> foresight.after(from, step.type().name()));
    }

    /** Empty when the message itself is not here: what conditions look for may stand in it. */
    private Optional<History> with(History before, Step step) {
        return Optional.ofNullable(documents.get(step.id()))
                .map(document -> before.with(Envelope.header(document), step.acceptedAt(), document));
    }

    /** The deadlines that the workflow sets. */
    private List<Deadline> begun(Step step, Set<String> states, Optional<History> history, Workflow workflow) {
        var document = documents.get(step.id());
        if (document == null) {
            return List.of();
        }
        var after = new Situation(
                Optional.of(states)
                        .filter(known -> known.size() == 1)
                        .map(known -> known.iterator().next()),
                Envelope.header(document),
                document,
                Set.of(),
                Set.of(),
                () -> history.orElseGet(() -> new History(List.of())),
                () -> new Surroundings(step.acceptedAt(), List.of(), Set.of()),
                step.acceptedAt());
        try {
            return workflow.begun(after);
        } catch (Refused e) {
            // a deadline that cannot be told for this message is not shown
            return List.of();
        }
    }

    private static Stream<Due> answers(Step step, Deadline deadline) {
        return deadline.answer().stream()
                .flatMap(answer -> answer.of()
                        .map(Set::stream)
                        .orElse(step.recipients().stream()
                                .filter(name -> !name.equals(step.sender().value())))
                        .filter(name -> !name.startsWith("@"))
                        .map(PartyId::new)
                        .map(party -> new Due(
                                deadline.due(step.acceptedAt(), party),
                                List.of(party.value()),
                                answer.types(),
                                deadline.id())));
    }
}
