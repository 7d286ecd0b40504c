package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.guitu.family.Family;
import org.guitu.family.Picture;
import org.guitu.family.Reading;
import org.guitu.family.TypeInfo;
import org.guitu.message.ConversationId;
import org.guitu.message.Header.Status;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.office.line.LineDown;
import org.guitu.office.line.Outgoing;
import org.guitu.receipt.ReceiptReader.View;
import org.guitu.seal.SealedFor;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.SuiteUris;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/**
 * One office of the exchange: writes, signs, sends, receives and acknowledges for one party, out of one folder. Several
 * processes may share the folder. In one process, one thread may send while another receives.
 */
public final class Office implements AutoCloseable {
    private final OfficeConfig config;
    private final Storage storage;
    private final World world;
    private final Wiring wiring;
    private final SafeXml xml;
    private final LiveCredentials credentials;
    private final Roles.Kept roles;
    private final Holdings holdings;
    private final Deque<OpenLine> left = new ArrayDeque<>();
    private final Deque<OpenLine> leftBehind = new ArrayDeque<>();
    private @Nullable Unlocked unlocked;
    private Optional<Labels> told = Optional.empty();

    Office(OfficeConfig config, Storage storage, World world, Wiring wiring) {
        this(config, storage, world, wiring, new LiveCredentials(config, world.clock()));
    }

    private Office(OfficeConfig config, Storage storage, World world, Wiring wiring, LiveCredentials credentials) {
        this.config = config;
        this.storage = storage;
        this.world = world;
        this.wiring = wiring;
        this.xml = wiring.xml();
        this.credentials = credentials;
        this.roles = new Roles.Kept(config.hub().party(), config.directory());
        this.holdings = new Holdings(storage, config.party());
    }

    /** What an office is put together with: what carries its messages, and what its documents are checked against. */
    record Wiring(Unlocked.LinesOf carrier, SafeXml xml, FamilyShelf families, Checks checks) {}

    /**
     * Opens the office in this folder; keys, schemas and the line are opened when they are first needed.
     *
     * @throws OfficeProblem when {@code office.yaml} is missing or wrong
     */
    public static Office open(Path home) throws OfficeProblem {
        return open(home, false);
    }

    /**
     * The same.
     *
     * @param soap whether the line goes to the hub's SOAP door, also where its JMS door is named
     */
    public static Office open(Path home, boolean soap) throws OfficeProblem {
        var config = OfficeYaml.read(home);
        return open(home, config, Unlocked.carrier(home, config, soap));
    }

    static Office open(Path home, OfficeConfig config, Unlocked.LinesOf carrier) throws OfficeProblem {
        return open(
                home, config, carrier, new LiveCredentials(config, World.real().clock()));
    }

    /** The same, with keys that somebody else goes by too. */
    static Office open(Path home, OfficeConfig config, Unlocked.LinesOf carrier, LiveCredentials credentials)
            throws OfficeProblem {
        var world = World.real();
        var storage = storage(home, world);
        var xml = new SafeXml(XmlLimits.standard());
        try {
            SuiteUris.requireTable();
        } catch (KeyFileException e) {
            throw new OfficeProblem(Exit.CONFIGURATION, e.text(), e);
        }
        var families = new FamilyShelf(
                config.settings().schemas().orElse(OfficeCommand.installation().resolve("schemas")),
                xml,
                new KeptStylesheets(storage.home().cache()));
        return new Office(config, storage, world, new Wiring(carrier, xml, families, families.checks()), credentials);
    }

    static Storage storage(Path home, World world) throws OfficeProblem {
        try {
            return Storage.in(home, world);
        } catch (IOException e) {
            throw new OfficeProblem(
                    Exit.CONFIGURATION,
                    new Labels(
                            "无法使用机构目录 " + home + "，请检查权限。",
                            "The office's folder " + home + " cannot be used; check its permissions."),
                    e);
        }
    }

    /** Makes the folder of a new office with this {@code office.yaml}; keys are put where it says beforehand or afterwards. */
    public static void create(Path home, OfficeConfig config) throws IOException {
        DurableFiles.folder(home);
        DurableFiles.write(
                home.resolve("office.yaml"),
                OfficeYaml.text(config, home).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public PartyId party() {
        return config.party();
    }

    /** Language of what is shown. */
    public Locale language() {
        return config.settings().language();
    }

    Storage storage() {
        return storage;
    }

    /** What time it is for this office. */
    public Instant now() {
        return world.clock().instant();
    }

    FamilyShelf families() {
        return wiring.families();
    }

    SafeXml xml() {
        return xml;
    }

    /** How a conversation stands, as far as this office knows. */
    Course course(ConversationId conversation) throws IOException, OfficeProblem {
        return new CourseReader(storage, xml, families(), roles()).read(conversation);
    }

    synchronized Unlocked unlocked() throws OfficeProblem {
        var now = credentials.get();
        if (unlocked == null || !unlocked.credentials().equals(now)) {
            if (unlocked != null) {
                left.add(unlocked.sending());
                leftBehind.add(unlocked.receiving());
            }
            unlocked = Unlocked.with(config, now, storage, world, wiring);
        }
        return unlocked;
    }

    /** Closes what a former key opened; called by the thread that sends, which alone uses them. */
    private synchronized void leaveOldLines() {
        leave(left);
    }

    private static void leave(Deque<OpenLine> lines) {
        while (!lines.isEmpty()) {
            lines.remove().close();
        }
    }

    /** Signs and queues a draft, then sends everything that is queued; returns what became of this one. */
    public Sent send(Path draft) throws IOException, OfficeProblem {
        return send(Files.readAllBytes(draft), false, timeout());
    }

    /**
     * Signs and queues a draft, then sends everything that is queued.
     *
     * @param refresh makes it a new message now, whatever identifier and time it says
     * @param timeout how long to wait for each answer of the hub
     */
    public Sent send(byte[] draft, boolean refresh, Duration timeout) throws IOException, OfficeProblem {
        var sending = sending();
        return sending.sent(List.of(sending.queue(draft, refresh)), timeout).get(0);
    }

    /** Signs and queues a document made by a program, then sends everything that is queued. */
    public Sent send(Document draft) throws IOException, OfficeProblem {
        var sending = sending();
        return sending.sent(List.of(sending.queue(draft, false)), timeout()).get(0);
    }

    /** Sends everything that is queued, oldest first, and says what became of each. */
    public Map<MessageId, Sent> flush(Duration timeout) throws IOException, OfficeProblem {
        return sending().flush(timeout);
    }

    /**
     * A message of this office's own, as it was signed and as it went on.
     *
     * @throws OfficeProblem when there is none with that identifier
     * @throws NotVerified when it is not what was signed
     */
    public Written written(MessageId id, Locale locale) throws IOException, OfficeProblem, NotVerified {
        try {
            return written(storage.outbox().find(id).orElseThrow(() -> OfficeProblem.notFound(id.value())), locale);
        } catch (NoSuchFileException e) {
            // it went on its way while it was read, which it does once
            return written(storage.outbox().find(id).orElseThrow(() -> OfficeProblem.notFound(id.value())), locale);
        }
    }

    private Written written(Outbox.Item item, Locale locale) throws IOException, OfficeProblem, NotVerified {
        var opened = read(item.message(), locale);
        try {
            var readers = SealedFor.parties(xml.parse(item.wire()), config.directory());
            var waiting = item.state().problem().map(Sidecar.Problem::labels);
            return new Written(Timeline.of(item, storage.shelf(), xml), opened, readers, waiting);
        } catch (Refused e) {
            throw new NotVerified(e);
        }
    }

    /**
     * This office's own messages, the last queued first; receipts it sent are none.
     *
     * @param most as many at most
     */
    public List<Timeline> sent(int most) throws IOException {
        var timelines = new ArrayList<Timeline>();
        var items = storage.outbox().all();
        for (int i = items.size() - 1; i >= 0 && timelines.size() < most; i--) {
            if (!items.get(i).state().messageType().isReceipt()) {
                timelines.add(Timeline.of(items.get(i), storage.shelf(), xml));
            }
        }
        return timelines;
    }

    /** How many messages and receipts wait to be sent. */
    public int waiting() throws IOException {
        return storage.outbox().queued().size();
    }

    /** What officers of this office are writing. */
    public Manuscripts manuscripts() {
        return new Manuscripts(this);
    }

    /** What the parties are to workflows, as far as this office knows. */
    Roles roles() {
        return roles.get();
    }

    OfficeConfig.Self self() {
        return config.self();
    }

    /** What messages of this office are unless they say otherwise. */
    Status status() {
        return config.settings().status();
    }

    /** Gives a document that is being written an identifier of its own. */
    void name(Document document) throws OfficeProblem {
        unlocked().composer().name(document);
    }

    /** Signs a document and puts it into the outbox; {@link #flush} sends it. */
    Sent queue(Document draft) throws IOException, OfficeProblem {
        return sending().queue(draft, false);
    }

    Sending sending() throws OfficeProblem {
        var keys = unlocked();
        leaveOldLines();
        var writing = new Writing(config.party(), xml, keys.composer(), keys.signer(), wiring.checks(), keys.seals());
        return new Sending(storage, writing, new Posting(storage, keys.proofs(), keys.sending()));
    }

    /** How long a send waits for the hub's answer. */
    public Duration timeout() {
        return config.settings().timeout();
    }

    /**
     * Takes everything the hub holds for this office now, stores it in this folder, and sends the receipts.
     *
     * @throws LineDown when the hub cannot be reached; what was stored before stays stored
     */
    public Collected receive(Path folder) throws IOException, OfficeProblem, LineDown {
        return receive(folder, Duration.ZERO);
    }

    /**
     * The same, when something may be on its way.
     *
     * @param wait how long to wait for the first message where none is there; {@code ZERO}: only what is there now
     */
    public Collected receive(Path folder, Duration wait) throws IOException, OfficeProblem, LineDown {
        var collected = new Collected();
        receiving(unlocked()).once(folder, wait, collected);
        return collected;
    }

    /** Receives until it is asked to stop, over whatever becomes of the line. */
    public void follow(Path folder, Watcher watcher, Stop stop) throws IOException, OfficeProblem {
        try {
            while (!stop.asked()) {
                var keys = unlocked();
                receiving(keys).until(() -> stop.asked() || isOutdated(keys, watcher), stop, folder, watcher);
            }
        } finally {
            stop.ended();
        }
    }

    /** What is wrong with key files that were passed over, where nobody was told yet. */
    Optional<Labels> untold() {
        return credentials.problem().filter(problem -> !told.equals(Optional.of(problem)));
    }

    private boolean isOutdated(Unlocked keys, Watcher watcher) {
        try {
            var outdated = !keys.credentials().equals(credentials.get());
            var problem = credentials.problem();
            if (!problem.equals(told)) {
                told = problem;
                problem.ifPresentOrElse(watcher::keys, watcher::keysWell);
            }
            return outdated;
        } catch (OfficeProblem e) {
            return false;
        }
    }

    /** For the thread that receives, which alone uses those lines. */
    private synchronized Following receiving(Unlocked keys) {
        leave(leftBehind);
        return new Following(
                new Collecting(config.party(), storage, keys, world),
                new Posting(storage, keys.proofs(), keys.receiving()),
                keys.receiving(),
                config.settings().timeout());
    }

    void once(Path folder, Watcher watcher) throws IOException, OfficeProblem, LineDown {
        receiving(unlocked()).once(folder, Duration.ZERO, watcher);
    }

    /** Signs and sends the {@code Read} for a received message; only the first time. */
    public Sent read(MessageId id) throws IOException, OfficeProblem {
        return sending().sent(List.of(noteRead(id)), timeout()).get(0);
    }

    /** Signs the {@code Read} for a received message, only the first time, and puts it into the outbox. */
    public Sent noteRead(MessageId id) throws IOException, OfficeProblem {
        var known = storage.inbox().find(id).orElseThrow(() -> OfficeProblem.notFound(id.value()));
        var wire = Files.readAllBytes(known.path());
        try {
            var receipt = known.readReceipt().orElseGet(() -> world.ids().get().toString());
            // the identifier first: after a crash the same Read is queued, not another
            storage.inbox().note(known.read(world.clock().instant().toString(), receipt));
            var item = unlocked().acknowledging().read(known, xml.parse(wire), wire, UUID.fromString(receipt));
            return Sent.queued(item, Posting.NOT_TRIED);
        } catch (Refused e) {
            throw new IOException(known.path() + " is damaged", e);
        }
    }

    /** What became of a message of ours. */
    public Timeline status(MessageId id) throws IOException, OfficeProblem {
        var item = storage.outbox().find(id).orElseThrow(() -> OfficeProblem.notFound(id.value()));
        return Timeline.of(item, storage.shelf(), xml);
    }

    /** What became of our messages of a conversation, oldest first. */
    public List<Timeline> status(ConversationId conversation) throws IOException {
        var timelines = new ArrayList<Timeline>();
        for (var item : storage.outbox().all()) {
            if (item.state().conversation().equals(conversation.value())
                    && !item.state().messageType().isReceipt()) {
                timelines.add(Timeline.of(item, storage.shelf(), xml));
            }
        }
        return timelines;
    }

    /** Checks a signed file offline, with the hub's statement beside it where there is one. */
    Verification verify(Path file) throws IOException, OfficeProblem, NotVerified {
        return Verification.of(file, unlocked().proofs());
    }

    /**
     * A message of this office's, received or sent, as it can be read here: what is sealed for this office is open.
     *
     * @throws OfficeProblem when nobody here has such a message
     */
    public Document open(MessageId id) throws IOException, OfficeProblem {
        return opened(id).document();
    }

    SealBox.Opened opened(MessageId id) throws IOException, OfficeProblem {
        var file = file(id);
        try {
            return unlocked().seals().open(xml.parse(Files.readAllBytes(file)));
        } catch (Refused e) {
            throw new IOException(file + " is damaged", e);
        }
    }

    /** What this office received, oldest first. */
    public List<Held> inbox() throws IOException {
        return holdings.all();
    }

    /** What nobody here has read of that urgency, oldest first. */
    public List<Held> unread(Urgency urgency) throws IOException {
        return holdings.unread(urgency);
    }

    /** What a type is called. */
    public Labels label(MessageType type) throws OfficeProblem {
        return families()
                .families()
                .family(type.family())
                .map(family -> family.types().get(type.name()))
                .map(TypeInfo::label)
                .orElseGet(() -> new Labels(type.toString(), type.toString()));
    }

    /** What a family is called. */
    public Labels familyLabel(String family) throws OfficeProblem {
        return families().families().family(family).map(Family::label).orElseGet(() -> new Labels(family, family));
    }

    /** Whether nobody has to read messages of this type one by one. */
    public boolean isQuiet(MessageType type) throws OfficeProblem {
        return families().families().family(type.family()).map(Family::isQuiet).orElse(false);
    }

    /** Every family of this installation. */
    public java.util.Collection<Family> allFamilies() throws OfficeProblem {
        return families().families().all();
    }

    /** What parties are called, by the office's copy of the directory; those it does not name are not there. */
    public Map<String, Labels> parties() {
        return roles().names();
    }

    /** The folder of this office. */
    public Path home() {
        return storage.home().root();
    }

    /** Writes or replaces a file of this office, for its owner alone; when this returns, it survives a crash. */
    public void keep(Path file, byte[] bytes) throws IOException {
        DurableFiles.write(file, bytes);
    }

    /** Where received messages go when nobody names another folder. */
    public Path inboxFolder() {
        return storage.home().inbox();
    }

    /**
     * A received message, verified anew and opened, in that language.
     *
     * @throws NotVerified when it is not what was received: its content is nobody's word then
     * @throws OfficeProblem when there is no such message here, or it cannot be read
     */
    public Opened received(MessageId id, Locale locale) throws IOException, OfficeProblem, NotVerified {
        return read(
                storage.inbox()
                        .find(id)
                        .orElseThrow(() -> OfficeProblem.notFound(id.value()))
                        .path(),
                locale);
    }

    /** The same of a message that was received or is of this office's own. */
    public Opened either(MessageId id, Locale locale) throws IOException, OfficeProblem, NotVerified {
        return read(file(id), locale);
    }

    private Opened read(Path file, Locale locale) throws IOException, OfficeProblem, NotVerified {
        var keys = unlocked();
        // what was verified is what is shown, and not what the file has become since
        var proved = Verification.prove(file, keys.proofs());
        var opened = keys.seals().open(proved.document());
        try {
            var families = families().families();
            var pictures = Picture.in(families, opened.document());
            return new Opened(
                    proved.check(),
                    Reading.of(families, opened.document(), parties(), pictures, locale),
                    pictures,
                    opened.notes());
        } catch (Refused e) {
            throw new NotVerified(e);
        }
    }

    /** What became of the receipts this office signed for a message it received, the {@code Received} first. */
    public List<Timeline> acknowledged(MessageId id) throws IOException, OfficeProblem {
        var known = storage.inbox().find(id).orElseThrow(() -> OfficeProblem.notFound(id.value()));
        var timelines = new ArrayList<Timeline>();
        for (var receipt : Stream.concat(Stream.of(known.receipt()), known.readReceipt().stream())
                .toList()) {
            var item = storage.outbox().find(MessageId.of(UUID.fromString(receipt)));
            if (item.isPresent()) {
                timelines.add(Timeline.of(item.get(), storage.shelf(), xml));
            }
        }
        return timelines;
    }

    /** Where the signed bytes of a message are, received or ours. */
    public Path file(MessageId id) throws IOException, OfficeProblem {
        var received = storage.inbox().find(id);
        if (received.isPresent()) {
            return received.get().path();
        }
        return storage.outbox()
                .find(id)
                .orElseThrow(() -> OfficeProblem.notFound(id.value()))
                .message();
    }

    /**
     * For exercises: sends bytes that were not checked here and are not kept, and returns the hub's verified answer.
     *
     * @param id the identifier inside, where there is one
     */
    public Optional<View> sendUnchecked(byte[] wire, Optional<MessageId> id) throws OfficeProblem, LineDown {
        var keys = unlocked();
        var answer = keys.sending().get().send(new Outgoing(wire, id, Urgency.ROUTINE), timeout());
        try {
            return answer.isEmpty()
                    ? Optional.empty()
                    : Optional.of(keys.proofs().answer(answer.get(), wire).view());
        } catch (NotVerified e) {
            throw new OfficeProblem(Exit.NOT_VERIFIED, e.problem().labels(), e);
        }
    }

    @Override
    public synchronized void close() {
        leave(left);
        leave(leftBehind);
        if (unlocked != null) {
            unlocked.sending().close();
            unlocked.receiving().close();
        }
    }
}
