package org.guitu.office.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.guitu.xml.Envelope;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A message as a person reads it: one line an element, labels and code values from the schema, in the reader's language. */
public final class Reading {
    /** Longer text without a blank is a picture or the like. */
    private static final int LONGEST_WORD = 300;

    private final List<String> lines = new ArrayList<>();
    private final Locale locale;

    private Reading(Locale locale) {
        this.locale = locale;
    }

    /** The lines of a schema-valid message; the signature is not shown. */
    public static List<String> of(SchemaBook book, Document message, Locale locale) {
        var reading = new Reading(locale);
        for (var part : Xsd.children(message.getDocumentElement())) {
            if (part.getLocalName().equals("Header")) {
                reading.element(part, Optional.of(book.header()), 0);
            }
        }
        var payload = Envelope.payload(message);
        reading.element(payload, book.payload(payload.getLocalName()), 0);
        return List.copyOf(reading.lines);
    }

    private void element(Element element, Optional<Declared> declared, int depth) {
        var label = declared.flatMap(Declared::label)
                .map(labels -> labels.in(locale))
                .orElse(element.getLocalName());
        var children = Xsd.children(element);
        var colon = locale.getLanguage().equals("zh") ? "：" : ": ";
        if (children.isEmpty()) {
            var value = value(element.getTextContent().strip(), declared);
            lines.add("  ".repeat(depth) + label + colon + value + attributes(element));
            return;
        }
        lines.add("  ".repeat(depth) + label + attributes(element));
        var parts = declared.map(Declared::parts);
        for (var child : children) {
            element(child, parts.flatMap(p -> p.named(child.getLocalName())), depth + 1);
        }
    }

    private String value(String text, Optional<Declared> declared) {
        if (text.length() > LONGEST_WORD && text.indexOf(' ') < 0) {
            return "[" + (text.length() * 3 / 4 / 1024 + 1) + " KiB]";
        }
        for (var value : declared.map(Declared::values).orElseGet(List::of)) {
            if (value.value().equals(text) && value.label().isPresent()) {
                return value.label().get().in(locale) + " (" + text + ")";
            }
        }
        return text;
    }

    private static String attributes(Element element) {
        var shown = new StringBuilder();
        var attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            var attribute = attributes.item(i);
            if (!attribute.getNodeName().startsWith("xmlns")) {
                shown.append("  ").append(attribute.getNodeName()).append('=').append(attribute.getNodeValue());
            }
        }
        return shown.toString();
    }
}
