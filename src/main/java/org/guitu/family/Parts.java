package org.guitu.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guitu.xml.Elements;
import org.w3c.dom.Element;

/**
 * What may stand inside an element, in the schema's order.
 *
 * @param pieces elements and choices; sequences and named groups are written out
 */
record Parts(List<Piece> pieces) {
    private static final Parts NONE = new Parts(List.of());

    Parts {
        pieces = List.copyOf(pieces);
    }

    /** One piece of a content model. */
    sealed interface Piece permits One, Choice {}

    /** An element. */
    record One(Declared element) implements Piece {}

    /** Alternatives, of which one stands there. */
    record Choice(List<Parts> alternatives) implements Piece {}

    static Parts none() {
        return NONE;
    }

    static Parts of(SchemaBook book, SchemaBook.Named complexType) {
        return new Parts(new Particles(book).inside(complexType.element(), complexType.target()));
    }

    /** Every element that can stand there, the alternatives of choices included. */
    List<Declared> elements() {
        var elements = new ArrayList<Declared>();
        for (var piece : pieces) {
            if (piece instanceof One one) {
                elements.add(one.element());
            } else if (piece instanceof Choice choice) {
                choice.alternatives().forEach(parts -> elements.addAll(parts.elements()));
            }
        }
        return elements;
    }

    Optional<Declared> named(String namespace, String name) {
        return elements().stream()
                .filter(part -> part.name().equals(name) && part.namespace().equals(namespace))
                .findFirst();
    }

    /** Whether this element can stand there. */
    boolean hold(Element element) {
        return elements().stream().anyMatch(part -> part.declares(element));
    }

    /** Reads content models out of a schema. */
    private record Particles(SchemaBook book) {
        List<Piece> inside(Element parent, String target) {
            var pieces = new ArrayList<Piece>();
            for (var child : Elements.in(parent)) {
                pieces.addAll(piece(child, target));
            }
            return pieces;
        }

        private List<Piece> piece(Element particle, String target) {
            return switch (particle.getLocalName()) {
                case "element" -> List.of(new One(new Declared(book, particle, target)));
                case "sequence", "complexContent" -> inside(particle, target);
                case "extension" -> extension(particle, target);
                case "group" ->
                    book.named("group", particle, particle.getAttribute("ref"))
                            .map(named -> inside(named.element(), named.target()))
                            .orElseGet(List::of);
                case "choice" -> List.of(choice(particle, target));
                default -> List.of();
            };
        }

        private List<Piece> extension(Element extension, String target) {
            var pieces = new ArrayList<Piece>();
            book.named("complexType", extension, extension.getAttribute("base"))
                    .ifPresent(base -> pieces.addAll(inside(base.element(), base.target())));
            pieces.addAll(inside(extension, target));
            return pieces;
        }

        private Choice choice(Element choice, String target) {
            var alternatives = new ArrayList<Parts>();
            for (var child : Elements.in(choice)) {
                var pieces = piece(child, target);
                if (!pieces.isEmpty()) {
                    alternatives.add(new Parts(pieces));
                }
            }
            return new Choice(List.copyOf(alternatives));
        }
    }
}
