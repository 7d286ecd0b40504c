package org.guitu.family;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.guitu.message.Labels;
import org.guitu.message.Refused;
import org.guitu.message.Visible;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A message as a person reads it: one line an element, with the schema's labels, in the reader's language. */
public final class Reading {
    /** Characters of base64 that are still shown: digests are, pictures are not. */
    private static final int LONGEST_SHOWN = 64;

    private static final int BASE64_CHARACTERS = 4;
    private static final int BASE64_BYTES = 3;
    private static final int KIB = 1024;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Labels> parties;
    private final List<Picture> shown;
    private final Locale locale;

    /**
     * One element.
     *
     * @param depth how many stand around it, from 0
     * @param label its name for people, with its attributes in brackets
     * @param value what it says, with nothing in it that hides or turns; empty where it only holds others, or nothing
     */
    public record Line(int depth, String label, String value) {
        /** As text of one line, indented by two blanks a level. */
        public String text(Locale locale) {
            var colon = new Labels("：", ": ").in(locale);
            return "  ".repeat(depth) + label + (value.isEmpty() ? "" : colon + value);
        }
    }

    private Reading(Map<String, Labels> parties, List<Picture> shown, Locale locale) {
        this.parties = parties;
        this.shown = shown;
        this.locale = locale;
    }

    /**
     * The lines of a schema-valid message or receipt. Codes stand with their labels; of
     * pictures and the like only the size is shown, beside the kind the message itself states; the signature is left out.
     *
     * @param parties what parties are called, by their identifiers; those that are not there stand as identifiers alone
     * @param locale Chinese for {@code zh}, English for every other
     * @param message may also be a draft, of which the office still has to fill the header
     * @throws Refused when it is no message, or of no type that is known here
     */
    public static List<Line> of(Families families, Document message, Map<String, Labels> parties, Locale locale)
            throws Refused {
        return of(families, message, parties, List.of(), locale);
    }

    /**
     * The same beside pictures.
     *
     * @param shown pictures of this message that its reader sees: nothing is said of their bytes
     */
    public static List<Line> of(
            Families families, Document message, Map<String, Labels> parties, List<Picture> shown, Locale locale)
            throws Refused {
        var reading = new Reading(parties, shown, locale);
        var type = Envelope.claimedType(message);
        var book = families.book(type.family());
        Elements.first(message.getDocumentElement(), "Header")
                .ifPresent(header -> reading.element(header, Optional.of(book.header()), 0));
        Elements.first(message.getDocumentElement(), "Body").stream()
                .flatMap(body -> Elements.in(body).stream())
                .forEach(payload -> reading.element(payload, book.payload(payload.getLocalName()), 0));
        return List.copyOf(reading.lines);
    }

    private void element(Element element, Optional<Declared> declared, int depth) {
        var label = declared.flatMap(Declared::label)
                .map(labels -> labels.in(locale))
                .orElse(element.getLocalName());
        var children = Elements.in(element);
        if (children.isEmpty()) {
            lines.add(new Line(depth, label + attributes(element), value(element, declared)));
            return;
        }
        lines.add(new Line(depth, label + attributes(element), ""));
        var parts = declared.map(Declared::parts).orElseGet(Parts::none);
        for (var child : children) {
            var known = parts.named(Elements.namespace(child), child.getLocalName());
            // foreign markup (a signature's references, sealed content) is for programs
            if (known.flatMap(Declared::label).isPresent() && shown.stream().noneMatch(one -> one.shows(child))) {
                element(child, known, depth + 1);
            }
        }
    }

    private String value(Element element, Optional<Declared> declared) {
        var text = element.getTextContent().strip();
        if (text.isEmpty()) {
            return "";
        }
        if (text.length() > LONGEST_SHOWN && declared.map(Declared::binary).orElse(false)) {
            return size(text);
        }
        var label = declared.filter(Declared::isParty)
                .flatMap(party -> Optional.ofNullable(parties.get(text)))
                .or(() -> code(declared, text));
        var said = declared.flatMap(known -> said(known.builtIn(), text));
        if (said.isPresent()) {
            return said.get() + " (" + text + ")";
        }
        // one line as the schema takes it, so that no value looks like the next label
        return label.map(labels -> labels.in(locale) + " (" + text + ")")
                .orElseGet(() -> Visible.of(text.replaceAll("\\s+", " ")));
    }

    private static Optional<Labels> code(Optional<Declared> declared, String text) {
        return declared.stream()
                .flatMap(d -> d.values().stream())
                .filter(value -> value.value().equals(text))
                .flatMap(value -> value.label().stream())
                .findFirst();
    }

    /** As people say it: a time by the clock of this machine, as in forms and lists. */
    private Optional<String> said(String type, String text) {
        return switch (type) {
            case "boolean" ->
                switch (text) {
                    case "true", "1" -> Optional.of(FormLayout.YES.in(locale));
                    case "false", "0" -> Optional.of(FormLayout.NO.in(locale));
                    default -> Optional.empty();
                };
            case "dateTime" -> {
                try {
                    yield Optional.of(OffsetDateTime.parse(text)
                            .atZoneSameInstant(ZoneId.systemDefault())
                            .format(TIME));
                } catch (DateTimeParseException e) {
                    yield Optional.empty();
                }
            }
            default -> Optional.empty();
        };
    }

    private String size(String base64) {
        long characters = base64.chars()
                .filter(c -> !Character.isWhitespace(c) && c != '=')
                .count();
        long bytes = characters * BASE64_BYTES / BASE64_CHARACTERS;
        var size = bytes < KIB ? bytes + " B" : (bytes + KIB - 1) / KIB + " KiB";
        return new Labels("[" + size + "，不显示]", "[" + size + ", not shown]").in(locale);
    }

    private static String attributes(Element element) {
        var shown = new ArrayList<String>();
        var attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            var attribute = attributes.item(i);
            if (!attribute.getNodeName().startsWith("xmlns")) {
                shown.add(attribute.getNodeName() + "=" + Visible.of(attribute.getNodeValue()));
            }
        }
        return shown.isEmpty() ? "" : " [" + String.join(", ", shown) + "]";
    }
}
