package org.guitu.receipt;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.guitu.message.Digest;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.message.Refusal;
import org.guitu.message.Refusal.Retry;
import org.guitu.message.Refusal.Who;
import org.guitu.message.Warning;
import org.guitu.receipt.ReceiptWriter.SignedBy;
import org.guitu.xml.Envelope;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Reads a receipt that is already schema-valid; whether to believe it is the verifier's business. */
public final class ReceiptReader {
    private ReceiptReader() {}

    /**
     * A receipt.
     *
     * @param recipients who was reached, in an {@code Accepted}; the one concerned, in others of the hub; else empty
     * @param refusal in a {@code Refused} receipt, and the reason in an {@code Undeliverable}
     * @param signer in a {@code Delivered} receipt, whose signature the hub verified, in which suite and when
     * @param number of the message in its conversation
     * @param owed in a {@code Delivered} receipt, the answer its recipient owes
     * @param text what to do, in an {@code Overdue}
     * @param warnings what an {@code Accepted} tells of rules that do not refuse
     */
    public record View(
            ReceiptKind kind,
            Optional<MessageId> acknowledged,
            Digest wireDigest,
            PartyId from,
            Instant at,
            Optional<String> state,
            List<RecipientView> recipients,
            Optional<Refusal> refusal,
            Optional<SignedBy> signer,
            Optional<Long> number,
            Optional<Owed> owed,
            Optional<Labels> text,
            Optional<String> telephone,
            List<Warning> warnings) {}

    /** One recipient; state {@code Queued} or {@code NotJoined} in an {@code Accepted}, else empty. */
    public record RecipientView(
            PartyId party, Optional<String> state, Optional<String> grant, Optional<String> telephone) {}

    public static View read(Document document) {
        var payload = Envelope.payload(document);
        var kind = ReceiptKind.ofElement(payload.getLocalName())
                .orElseThrow(() -> new IllegalArgumentException("no receipt of this name"));
        var acknowledges = child(payload, "Acknowledges").orElseThrow();
        return new View(
                kind,
                text(acknowledges, "MessageId").map(MessageId::new),
                Digest.ofRaw(Base64.getMimeDecoder()
                        .decode(text(acknowledges, "WireDigest").orElseThrow())),
                Envelope.header(document).sender(),
                OffsetDateTime.parse(text(payload, "At").orElseThrow()).toInstant(),
                text(payload, "State"),
                recipients(payload),
                child(payload, "Refusal").or(() -> child(payload, "Reason")).map(ReceiptReader::refusal),
                child(payload, "Signer").map(ReceiptReader::signer),
                text(payload, "Number").map(Long::valueOf),
                child(payload, "Owed").map(ReceiptReader::owed),
                labels(payload),
                text(payload, "Telephone"),
                children(payload, "Warning").stream()
                        .map(ReceiptReader::warning)
                        .toList());
    }

    private static Owed owed(Element element) {
        return new Owed(
                OffsetDateTime.parse(text(element, "DueAt").orElseThrow()).toInstant(),
                text(element, "Rule"),
                children(element, "Type").stream()
                        .map(type -> MessageType.parse(type.getTextContent()))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static SignedBy signer(Element signer) {
        return new SignedBy(
                new Digest(text(signer, "CertificateDigest").orElseThrow()),
                text(signer, "Suite").orElseThrow(),
                OffsetDateTime.parse(text(signer, "VerifiedAt").orElseThrow()).toInstant());
    }

    private static List<RecipientView> recipients(Element payload) {
        var recipients = new ArrayList<RecipientView>();
        for (var element : children(payload, "Recipient")) {
            recipients.add(new RecipientView(
                    new PartyId(element.getAttribute("party")),
                    attribute(element, "state"),
                    attribute(element, "grant"),
                    attribute(element, "telephone")));
        }
        return List.copyOf(recipients);
    }

    private static Warning warning(Element element) {
        return new Warning(
                text(element, "Rule").orElseThrow(),
                text(element, "Place").orElse(""),
                labels(element).orElseThrow());
    }

    private static Refusal refusal(Element element) {
        var texts = children(element, "Text");
        return new Refusal(
                text(element, "Code").orElseThrow(),
                text(element, "Who").map(Who::valueOf).orElse(Who.RECIPIENT),
                text(element, "Retry").map(Retry::valueOf).orElse(Retry.NO),
                text(element, "Place").orElse(""),
                text(element, "Rule").orElse(""),
                new Labels(inLanguage(texts, "zh"), inLanguage(texts, "en")));
    }

    private static Optional<Labels> labels(Element payload) {
        var texts = children(payload, "Text");
        return texts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Labels(inLanguage(texts, "zh"), inLanguage(texts, "en")));
    }

    private static String inLanguage(List<Element> texts, String language) {
        return texts.stream()
                .filter(text -> text.getAttributeNS("http://www.w3.org/XML/1998/namespace", "lang")
                        .equals(language))
                .map(Element::getTextContent)
                .findFirst()
                .orElse("-");
    }

    private static Optional<String> attribute(Element element, String name) {
        return Optional.of(element.getAttribute(name)).filter(value -> !value.isEmpty());
    }

    private static Optional<String> text(Element parent, String name) {
        return child(parent, name).map(Element::getTextContent);
    }

    private static Optional<Element> child(Element parent, String name) {
        return children(parent, name).stream().findFirst();
    }

    private static List<Element> children(Element parent, String name) {
        var found = new ArrayList<Element>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getLocalName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
