package org.guitu.xml;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.guitu.message.ConversationId;
import org.guitu.message.Header;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Finds the parts of a {@code Message}. Every part is looked up as a direct child at its one place, never by a search
 * through the document: what stands elsewhere is not seen, so a wrapped copy cannot be read instead of the signed one.
 */
public final class Envelope {
    /** Namespace of {@code Message}, {@code Header} and {@code Body}. */
    public static final String NS = "urn:guitu:exchange:1.0";

    private static final String SIGNATURE_NS = "http://www.w3.org/2000/09/xmldsig#";

    private Envelope() {}

    /** The header of a document that is already schema-valid. */
    public static Header header(Document valid) {
        var header = parts(need(need(valid, "Message"), "Header"));
        return new Header(
                new MessageId(text(header, "MessageId")),
                MessageType.parse(text(header, "Type")),
                text(header, "SchemaVersion"),
                Header.Status.valueOf(text(header, "Status").toUpperCase(Locale.ROOT)),
                new ConversationId(text(header, "Conversation")),
                find(header, "InReplyTo", MessageId::new),
                list(header, "References").stream().map(MessageId::new).toList(),
                new PartyId(text(parts(one(header, "Sender")), "Party")),
                list(header, "Recipients"),
                list(header, "CopyTo"),
                time(text(header, "SentAt")),
                find(header, "ExpiresAt", Envelope::time),
                Header.Urgency.valueOf(text(header, "Urgency")),
                find(header, "ReplyBy", Envelope::time),
                text(header, "Language"),
                Header.PrivacyClass.valueOf(text(header, "PrivacyCeiling")),
                text(header, "Purpose"),
                legalBases(header),
                find(header, "Agreement", t -> t));
    }

    /** Whom a schema-valid document says it is about: identifiers of persons, cases or agreements; none for all of them. */
    public static List<String> subjects(Document valid) {
        return all(parts(need(need(valid, "Message"), "Header")), "SubjectId").stream()
                .map(e -> e.getTextContent().strip())
                .toList();
    }

    /** The direct children by local name. */
    private static Map<String, List<Element>> parts(Element parent) {
        return children(parent).stream()
                .filter(e -> NS.equals(e.getNamespaceURI()))
                .collect(Collectors.groupingBy(Element::getLocalName));
    }

    /**
     * Whom the message says it is from, before anything is verified.
     *
     * @throws Refused GT-1010 when the root is not the envelope, GT-1022 when the sender cannot be read
     */
    public static PartyId claimedSender(Document unverified) throws Refused {
        var sender = claimed(claimedHeader(unverified), "Sender", "Sender/Party");
        return read(claimed(sender, "Party", "Sender/Party"), "Sender/Party", PartyId::new);
    }

    /**
     * The message's own identifier, before anything is verified.
     *
     * @throws Refused GT-1010 when the root is not the envelope, GT-1022 when the identifier cannot be read
     */
    public static MessageId claimedId(Document unverified) throws Refused {
        return read(claimed(claimedHeader(unverified), "MessageId", "MessageId"), "MessageId", MessageId::new);
    }

    /**
     * The type the message says it has, before anything is validated.
     *
     * @throws Refused GT-1010 when the root is not the envelope, GT-1022 when the type cannot be read
     */
    public static MessageType claimedType(Document unverified) throws Refused {
        return read(claimed(claimedHeader(unverified), "Type", "Type"), "Type", MessageType::parse);
    }

    /** The message's own identifier where one can be read, for receipts about unreadable messages. */
    public static Optional<MessageId> findId(Document unverified) {
        try {
            return Optional.of(claimedId(unverified));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    /** The one element in {@code Body} of a schema-valid document. */
    public static Element payload(Document valid) {
        var payloads = children(need(need(valid, "Message"), "Body"));
        if (payloads.size() != 1) {
            throw new IllegalStateException("a schema-valid Body has exactly one payload");
        }
        return payloads.get(0);
    }

    /** The signature where it has to stand: the last child element of the root. */
    public static Optional<Element> signature(Document document) {
        var root = document.getDocumentElement();
        var parts = root == null ? List.<Element>of() : children(root);
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(parts.get(parts.size() - 1)).filter(e -> is(e, SIGNATURE_NS, "Signature"));
    }

    private static Element claimedHeader(Document document) throws Refused {
        var root = document.getDocumentElement();
        if (root == null || !is(root, NS, "Message")) {
            throw Refusals.refused("GT-1010");
        }
        return claimed(root, "Header", "Header");
    }

    private static Element claimed(Element parent, String name, String part) throws Refused {
        var found = children(parent, name);
        if (found.size() != 1) {
            throw Refusals.refusedAt(SafeXml.place(parent), "GT-1022", part);
        }
        return found.get(0);
    }

    private static <T> T read(Element element, String part, Function<String, T> reading) throws Refused {
        try {
            return reading.apply(element.getTextContent().strip());
        } catch (IllegalArgumentException e) {
            throw Refusals.refusedAt(SafeXml.place(element), "GT-1022", part);
        }
    }

    private static Element need(Node parent, String name) {
        return only(children(parent, name), name);
    }

    private static Element one(Map<String, List<Element>> parts, String name) {
        return only(all(parts, name), name);
    }

    private static List<Element> all(Map<String, List<Element>> parts, String name) {
        return parts.getOrDefault(name, List.of());
    }

    private static Element only(List<Element> found, String name) {
        if (found.size() != 1) {
            throw new IllegalStateException("a schema-valid message has one " + name);
        }
        return found.get(0);
    }

    private static String text(Map<String, List<Element>> parts, String name) {
        return one(parts, name).getTextContent().strip();
    }

    private static <T> Optional<T> find(Map<String, List<Element>> parts, String name, Function<String, T> reading) {
        return all(parts, name).stream()
                .findFirst()
                .map(e -> reading.apply(e.getTextContent().strip()));
    }

    /** The texts of the children of a list element, none when it is absent. */
    private static List<String> list(Map<String, List<Element>> parts, String name) {
        return all(parts, name).stream()
                .flatMap(e -> children(e).stream())
                .map(e -> e.getTextContent().strip())
                .toList();
    }

    /** XML Schema allows 24:00:00 for the end of a day, ISO 8601 in Java does not. */
    private static OffsetDateTime time(String text) {
        var endOfDay = text.contains("T24:00:00");
        var time = OffsetDateTime.parse(endOfDay ? text.replace("T24:", "T00:") : text);
        return endOfDay ? time.plusDays(1) : time;
    }

    private static List<String> legalBases(Map<String, List<Element>> header) {
        return all(header, "LegalBasis").stream()
                .map(e -> text(parts(e), "Code"))
                .toList();
    }

    private static List<Element> children(Node parent, String name) {
        return children(parent).stream().filter(e -> is(e, NS, name)).toList();
    }

    private static List<Element> children(Node parent) {
        var children = new ArrayList<Element>();
        for (var at = parent.getFirstChild(); at != null; at = at.getNextSibling()) {
            if (at instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static boolean is(Element element, String namespace, String name) {
        return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
    }
}
