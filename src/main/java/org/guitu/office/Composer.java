package org.guitu.office;

import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.guitu.family.Belonging;
import org.guitu.family.SignedText;
import org.guitu.message.ConversationId;
import org.guitu.message.Digest;
import org.guitu.message.Header.Status;
import org.guitu.message.MessageId;
import org.guitu.xml.Envelope;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Fills into a draft's header what the office knows: identifiers, time, blind, itself. Only what is absent or empty is
 * filled; what the officer wrote stays, except with {@code refresh}, which is asked for.
 */
final class Composer {
    /** The header's elements in the order of message.xsd, up to the last that may have to be put in. */
    private static final List<String> ORDER = List.of(
            "MessageId",
            "Type",
            "SchemaVersion",
            "Status",
            "Blind",
            "Conversation",
            "SubjectId",
            "InReplyTo",
            "References",
            "Sender",
            "Recipients",
            "CopyTo",
            "SentAt");

    private static final List<String> SENDER_ORDER =
            List.of("Party", "CertificateDigest", "Unit", "ResponsibleOfficer");
    private static final int BLIND_BYTES = 16;

    private final OfficeConfig.Self self;
    private final Digest certificate;
    private final Status status;
    private final World world;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param certificate SHA-256 of the signing certificate
     * @param status for drafts that name none
     */
    Composer(OfficeConfig.Self self, Digest certificate, Status status, World world) {
        this.self = self;
        this.certificate = certificate;
        this.status = status;
        this.world = world;
    }

    /** Finds the conversation of a message this office has, for drafts that only say what they answer. */
    @FunctionalInterface
    interface Conversations {
        Optional<ConversationId> of(MessageId id);
    }

    /**
     * Fills the draft in place. A draft without the envelope's shape is left alone: the schema says what is wrong with it.
     *
     * @param refresh makes it a new message now: identifier, blind, time and sender are set whatever the draft says, and a
     *     conversation of its own where it answers nothing
     */
    void fill(Document draft, boolean refresh, Conversations known) {
        var root = draft.getDocumentElement();
        var header = root == null ? null : child(root, "Header");
        if (header == null) {
            return;
        }
        set(header, "MessageId", MessageId.of(world.ids().get()).value(), refresh);
        set(header, "Status", word(status), false);
        set(header, "Blind", blind(), refresh);
        var answered = Optional.ofNullable(child(header, "InReplyTo"))
                .map(e -> e.getTextContent().strip());
        var theirs = answered.flatMap(id -> conversation(id, known)).map(ConversationId::value);
        if (Belonging.missing(draft)) {
            // a new one would not do: the check refuses it where nobody knows which it is
            theirs.ifPresent(id -> set(header, "Conversation", id, true));
        } else {
            var id = theirs.orElseGet(() -> ConversationId.of(world.ids().get()).value());
            set(header, "Conversation", id, refresh && answered.isEmpty());
        }
        var sender = child(header, "Sender");
        if (sender == null) {
            sender = insert(header, "Sender", ORDER);
        }
        set(sender, "Party", self.party().value(), refresh, SENDER_ORDER);
        set(sender, "CertificateDigest", certificate.hex(), refresh, SENDER_ORDER);
        if (self.named()) {
            set(sender, "Unit", self.unit(), false, SENDER_ORDER);
            set(sender, "ResponsibleOfficer", self.officer(), false, SENDER_ORDER);
        }
        set(header, "SentAt", now(), refresh);
        SignedText.fill(draft);
    }

    /** A new identifier, whatever it has: it becomes another message than any before. */
    void name(Document draft) {
        Optional.ofNullable(draft.getDocumentElement())
                .map(root -> child(root, "Header"))
                .ifPresent(header ->
                        set(header, "MessageId", MessageId.of(world.ids().get()).value(), true));
    }

    /** Whether somebody answers for the draft: its sender names unit and officer, or there is no sender to ask. */
    static boolean answeredFor(Document draft) {
        var root = draft.getDocumentElement();
        var header = root == null ? null : child(root, "Header");
        var sender = header == null ? null : child(header, "Sender");
        return sender == null || (child(sender, "Unit") != null && child(sender, "ResponsibleOfficer") != null);
    }

    private static Optional<ConversationId> conversation(String answered, Conversations known) {
        try {
            return known.of(new MessageId(answered));
        } catch (IllegalArgumentException e) {
            // what it answers is no identifier: the schema says so
            return Optional.empty();
        }
    }

    /** In the zone of the office, to the second: the officer reads it. */
    private String now() {
        return OffsetDateTime.now(world.clock().withZone(ZoneId.systemDefault()))
                .truncatedTo(ChronoUnit.SECONDS)
                .format(java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    private String blind() {
        var bytes = new byte[BLIND_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static String word(Status status) {
        var name = status.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    private static void set(Element header, String name, String value, boolean always) {
        set(header, name, value, always, ORDER);
    }

    private static void set(Element parent, String name, String value, boolean always, List<String> order) {
        var element = child(parent, name);
        if (element == null) {
            insert(parent, name, order).setTextContent(value);
        } else if (always || element.getTextContent().isBlank()) {
            element.setTextContent(value);
        }
    }

    private static Element insert(Element parent, String name, List<String> order) {
        var prefix = parent.getPrefix();
        var element =
                parent.getOwnerDocument().createElementNS(Envelope.NS, prefix == null ? name : prefix + ":" + name);
        var earlier = order.subList(0, order.indexOf(name));
        Node before = parent.getFirstChild();
        while (before != null && !(before instanceof Element e && !earlier.contains(e.getLocalName()))) {
            before = before.getNextSibling();
        }
        parent.insertBefore(element, before);
        return element;
    }

    private static @Nullable Element child(Element parent, String name) {
        for (var at = parent.getFirstChild(); at != null; at = at.getNextSibling()) {
            if (at instanceof Element element
                    && Envelope.NS.equals(element.getNamespaceURI())
                    && name.equals(element.getLocalName())) {
                return element;
            }
        }
        return null;
    }
}
