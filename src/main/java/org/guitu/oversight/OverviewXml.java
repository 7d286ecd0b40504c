package org.guitu.oversight;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.guitu.message.ConversationId;
import org.guitu.message.Header.Status;
import org.guitu.message.Header.Urgency;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.oversight.Overview.Answers;
import org.guitu.oversight.Overview.Awaited;
import org.guitu.oversight.Overview.Conversation;
import org.guitu.oversight.Overview.Flow;
import org.guitu.oversight.Overview.Participant;
import org.guitu.xml.Elements;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The overview as {@code oversight.xsd} writes it. */
public final class OverviewXml {
    /** What the hub sends. */
    public static final MessageType OVERVIEW = MessageType.parse("oversight/Overview");

    /** What asks for it. */
    public static final MessageType REQUEST = MessageType.parse("oversight/OverviewRequest");

    private static final String NS = "urn:guitu:oversight:1.0";

    private OverviewXml() {}

    /** From when on a valid request wants everything counted. */
    public static Instant since(Element request) {
        return time(text(request, "Since"));
    }

    /** A document whose root is the payload. */
    public static Document write(Overview overview) {
        var document = SafeXml.blank();
        var root = document.createElementNS(NS, "m:Overview");
        root.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:m", NS);
        document.appendChild(root);
        add(root, "AsOf", overview.asOf());
        add(root, "Since", overview.since());
        add(root, "LeftOut", overview.leftOut());
        overview.conversations().forEach(one -> write(add(root, "Conversation"), one));
        for (var flow : overview.flows()) {
            var element = add(root, "Flow");
            add(element, "Family", flow.family());
            add(element, "Status", word(flow.status()));
            add(element, "From", flow.from());
            add(element, "To", flow.to());
            add(element, "Messages", flow.messages());
        }
        for (var answers : overview.answers()) {
            var element = add(root, "Answers");
            add(element, "Family", answers.family());
            add(element, "Status", word(answers.status()));
            add(element, "Party", answers.party());
            add(element, "InTime", answers.inTime());
            add(element, "Late", answers.late());
            add(element, "Missing", answers.missing());
            add(element, "Pending", answers.pending());
        }
        return document;
    }

    private static void write(Element element, Conversation conversation) {
        add(element, "Id", conversation.id());
        add(element, "Family", conversation.family());
        add(element, "State", conversation.state());
        add(element, "OpenedBy", conversation.openedBy());
        add(element, "OpenedAt", conversation.openedAt());
        add(element, "ChangedAt", conversation.changedAt());
        add(element, "Urgency", conversation.urgency());
        add(element, "Status", word(conversation.status()));
        add(element, "Messages", conversation.messages());
        conversation.until().ifPresent(until -> add(element, "Until", until));
        for (var participant : conversation.participants()) {
            var part = add(element, "Participant");
            add(part, "Party", participant.party());
            add(part, "Unread", participant.unread());
        }
        for (var awaited : conversation.awaited()) {
            var part = add(element, "Awaited");
            add(part, "Type", awaited.type());
            add(part, "From", awaited.from());
            add(part, "By", awaited.by());
            add(part, "Rule", awaited.rule());
            awaited.answeredAt().ifPresent(at -> add(part, "AnsweredAt", at));
        }
    }

    private static Element add(Element parent, String name) {
        var element = parent.getOwnerDocument().createElementNS(NS, "m:" + name);
        parent.appendChild(element);
        return element;
    }

    private static void add(Element parent, String name, Object value) {
        add(parent, name)
                .setTextContent(
                        value instanceof Instant at
                                ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                                        at.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC))
                                : value.toString());
    }

    /**
     * Reads a payload.
     *
     * @throws IllegalArgumentException or {@link java.time.DateTimeException} for one that is not valid by its schema
     */
    public static Overview read(Element overview) {
        return new Overview(
                time(text(overview, "AsOf")),
                time(text(overview, "Since")),
                number(overview, "LeftOut"),
                Elements.in(overview, "Conversation").stream()
                        .map(OverviewXml::conversation)
                        .toList(),
                Elements.in(overview, "Flow").stream()
                        .map(flow -> new Flow(
                                text(flow, "Family"),
                                status(flow),
                                text(flow, "From"),
                                text(flow, "To"),
                                number(flow, "Messages")))
                        .toList(),
                Elements.in(overview, "Answers").stream()
                        .map(answers -> new Answers(
                                text(answers, "Family"),
                                status(answers),
                                party(answers, "Party"),
                                number(answers, "InTime"),
                                number(answers, "Late"),
                                number(answers, "Missing"),
                                number(answers, "Pending")))
                        .toList());
    }

    private static Conversation conversation(Element element) {
        return new Conversation(
                new ConversationId(text(element, "Id")),
                text(element, "Family"),
                text(element, "State"),
                party(element, "OpenedBy"),
                time(text(element, "OpenedAt")),
                time(text(element, "ChangedAt")),
                Urgency.valueOf(text(element, "Urgency")),
                status(element),
                number(element, "Messages"),
                find(element, "Until", OverviewXml::time),
                Elements.in(element, "Participant").stream()
                        .map(part -> new Participant(party(part, "Party"), number(part, "Unread")))
                        .toList(),
                Elements.in(element, "Awaited").stream()
                        .map(part -> new Awaited(
                                MessageType.parse(text(part, "Type")),
                                party(part, "From"),
                                time(text(part, "By")),
                                text(part, "Rule"),
                                find(part, "AnsweredAt", OverviewXml::time)))
                        .toList());
    }

    private static <T> Optional<T> find(Element parent, String name, Function<String, T> reading) {
        return Elements.first(parent, name)
                .map(element -> reading.apply(element.getTextContent().strip()));
    }

    private static String text(Element parent, String name) {
        return find(parent, name, text -> text)
                .orElseThrow(() -> new IllegalArgumentException("no " + name + " in " + parent.getLocalName()));
    }

    /** As {@code codes.xsd} writes it. */
    private static String word(Status status) {
        return status.name().charAt(0) + status.name().substring(1).toLowerCase(Locale.ROOT);
    }

    private static Status status(Element parent) {
        return Status.valueOf(text(parent, "Status").toUpperCase(Locale.ROOT));
    }

    private static PartyId party(Element parent, String name) {
        return new PartyId(text(parent, name));
    }

    private static int number(Element parent, String name) {
        return Integer.parseInt(text(parent, name));
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
