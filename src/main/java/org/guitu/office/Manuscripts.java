package org.guitu.office;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.guitu.family.Beforehand;
import org.guitu.family.Belonging;
import org.guitu.family.Family;
import org.guitu.family.Foresight;
import org.guitu.family.Form;
import org.guitu.family.TypeInfo;
import org.guitu.message.ConversationId;
import org.guitu.message.Digest;
import org.guitu.message.Header.Status;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;

/**
 * The messages that officers of this office are writing: each a file of its own, whole after a crash, until the hub has accepted
 * what was made of it. What is written lies there in clear, for the owner of the folder alone.
 */
public final class Manuscripts {
    private static final String XML = ".xml";
    private static final String ASKS = ".asks";
    private static final int PERSON_BYTES = 6;
    private static final String HEADER = "/Header[1]/";

    private final Office office;
    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    Manuscripts(Office office) {
        this.office = office;
        this.folder = office.storage().home().drafts();
    }

    /**
     * A message somebody may write.
     *
     * @param info its type, with its label
     */
    public record Offer(Family family, TypeInfo info) {
        public MessageType type() {
            return info.type();
        }
    }

    /**
     * One that is being written.
     *
     * @param sent the message that was made of it, where it was sent
     * @param outcome what became of that; a manuscript that was accepted is gone
     */
    public record Kept(
            UUID id, MessageType type, Instant changedAt, Optional<MessageId> sent, Optional<Outcome> outcome) {}

    /** What may begin a conversation, and this office may send by its roles. */
    public List<Offer> openers() throws OfficeProblem {
        var offers = new ArrayList<Offer>();
        var roles = office.roles();
        for (var family : office.families().families().all()) {
            var foresight = new Foresight(family.workflow());
            for (var next : foresight.next(foresight.unopened())) {
                boolean ours = next.senders().stream()
                        .anyMatch(sender -> roles.mayBe(office.party().value(), sender.roles()));
                offer(family, next.type()).filter(offer -> ours).ifPresent(offers::add);
            }
        }
        return offers;
    }

    /** What may come next in a conversation, and this office may send. */
    public List<Offer> answers(ConversationId conversation) throws IOException, OfficeProblem {
        var course = office.course(conversation);
        return course.open(office.party()).stream()
                .flatMap(type -> course.family().flatMap(family -> offer(family, type)).stream())
                .toList();
    }

    private static Optional<Offer> offer(Family family, String type) {
        return Optional.ofNullable(family.types().get(type))
                .filter(info -> !(info.hubSends()
                        && Set.of("hub").containsAll(family.workflow().senders(type))))
                .map(info -> new Offer(family, info));
    }

    /**
     * Begins one, filled with what the office knows and what the answered message says already, or the last of its own.
     *
     * @param conversation the one it goes on with; empty begins one
     * @param answered the message it answers, received or sent here, where there is one
     * @throws OfficeProblem where such a message may not be written now, or what it is to answer is not here
     */
    public UUID begin(MessageType type, Optional<ConversationId> conversation, Optional<MessageId> answered)
            throws IOException, OfficeProblem {
        var drafting = new Drafting(office);
        var belonging = drafting.belonging(conversation, answered);
        var offers = belonging.conversation().isPresent()
                ? answers(belonging.conversation().get())
                : openers();
        var offer = offers.stream()
                .filter(one -> one.type().equals(type))
                .findFirst()
                .orElseThrow(() -> notNow(type));
        var person = belonging.conversation().isPresent()
                ? only(office.course(belonging.conversation().get()).persons())
                : newPerson();
        var form = Form.begin(offer.family(), type.name(), belonging, person, office.now());
        form.fill(Beforehand.open(offer.family()), ZoneId.systemDefault());
        var self = new LinkedHashMap<String, String>();
        if (office.self().named()) {
            self.put(HEADER + "Sender[1]/Unit[1]", office.self().unit());
            self.put(HEADER + "Sender[1]/ResponsibleOfficer[1]", office.self().officer());
        }
        var begun = answered.isPresent() || conversation.isEmpty() ? answered : lastOwn(conversation.get());
        if (begun.isPresent()) {
            boolean own = office.storage().outbox().find(begun.get()).isPresent();
            form.takeOver(office.open(begun.get()), own);
        }
        self.put(HEADER + "Status[1]", status(belonging, begun));
        self.putAll(drafting.known(offer.info().type(), offer.family(), belonging));
        form.fill(self, ZoneId.systemDefault());
        var id = UUID.randomUUID();
        keep(id, form);
        return id;
    }

    /** What the conversation is, Test, Exercise or Actual, since no other may come into it (R-X10); else what this office sends. */
    private String status(Belonging belonging, Optional<MessageId> begun) throws IOException, OfficeProblem {
        var known = begun;
        if (known.isEmpty() && belonging.conversation().isPresent()) {
            known = office.course(belonging.conversation().get()).steps().stream()
                    .map(Course.Step::id)
                    .findFirst();
        }
        return (known.isEmpty() ? Optional.<Document>empty() : Optional.of(office.open(known.get())))
                .flatMap(message -> Elements.first(message.getDocumentElement(), "Header"))
                .flatMap(header -> Elements.first(header, "Status"))
                .map(element -> element.getTextContent().strip())
                .orElseGet(() -> Composer.word(office.status()));
    }

    private Optional<MessageId> lastOwn(ConversationId conversation) throws IOException, OfficeProblem {
        return office.course(conversation).steps().stream()
                .filter(step -> step.number().isPresent() && step.sender().equals(office.party()))
                .reduce((earlier, later) -> later)
                .map(Course.Step::id);
    }

    private static OfficeProblem notNow(MessageType type) {
        return new OfficeProblem(
                Exit.USAGE,
                new Labels(
                        "本机构现在不能发送 " + type + "。会话状态可能已改变，请从会话页面重新选择。",
                        "This office cannot send " + type
                                + " now. The conversation may have moved on; choose again on its page."));
    }

    private static String only(List<String> persons) {
        return persons.size() == 1 ? persons.get(0) : "";
    }

    /** A pseudonym; test data says so (R-X19). */
    private String newPerson() {
        var bytes = new byte[PERSON_BYTES];
        random.nextBytes(bytes);
        return "urn:guitu:person:" + office.party() + ":" + (office.status() == Status.TEST ? "test-" : "")
                + HexFormat.of().formatHex(bytes);
    }

    /** All of them, the last changed first; what was accepted meanwhile is put away. */
    public List<Kept> all() throws IOException {
        var all = new ArrayList<Kept>();
        try (var files = Files.newDirectoryStream(folder, "*" + XML)) {
            for (var file : files) {
                kept(file).ifPresent(all::add);
            }
        }
        all.sort(Comparator.comparing(Kept::changedAt).reversed());
        return all;
    }

    /** Those that cannot be read any more, so that nobody waits for what is not listed. */
    public List<UUID> damaged() throws IOException {
        var damaged = new ArrayList<UUID>();
        try (var files = Files.newDirectoryStream(folder, "*" + XML)) {
            for (var file : files) {
                id(file, XML).filter(id -> isDamaged(file)).ifPresent(damaged::add);
            }
        }
        return damaged;
    }

    private static Optional<UUID> id(Path file, String end) {
        var name = file.getFileName().toString();
        try {
            return Optional.of(UUID.fromString(name.substring(0, name.length() - end.length())));
        } catch (IllegalArgumentException e) {
            // nothing of ours
            return Optional.empty();
        }
    }

    private boolean isDamaged(Path file) {
        try {
            Envelope.claimedType(document(file));
            return false;
        } catch (NoSuchFileException e) {
            // sent, or given up meanwhile
            return false;
        } catch (Refused | IOException | IllegalArgumentException e) {
            return true;
        }
    }

    private Optional<Kept> kept(Path file) throws IOException {
        var known = id(file, XML);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        var id = known.get();
        try {
            var document = document(file);
            var sent = messageId(document).map(MessageId::new);
            var outcome = outcome(sent);
            if (outcome.equals(Optional.of(Outcome.ACCEPTED))) {
                discard(id);
                return Optional.empty();
            }
            return Optional.of(new Kept(
                    id,
                    Envelope.claimedType(document),
                    Files.getLastModifiedTime(file).toInstant(),
                    outcome.flatMap(any -> sent),
                    outcome));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (Refused | IllegalArgumentException e) {
            // it stays where it is
            return Optional.empty();
        }
    }

    private Optional<Outcome> outcome(Optional<MessageId> sent) throws IOException {
        if (sent.isEmpty()) {
            return Optional.empty();
        }
        return office.storage()
                .outbox()
                .find(sent.get())
                .map(item -> item.where().outcome());
    }

    private static Optional<String> messageId(Document document) {
        return Elements.first(document.getDocumentElement(), "Header")
                .flatMap(header -> Elements.first(header, "MessageId"))
                .map(element -> element.getTextContent().strip());
    }

    private Document document(Path file) throws IOException, Refused {
        return office.xml().parse(Files.readAllBytes(file));
    }

    private Path file(UUID id) {
        return folder.resolve(id + XML);
    }

    /**
     * Goes on with one.
     *
     * @throws OfficeProblem when it is not here: sent and accepted, or given up
     */
    public Form form(UUID id) throws IOException, OfficeProblem {
        try {
            var document = document(file(id));
            var family = office.families().families().of(Envelope.claimedType(document));
            return Form.of(family, document);
        } catch (NoSuchFileException e) {
            throw gone(e);
        } catch (Refused e) {
            throw new OfficeProblem(
                    Exit.FAILED,
                    new Labels(
                            "这份草稿已损坏，无法读取。请让本机管理员从备份恢复，或在“起草与发送”页面删除后重写。",
                            "This draft is damaged and cannot be read. Have it restored from a backup by whoever runs this machine, or "
                                    + "delete it on the page “Write and send” and write it anew."),
                    e);
        }
    }

    /**
     * Keeps it as it stands; when this returns, it survives a crash.
     *
     * @throws OfficeProblem when it would be no message whatever else is filled in: too large, or with characters that no document may
     *     have; what was kept before stays
     */
    public void keep(UUID id, Form form) throws IOException, OfficeProblem {
        var bytes = SafeXml.bytes(form.document());
        try {
            office.xml().parse(bytes);
        } catch (Refused e) {
            var text = e.refusal().text();
            throw new OfficeProblem(
                    Exit.REFUSED_HERE,
                    new Labels("未保存最后的改动：" + text.zh(), "The last change was not kept: " + text.en()),
                    e);
        }
        DurableFiles.write(file(id), bytes);
    }

    /** SHA-256 of it as it is kept, in hex. */
    public String words(UUID id) throws IOException, OfficeProblem {
        try {
            return digest(id);
        } catch (NoSuchFileException e) {
            throw gone(e);
        }
    }

    /** The message that was signed of it and is on its way, or accepted: what is written now would be in nothing that is sent. */
    public Optional<MessageId> signed(UUID id) throws IOException {
        try {
            var sent = messageId(document(file(id))).map(MessageId::new);
            return outcome(sent)
                    .filter(outcome -> outcome != Outcome.REFUSED_BY_HUB)
                    .flatMap(any -> sent);
        } catch (NoSuchFileException | Refused e) {
            return Optional.empty();
        }
    }

    private static OfficeProblem gone(NoSuchFileException cause) {
        return new OfficeProblem(
                Exit.USAGE,
                new Labels("没有这份草稿，可能已发送或删除。", "There is no such draft; it may have been sent or given up."),
                cause);
    }

    /** Gives one up. */
    public void discard(UUID id) throws IOException {
        Files.deleteIfExists(asking(id));
        Files.deleteIfExists(file(id));
    }

    /** Asks for a second officer's word: it counts for what is written now, and for no other word of it. */
    public void ask(UUID id, String officer) throws IOException {
        DurableFiles.write(asking(id), (digest(id) + " " + officer).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Somebody asks for a second officer's word.
     *
     * @param words SHA-256 of what is to be approved, in hex
     */
    public record Asking(String words, String officer) {}

    /** Who asks for a second officer's word on what is written now; empty where nobody does, or it was changed since. */
    public Optional<Asking> asked(UUID id) throws IOException {
        try {
            var said = Files.readString(asking(id), StandardCharsets.UTF_8);
            var words = digest(id);
            return said.startsWith(words + " ")
                    ? Optional.of(new Asking(words, said.substring(words.length() + 1)))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** All that wait for a second officer's word, with who asks. */
    public Map<UUID, Asking> waiting() throws IOException {
        var waiting = new LinkedHashMap<UUID, Asking>();
        try (var files = Files.newDirectoryStream(folder, "*" + ASKS)) {
            for (var file : files) {
                var id = id(file, ASKS);
                if (id.isPresent()) {
                    asked(id.get()).ifPresent(asking -> waiting.put(id.get(), asking));
                }
            }
        }
        return waiting;
    }

    /** To whom one goes as it stands; empty where it cannot be read. */
    public List<String> recipients(UUID id) throws IOException {
        try {
            return Elements.first(document(file(id)).getDocumentElement(), "Header")
                    .flatMap(header -> Elements.first(header, "Recipients"))
                    .map(recipients -> Elements.in(recipients, "Recipient"))
                    .orElse(List.of())
                    .stream()
                    .map(recipient -> recipient.getTextContent().strip())
                    .filter(recipient -> !recipient.isEmpty())
                    .toList();
        } catch (NoSuchFileException | Refused e) {
            // sent or given up meanwhile, or told as damaged
            return List.of();
        }
    }

    private Path asking(UUID id) {
        return folder.resolve(id + ASKS);
    }

    private String digest(UUID id) throws IOException {
        return Digest.of(Files.readAllBytes(file(id))).hex();
    }

    /** What the hub would find wrong with it now, by the same schema and rules. */
    public List<Form.Fault> faults(Form form) throws OfficeProblem {
        var filled = (Document) form.document().cloneNode(true);
        office.unlocked().composer().fill(filled, false, this::conversation);
        try {
            var faults = office.families().families().faults(filled);
            return Stream.concat(faults.stream(), unknown(filled, faults)).toList();
        } catch (Refused e) {
            return List.of(new Form.Fault(e.refusal()));
        }
    }

    /** Whom nobody here has heard of the hub may know: that is told and holds nothing up. What has a fault already names nobody. */
    private Stream<Form.Fault> unknown(Document filled, List<Form.Fault> faults) {
        var known = parties().keySet();
        return known.isEmpty()
                ? Stream.empty()
                : Form.addressees(filled).entrySet().stream()
                        .filter(place -> !known.contains(place.getValue())
                                && faults.stream()
                                        .noneMatch(fault -> fault.path().equals(place.getKey())))
                        .map(place -> Form.Fault.warning(
                                place.getKey(), Refusals.refusal("GT-5002", "", "", place.getValue())));
    }

    private Optional<ConversationId> conversation(MessageId id) {
        try {
            return office.storage().conversation(id);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Signs it and puts what is signed into the outbox; the manuscript stays until the hub has accepted that. Asked again after a
     * crash it does so once, and after a refusal it makes another message.
     *
     * @return queued, or refused here with the refusal the hub would give
     */
    public Sent send(UUID id) throws IOException, OfficeProblem {
        var form = form(id);
        var known = messageId(form.document()).map(MessageId::new);
        var outcome = outcome(known);
        if (outcome.equals(Optional.of(Outcome.QUEUED)) || outcome.equals(Optional.of(Outcome.ACCEPTED))) {
            var item = office.storage().outbox().find(known.orElseThrow()).orElseThrow();
            return Sent.queued(item, Posting.NOT_TRIED);
        }
        if (known.isEmpty() || outcome.isPresent()) {
            // first its identifier: after a crash the same message is queued, not another
            office.name(form.document());
            keep(id, form);
        }
        return office.queue((Document) form.document().cloneNode(true));
    }

    /** Where its conversation is, when that is known. */
    public Optional<ConversationId> conversation(Form form) {
        return Elements.first(form.document().getDocumentElement(), "Header")
                .flatMap(header -> Elements.first(header, "Conversation"))
                .map(element -> new ConversationId(element.getTextContent().strip()));
    }

    /** The parties one may write to, with what they are called, by the office's copy of the directory. */
    public Map<String, Labels> parties() {
        return office.roles().names();
    }
}
