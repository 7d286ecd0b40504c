package org.guitu.family;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import org.guitu.message.Digest;
import org.guitu.message.Header;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.message.Warning;
import org.guitu.xml.Canonical;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** One agreement between Yunnan and Guangdong, on days of its own: the shipped samples, decided by the shipped workflow. */
final class AgreementStory {
    private static final Path SAMPLES = Path.of("schemas/agreement/1.0/samples");

    private final String text;
    private final List<History.Entry> entries = new ArrayList<>();
    private final Set<PartyId> participants = new TreeSet<>();
    private final List<String> timeline = new ArrayList<>();
    private List<Due> due = List.of();
    private Optional<String> state = Optional.empty();
    private Optional<String> until = Optional.empty();
    private Instant now = Instant.EPOCH;
    private Surroundings beside = Shipped.NOTHING_BESIDE.get();
    private List<Warning> warnings = List.of();

    /** @param changes of the text of the proposal, in pairs of old and new */
    AgreementStory(String... changes) throws IOException {
        text = changed(sample("proposal"), changes);
    }

    static String sample(String name) throws IOException {
        return Files.readString(SAMPLES.resolve(name + ".xml"));
    }

    private static String changed(String text, String... changes) {
        var result = text;
        for (int i = 0; i < changes.length; i += 2) {
            if (!result.contains(changes[i])) {
                throw new AssertionError("no " + changes[i]);
            }
            result = result.replace(changes[i], changes[i + 1]);
        }
        return result;
    }

    /** Guangdong and Yunnan propose and sign it that day, in Beijing's time. */
    AgreementStory signed(String day) throws Exception {
        send(day + "T09:00", "cn.53", text);
        send(day + "T10:00", "cn.53", signature("cn.53", 1, day));
        send(day + "T11:00", "cn.44", signature("cn.44", 1, day));
        return this;
    }

    /** What the hub knows besides, from here on. */
    AgreementStory beside(Surroundings known) {
        beside = known;
        return this;
    }

    /** What the sender of the last message was told. */
    List<Warning> warnings() {
        return warnings;
    }

    /** The text as amended, with these changes. */
    String amendment(int version, String... changes) throws IOException {
        return changed(changed(sample("amendment"), "<m:Version>2<", "<m:Version>" + version + "<"), changes);
    }

    String signature(String party, int version, String day) throws IOException {
        return sample(party.equals("cn.53") ? "signature-proposer" : "signature-other")
                .replaceFirst("<m:Version>\\d+", "<m:Version>" + version)
                .replaceFirst("<m:SignedOn>[^<]+", "<m:SignedOn>" + day);
    }

    /** Sends a document at that time of Beijing; digests are those of the text it is about. */
    AgreementStory send(String time, String from, String document) throws Exception {
        var at = OffsetDateTime.parse(time + ":00+08:00").toInstant();
        wait(at);
        var other = from.equals("cn.53") ? "cn.44" : "cn.53";
        var addressed = document.replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1" + from)
                .replaceFirst("<Recipient>" + from + "<", "<Recipient>" + other + "<");
        accept(at, Shipped.parse(withDigest(addressed)));
        return this;
    }

    private String withDigest(String document) throws Refused {
        var parsed = Shipped.parse(document);
        var terms = parsed.getElementsByTagNameNS("*", "Terms");
        var version = parsed.getElementsByTagNameNS("*", "Version").item(0).getTextContent();
        var digest = terms.getLength() > 0 ? digest((Element) terms.item(0)) : agreed(version);
        return document.replaceFirst("(<m:TextDigest>)[^<]+", "$1" + Matcher.quoteReplacement(digest));
    }

    private String agreed(String version) {
        return entries.stream()
                .flatMap(entry -> elements(entry.message(), "Terms").stream())
                .filter(terms -> elements((Element) terms.getParentNode(), "Version")
                        .get(0)
                        .getTextContent()
                        .equals(version))
                .map(AgreementStory::digest)
                .reduce("0".repeat(64), (first, last) -> last);
    }

    private static String digest(Element terms) {
        return Digest.of(Canonical.exclusive(terms)).hex();
    }

    private static List<Element> elements(Document document, String name) {
        return elements(document.getDocumentElement(), name);
    }

    private static List<Element> elements(Element parent, String name) {
        var found = new ArrayList<Element>();
        var list = parent.getElementsByTagNameNS("*", name);
        for (int i = 0; i < list.getLength(); i++) {
            found.add((Element) list.item(i));
        }
        return found;
    }

    /** Time goes by: what the hub has to say until then, it says. */
    AgreementStory wait(Instant to) throws Exception {
        for (var next = next(to); next.isPresent(); next = next(to)) {
            now = next.get().at().isBefore(now) ? now : next.get().at();
            hubSays(next.get());
        }
        now = to;
        return this;
    }

    AgreementStory wait(String day) throws Exception {
        return wait(OffsetDateTime.parse(day + "T00:00:00+08:00").toInstant());
    }

    private Optional<Due> next(Instant to) {
        return due.stream().filter(one -> !one.at().isAfter(to)).min(Comparator.comparing(Due::at));
    }

    private void hubSays(Due one) throws Exception {
        var payload = Shipped.FAMILIES
                .of(one.type())
                .payload(
                        one.type(),
                        new History(entries),
                        history -> {
                            throw new AssertionError("no agreement tells of the record");
                        },
                        now);
        var name = one.type().name().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
        var message = Shipped.parse(sample(name).replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1cn.hub"));
        var body = Elements.first(message.getDocumentElement(), "Body").orElseThrow();
        body.setTextContent("");
        body.appendChild(message.importNode(payload.getDocumentElement(), true));
        accept(now, message);
    }

    private void accept(Instant at, Document message) throws Refused {
        var header = elements(message, "Header").get(0);
        elements(header, "MessageId").get(0).setTextContent("urn:uuid:" + UUID.randomUUID());
        elements(header, "SentAt").get(0).setTextContent(at.toString());
        // parsed again, as it would come over the line
        var wire = Shipped.parse(new String(SafeXml.bytes(message), StandardCharsets.UTF_8));
        Shipped.FAMILIES.validate(wire);
        var read = Envelope.header(wire);
        var workflow = Shipped.FAMILIES.of(read.type()).workflow();
        var move = workflow.decide(situation(state, read, wire, at));
        entries.add(new History.Entry(entries.size() + 1, read.type(), read.sender(), at, wire));
        participants.add(read.sender());
        read.recipients().forEach(party -> participants.add(new PartyId(party)));
        read.copyTo().forEach(party -> participants.add(new PartyId(party)));
        state = Optional.of(move.toState());
        warnings = move.warnings();
        move.until().ifPresent(day -> until = Optional.of(day.toString()));
        due = workflow.due(situation(state, read, wire, at));
        timeline.add(at.atOffset(ZoneOffset.ofHours(8)).toLocalDate() + " " + read.sender() + " "
                + read.type().name() + " -> " + move.toState());
    }

    private Situation situation(Optional<String> in, Header header, Document message, Instant at) {
        var parts = new TreeSet<String>();
        boolean opener = entries.isEmpty() || entries.get(0).sender().equals(header.sender());
        if (opener) {
            parts.add("opener");
        }
        if (participants.contains(header.sender())) {
            parts.add("participant");
            if (!opener) {
                parts.add("respondent");
            }
        }
        var history = new History(entries);
        return new Situation(
                in, header, message, roles(header.sender().value()), parts, () -> history, () -> beside, at);
    }

    private static Set<String> roles(String party) {
        return switch (party) {
            case "cn.jco" -> Set.of("jco");
            case "cn.hub" -> Set.of("hub");
            default -> Set.of("provincial-office", "signatory");
        };
    }

    String state() {
        return state.orElse("NONE");
    }

    /** The last day in force, where a message has set it. */
    String until() {
        return until.orElse("");
    }

    /** Every message: day of Beijing, sender, type, and the state after it. */
    List<String> timeline() {
        return timeline;
    }

    /** The text of this element in the last message that has it. */
    String last(String element) {
        return entries.stream()
                .flatMap(entry -> elements(entry.message(), element).stream())
                .map(Element::getTextContent)
                .reduce("", (first, last) -> last);
    }
}
