package org.guitu.hub;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.guitu.belt.Parcel;
import org.guitu.family.Families;
import org.guitu.family.History;
import org.guitu.gate.Agenda;
import org.guitu.gate.Held;
import org.guitu.gate.Memory;
import org.guitu.gate.Reception;
import org.guitu.gate.RecordOverview;
import org.guitu.gate.Unavailable;
import org.guitu.message.Channel;
import org.guitu.message.PartyId;
import org.guitu.oversight.OverviewXml;
import org.guitu.trust.XmlSigner;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * What the hub says by itself when its time has come (workflow.yaml, {@code sends}): signed by the hub, and through the gate like
 * everybody's messages.
 */
final class OwnMessages {
    private static final Logger LOG = LoggerFactory.getLogger("guitu.hub");
    private static final int AT_ONCE = 100;

    /** What the gate refused is offered again after so long: somebody may have mended why. */
    private static final Duration AGAIN = Duration.ofHours(1);

    /** As many as the header of a message holds ({@code message.xsd}). */
    private static final int MOST_BASES = 8;

    /** What a message of the hub does not take over from the one it follows. */
    private static final List<String> LEFT = List.of(
            "InReplyTo",
            "References",
            "CopyTo",
            "ExpiresAt",
            "ReplyBy",
            "SourceEvaluation",
            "InformationEvaluation",
            "OperationCode",
            "RetentionUntil");

    private final Memories memories;
    private final Reception reception;
    private final Supplier<XmlSigner> signer;
    private final PartyId self;
    private final Clock clock;

    OwnMessages(Memories memories, Reception reception, Supplier<XmlSigner> signer, PartyId self, Clock clock) {
        this.memories = memories;
        this.reception = reception;
        this.signer = signer;
        this.self = self;
        this.clock = clock;
    }

    /** What is due, what was said so far, how everything stands, and how the families put it. */
    record Memories(Agenda agenda, Memory memory, RecordOverview overview, Families families) {}

    /** Sends what is due. */
    void send(BeltLine line) {
        for (var item : memories.agenda().due(clock.instant(), AT_ONCE)) {
            try {
                if (!memories.agenda().isDue(item, clock.instant())) {
                    continue;
                }
                var wire = SafeXml.bytes(message(item));
                var answer = reception.answer(
                        wire, new Channel("hub", self, UUID.randomUUID().toString(), Duration.ZERO));
                if (answer.refusal().isEmpty()) {
                    line.take(new Parcel(answer.message().orElseThrow(), wire.length));
                } else {
                    notSent(item, answer.refusal().orElseThrow().code());
                }
            } catch (Unavailable e) {
                throw e;
            } catch (Held e) {
                notSent(item, "held");
            } catch (RuntimeException e) {
                notSent(item, e.getClass().getSimpleName());
            }
        }
    }

    private void notSent(Agenda.Item item, String cause) {
        memories.agenda().postpone(item, clock.instant(), AGAIN);
        LOG.atWarn()
                .addKeyValue("event", "own-message-not-sent")
                .addKeyValue("conversation", item.conversation())
                .addKeyValue("type", item.type())
                .addKeyValue("cause", cause)
                .log("what the hub has to send by itself was refused; it is tried again in an hour");
    }

    private Document message(Agenda.Item item) {
        var history = memories.memory().history(item.conversation());
        var family = memories.families().of(item.type());
        var payload = family.payload(item.type(), history, this::overview, clock.instant());
        var message = SafeXml.blank();
        var root = message.createElementNS(Envelope.NS, "Message");
        root.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns", Envelope.NS);
        message.appendChild(root);
        root.appendChild(header(message, item, history));
        var body = message.createElementNS(Envelope.NS, "Body");
        body.appendChild(message.importNode(payload.getDocumentElement(), true));
        root.appendChild(body);
        signer.get().sign(message);
        return message;
    }

    /** How everything stands, since when the last message asks; one that takes too long is tried again an hour later. */
    private Document overview(History history) {
        var asked = history.entries().get(history.entries().size() - 1).message();
        try {
            return OverviewXml.write(
                    memories.overview().at(clock.instant(), OverviewXml.since(Envelope.payload(asked))));
        } catch (Unavailable e) {
            throw new IllegalStateException("the record does not say how everything stands", e);
        }
    }

    /** That of the message it follows, as the hub's own: status, basis, purpose and language are those of the conversation. */
    private Element header(Document message, Agenda.Item item, History history) {
        var last = history.entries().get(history.entries().size() - 1).message();
        var header = copy(message, child(last.getDocumentElement(), "Header"));
        LEFT.forEach(name -> Elements.in(header, name).forEach(header::removeChild));
        addBases(header, history);
        set(header, "MessageId", "urn:uuid:" + UUID.randomUUID());
        set(header, "Type", item.type().toString());
        set(header, "Blind", UUID.randomUUID().toString().replace("-", ""));
        set(
                header,
                "SentAt",
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC)));
        set(header, "Urgency", "ROUTINE");
        set(header, "PrivacyCeiling", "P1");
        var sender = child(header, "Sender");
        sender.setTextContent("");
        add(sender, "Party", self.value());
        add(sender, "Unit", "hub");
        add(sender, "ResponsibleOfficer", "system");
        var recipients = child(header, "Recipients");
        recipients.setTextContent("");
        memories.memory().conversation(item.conversation()).orElseThrow().participants().keySet().stream()
                .filter(party -> !party.equals(self))
                .map(PartyId::value)
                .sorted()
                .forEach(party -> add(recipients, "Recipient", party));
        return header;
    }

    /** It goes to everybody in the conversation: what takes it to each state stands in any message, not always in the last. */
    static void addBases(Element header, History history) {
        var bases = Elements.in(header, "LegalBasis");
        var last = bases.isEmpty() ? child(header, "Purpose") : bases.get(bases.size() - 1);
        var known = new HashSet<String>();
        bases.forEach(basis -> known.add(child(basis, "Code").getTextContent()));
        for (var entry : history.entries()) {
            for (var basis : Elements.in(child(entry.message().getDocumentElement(), "Header"), "LegalBasis")) {
                if (known.size() < MOST_BASES && known.add(child(basis, "Code").getTextContent())) {
                    var more = copy(header.getOwnerDocument(), basis);
                    header.insertBefore(more, last.getNextSibling());
                    last = more;
                }
            }
        }
    }

    /** Without prefixes, so that nothing depends on what was declared around it. */
    private static Element copy(Document to, Element from) {
        var copy = to.createElementNS(Envelope.NS, from.getLocalName());
        for (int i = 0; i < from.getAttributes().getLength(); i++) {
            var attribute = from.getAttributes().item(i);
            if (attribute.getNamespaceURI() == null) {
                copy.setAttribute(attribute.getNodeName(), attribute.getNodeValue());
            }
        }
        var children = Elements.in(from);
        if (children.isEmpty()) {
            copy.setTextContent(from.getTextContent());
        }
        children.forEach(child -> copy.appendChild(copy(to, child)));
        return copy;
    }

    private static void set(Element header, String name, String text) {
        child(header, name).setTextContent(text);
    }

    private static void add(Element parent, String name, String text) {
        var element = parent.getOwnerDocument().createElementNS(Envelope.NS, name);
        element.setTextContent(text);
        parent.appendChild(element);
    }

    private static Element child(Element parent, String name) {
        return Elements.first(parent, name).orElseThrow();
    }
}
