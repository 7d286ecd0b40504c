package org.guitu.receipt;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.guitu.message.Digest;
import org.guitu.message.Header.Status;
import org.guitu.message.Labels;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.message.Refusal;
import org.guitu.message.Warning;
import org.guitu.trust.XmlSigner;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Writes and signs receipts as one party: the hub, or a recipient. Each is a whole message (message.xsd, receipt.xsd). */
public final class ReceiptWriter {
    /** As many as a receipt has room for (receipt.xsd). */
    private static final int MOST_WARNINGS = 100;

    private final PartyId self;
    private final Labelled as;
    private final XmlSigner signer;
    private final Clock clock;
    private final Supplier<UUID> ids;

    /**
     * @param as what the header names as sending unit and responsible officer
     * @param ids makes message ids; also the source of the blind, so it must be random
     */
    public ReceiptWriter(PartyId self, Labelled as, XmlSigner signer, Clock clock, Supplier<UUID> ids) {
        this.self = self;
        this.as = as;
        this.signer = signer;
        this.clock = clock;
        this.ids = ids;
    }

    /** Unit and officer that stand in a receipt's header, and the status of its messages. */
    public record Labelled(String unit, String officer, Status status) {}

    /** A signed receipt: its own message id and its bytes. */
    public record Written(UUID id, byte[] bytes) {}

    /** One recipient in an {@code Accepted} receipt; the telephone is given when it has not joined. */
    public record Reached(PartyId party, boolean queued, UUID delivery, String grant, Optional<String> telephone) {}

    /** Where the conversation stands after acceptance; number 0 and an empty state for a recipient's own receipt. */
    public record Standing(long number, String state, boolean late) {}

    public Written accepted(
            Acknowledged what, PartyId to, Standing standing, List<Reached> recipients, List<Warning> warnings) {
        var receipt = begin(ReceiptKind.ACCEPTED, what, to);
        if (standing.number() > 0) {
            receipt.text("Number", String.valueOf(standing.number()));
        }
        if (!standing.state().isEmpty()) {
            receipt.text("State", standing.state());
        }
        receipt.text("Late", String.valueOf(standing.late()));
        for (var recipient : recipients) {
            var element = receipt.element("Recipient");
            element.setAttribute("party", recipient.party().value());
            element.setAttribute("state", recipient.queued() ? "Queued" : "NotJoined");
            element.setAttribute("delivery", recipient.delivery().toString());
            element.setAttribute("grant", recipient.grant());
            recipient.telephone().ifPresent(number -> element.setAttribute("telephone", number));
        }
        for (var warning : warnings.subList(0, Math.min(warnings.size(), MOST_WARNINGS))) {
            var element = receipt.element("Warning");
            receipt.child(element, "Rule", warning.rule());
            receipt.child(element, "Place", warning.place());
            receipt.labels(element, warning.text().zh(), warning.text().en());
        }
        return receipt.sign();
    }

    public Written refused(Acknowledged what, PartyId to, Refusal refusal) {
        var receipt = begin(ReceiptKind.REFUSED, what, to);
        var parent = receipt.element("Refusal");
        receipt.child(parent, "Code", refusal.code());
        receipt.child(parent, "Station", refusal.station().name());
        receipt.child(parent, "Who", refusal.who().name());
        receipt.child(parent, "Retry", refusal.retry().name());
        if (!refusal.place().isEmpty()) {
            receipt.child(parent, "Place", refusal.place());
        }
        if (!refusal.rule().isEmpty()) {
            receipt.child(parent, "Rule", refusal.rule());
        }
        receipt.labels(parent, refusal.text().zh(), refusal.text().en());
        return receipt.sign();
    }

    /** Whose signature the hub verified, how, and when. */
    public record SignedBy(Digest certificate, String suite, Instant verifiedAt) {}

    /** One delivery: its recipient, its id, its numbers in the conversation and to this recipient (0: none), and the answer it asks for. */
    public record Consigned(PartyId recipient, UUID delivery, long number, long deliveryNumber, Optional<Owed> owed) {
        public Consigned(PartyId recipient, UUID delivery, long number, long deliveryNumber) {
            this(recipient, delivery, number, deliveryNumber, Optional.empty());
        }
    }

    public Written delivered(Acknowledged what, PartyId to, Consigned delivery, SignedBy signer) {
        var receipt = begin(ReceiptKind.DELIVERED, what, to);
        receipt.recipient(delivery.recipient(), delivery.delivery());
        if (delivery.number() > 0) {
            receipt.text("Number", String.valueOf(delivery.number()));
        }
        if (delivery.deliveryNumber() > 0) {
            receipt.text("DeliveryNumber", String.valueOf(delivery.deliveryNumber()));
        }
        delivery.owed().ifPresent(owed -> {
            var element = receipt.element("Owed");
            receipt.child(element, "DueAt", time(owed.by()));
            owed.rule().ifPresent(rule -> receipt.child(element, "Rule", rule));
            owed.types().stream()
                    .map(MessageType::toString)
                    .sorted()
                    .forEach(type -> receipt.child(element, "Type", type));
        });
        var parent = receipt.element("Signer");
        receipt.child(parent, "CertificateDigest", signer.certificate().hex());
        receipt.child(parent, "Suite", signer.suite());
        receipt.child(parent, "VerifiedAt", time(signer.verifiedAt()));
        receipt.child(parent, "Result", "VALID");
        return receipt.sign();
    }

    public Written undeliverable(Acknowledged what, PartyId to, Consigned delivery, int attempts, Reason reason) {
        var receipt = begin(ReceiptKind.UNDELIVERABLE, what, to);
        receipt.recipient(delivery.recipient(), delivery.delivery());
        receipt.text("Attempts", String.valueOf(Math.max(1, attempts)));
        var parent = receipt.element("Reason");
        receipt.child(parent, "Code", reason.refusal().code());
        receipt.labels(
                parent, reason.refusal().text().zh(), reason.refusal().text().en());
        reason.telephone().ifPresent(number -> receipt.text("Telephone", number));
        return receipt.sign();
    }

    /** Why, and whom to call. */
    public record Reason(Refusal refusal, Optional<String> telephone) {}

    /** A deadline that passed. */
    public record Missed(String deadline, Instant dueAt, Optional<String> telephone, Labels text) {}

    public Written overdue(Acknowledged what, PartyId to, Consigned delivery, Missed missed) {
        var receipt = begin(ReceiptKind.OVERDUE, what, to);
        receipt.recipient(delivery.recipient(), delivery.delivery());
        receipt.text("DeadlineId", missed.deadline());
        receipt.text("DueAt", time(missed.dueAt()));
        missed.telephone().ifPresent(number -> receipt.text("Telephone", number));
        receipt.labels(receipt.payload(), missed.text().zh(), missed.text().en());
        return receipt.sign();
    }

    /** A recipient's own: it holds the message, stored. */
    public Written received(Acknowledged what, PartyId to) {
        return begin(ReceiptKind.RECEIVED, what, to).sign();
    }

    /** A recipient's own: a person has read it. */
    public Written read(Acknowledged what, PartyId to, Optional<String> officer) {
        var receipt = begin(ReceiptKind.READ, what, to);
        officer.ifPresent(name -> receipt.text("Officer", name));
        return receipt.sign();
    }

    private Draft begin(ReceiptKind kind, Acknowledged what, PartyId to) {
        return new Draft(kind, what, to);
    }

    private static String time(Instant instant) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                instant.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC));
    }

    /** One receipt while it is written. */
    private final class Draft {
        private static final String R = "urn:guitu:receipt:1.0";

        private final UUID id = ids.get();
        private final Document document = SafeXml.blank();
        private final Element payload;

        Draft(ReceiptKind kind, Acknowledged what, PartyId to) {
            var now = clock.instant();
            var message = document.createElementNS(Envelope.NS, "Message");
            message.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns", Envelope.NS);
            document.appendChild(message);
            new HeaderDraft(document, message).write(kind, what, to, now);
            var body = document.createElementNS(Envelope.NS, "Body");
            message.appendChild(body);
            payload = document.createElementNS(R, "r:" + kind.element());
            payload.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:r", R);
            body.appendChild(payload);
            text("Event", kind.event());
            acknowledges(what);
            text("At", time(now));
        }

        private void acknowledges(Acknowledged what) {
            var parent = element("Acknowledges");
            what.id().ifPresent(value -> child(parent, "MessageId", value.value()));
            what.type().ifPresent(value -> child(parent, "Type", value.toString()));
            what.sender().ifPresent(value -> child(parent, "Sender", value.value()));
            what.references().forEach(reference -> parent.appendChild(copy(reference)));
            var digest = child(
                    parent,
                    "WireDigest",
                    java.util.Base64.getEncoder()
                            .encodeToString(what.wireDigest().raw()));
            digest.setAttribute("algorithm", "http://www.w3.org/2001/04/xmlenc#sha256");
        }

        /** With the declaration of its prefix, which in the message stands further up. */
        private Node copy(Element reference) {
            var copy = (Element) document.importNode(reference, true);
            var prefix = reference.getPrefix();
            copy.setAttributeNS(
                    "http://www.w3.org/2000/xmlns/",
                    prefix == null ? "xmlns" : "xmlns:" + prefix,
                    reference.getNamespaceURI());
            return copy;
        }

        Element payload() {
            return payload;
        }

        Element element(String name) {
            var element = document.createElementNS(R, "r:" + name);
            payload.appendChild(element);
            return element;
        }

        void text(String name, String text) {
            element(name).setTextContent(text);
        }

        Element child(Element parent, String name, String text) {
            var element = document.createElementNS(R, "r:" + name);
            element.setTextContent(text);
            parent.appendChild(element);
            return element;
        }

        void recipient(PartyId party, UUID delivery) {
            var element = element("Recipient");
            element.setAttribute("party", party.value());
            element.setAttribute("delivery", delivery.toString());
        }

        void labels(Element parent, String zh, String en) {
            child(parent, "Text", zh).setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:lang", "zh");
            child(parent, "Text", en).setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:lang", "en");
        }

        Written sign() {
            signer.sign(document);
            return new Written(id, SafeXml.bytes(document));
        }

        /** The header of every receipt. */
        private final class HeaderDraft {
            private final Document document;
            private final Element header;

            HeaderDraft(Document document, Element message) {
                this.document = document;
                this.header = document.createElementNS(Envelope.NS, "Header");
                message.appendChild(header);
            }

            void write(ReceiptKind kind, Acknowledged what, PartyId to, Instant now) {
                var own = "urn:uuid:" + id;
                add(header, "MessageId", own);
                add(header, "Type", "receipt/" + kind.element());
                add(header, "SchemaVersion", "1.0");
                var status = as.status().name();
                add(header, "Status", status.charAt(0) + status.substring(1).toLowerCase(java.util.Locale.ROOT));
                add(header, "Blind", ids.get().toString().replace("-", ""));
                add(
                        header,
                        "Conversation",
                        what.conversation().map(Object::toString).orElse(own));
                what.id().ifPresent(value -> add(header, "InReplyTo", value.value()));
                var sender = add(header, "Sender", "");
                add(sender, "Party", self.value());
                add(sender, "Unit", as.unit());
                add(sender, "ResponsibleOfficer", as.officer());
                add(add(header, "Recipients", ""), "Recipient", to.value());
                add(header, "SentAt", time(now));
                add(header, "Urgency", "ROUTINE");
                add(header, "Language", "zh");
                add(header, "PrivacyCeiling", "P1");
                add(add(header, "Handling", ""), "Code", "H0");
                add(header, "Purpose", "COORDINATION");
            }

            private Element add(Element parent, String name, String text) {
                var element = document.createElementNS(Envelope.NS, name);
                if (!text.isEmpty()) {
                    element.setTextContent(text);
                }
                parent.appendChild(element);
                return element;
            }
        }
    }
}
