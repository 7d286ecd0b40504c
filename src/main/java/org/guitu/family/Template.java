package org.guitu.family;

import java.time.Instant;
import java.util.Comparator;
import org.guitu.message.Labels;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.w3c.dom.Document;

/**
 * A draft of one type: the family's own sample of it, dated now, with every element's label, privacy class and values in
 * comments, and what may be added as commented elements. Its invented people are those of status {@code Test}, which no
 * actual message may name, so a draft nobody filled in cannot go out as one.
 */
public final class Template {
    private static final Labels INVENTED =
            new Labels("内容均为虚构，请逐项改写；注释不会发出", "all values are invented, replace each; comments are not sent");

    private Template() {}

    /**
     * Writes the draft. Without its comments it is valid once the office has put in what the header leaves to it.
     *
     * @param type name of the type without its family, for example {@code AlertIssue}
     * @param belonging where it goes; a type that begins no conversation is left with a place for it where nothing is said
     * @param now time to which the sample's dates are moved, to the minute
     * @throws IllegalArgumentException when the family has no such type, or no sample of it
     */
    public static String of(Family family, String type, Belonging belonging, Instant now) {
        var info = family.types().get(type);
        var payload = family.book().payload(type);
        if (info == null || payload.isEmpty()) {
            throw new IllegalArgumentException("family " + family.name() + " has no type " + type + "; it has "
                    + String.join(", ", family.types().keySet()));
        }
        var sample = (Document) sample(family, type).cloneNode(true);
        var root = sample.getDocumentElement();
        Elements.first(root, "Header").ifPresent(belonging::into);
        boolean named = belonging.conversation().isPresent()
                || !new Foresight(family.workflow()).openers().contains(type);
        var markup = new Markup(root);
        var draft = new DraftWriter(markup, Dates.movedTo(now, root), family.examples());
        markup.line(0, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        markup.comment(0, info.type() + ": " + DraftWriter.both(info.label()) + "; " + DraftWriter.both(INVENTED));
        markup.line(0, "<" + root.getNodeName() + Markup.attributes(root) + ">");
        for (var part : Elements.in(root)) {
            if (part.getLocalName().equals("Header")) {
                draft.header(part, family.book().header(), named);
            } else if (part.getLocalName().equals("Body")) {
                markup.line(1, "<" + part.getNodeName() + Markup.attributes(part) + ">");
                draft.element(Envelope.payload(sample), payload.get(), 2);
                markup.line(1, "</" + part.getNodeName() + ">");
            }
        }
        markup.line(0, "</" + root.getNodeName() + ">");
        return markup.toString();
    }

    /** The sample of the type; of several the one with the shortest file name, which is the plain one. */
    static Document sample(Family family, String type) {
        return family.samples().stream()
                .filter(document -> Envelope.payload(document).getLocalName().equals(type))
                .min(Comparator.comparingInt(
                        document -> document.getDocumentURI().length()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "family " + family.name() + " has no sample of " + type + "; add one to its folder samples"));
    }
}
