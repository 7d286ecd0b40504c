package org.guitu.family;

import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Function;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.w3c.dom.Element;

/** Text for elements the sample lacks: what other elements of the same type have in the family's samples. */
final class Examples {
    private static final String PLACEHOLDER = "...";

    private final IdentityHashMap<Element, Element> byDefinition = new IdentityHashMap<>();

    private Examples() {}

    static Examples of(Family family) {
        var examples = new Examples();
        for (var sample : family.samples()) {
            Elements.first(sample.getDocumentElement(), "Header")
                    .ifPresent(header -> examples.collect(header, family.book().header()));
            var payload = Envelope.payload(sample);
            family.book().payload(payload.getLocalName()).ifPresent(known -> examples.collect(payload, known));
        }
        return examples;
    }

    private void collect(Element element, Declared declared) {
        declared.definition().ifPresent(definition -> byDefinition.putIfAbsent(definition, element));
        var parts = declared.parts();
        for (var child : Elements.in(element)) {
            parts.named(Elements.namespace(child), child.getLocalName()).ifPresent(known -> collect(child, known));
        }
    }

    /** Text that the type most likely takes; free text is only marked. */
    String text(Declared declared, Dates dates) {
        var values = declared.values();
        if (!values.isEmpty()) {
            return values.get(0).value();
        }
        var builtIn = declared.builtIn();
        var free = builtIn.equals("token") || builtIn.equals("string");
        if (free && declared.takes(PLACEHOLDER)) {
            return PLACEHOLDER;
        }
        return example(declared, Element::getTextContent)
                .map(text -> dates.moved(text.strip()))
                .orElseGet(() -> plain(builtIn, dates));
    }

    private static String plain(String builtIn, Dates dates) {
        return switch (builtIn) {
            case "boolean" -> "false";
            case "date" -> dates.today();
            case "base64Binary" -> "AA==";
            case "", "token", "string" -> PLACEHOLDER;
            default -> "1";
        };
    }

    /** Something of an element of the same type. */
    <T> Optional<T> example(Declared declared, Function<Element, T> taking) {
        return declared.definition()
                .flatMap(definition -> Optional.ofNullable(byDefinition.get(definition)))
                .map(taking);
    }
}
