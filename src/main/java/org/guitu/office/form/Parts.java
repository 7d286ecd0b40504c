package org.guitu.office.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * What may stand inside an element, in the schema's order.
 *
 * @param pieces elements and choices
 */
public record Parts(List<Piece> pieces) {
    private static final Parts NONE = new Parts(List.of());

    /** One piece of a content model. */
    public sealed interface Piece permits One, Choice {}

    /** An element. */
    public record One(Declared element) implements Piece {}

    /** Alternatives, of which one stands there. */
    public record Choice(List<Parts> alternatives, boolean optional) implements Piece {}

    static Parts none() {
        return NONE;
    }

    Parts(SchemaBook book, Element complexType, String target) {
        this(List.copyOf(new Reader(book).inside(complexType, target)));
    }

    /** Every element that can stand there, the alternatives of choices included. */
    public List<Declared> elements() {
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

    /** The element of this name. */
    public Optional<Declared> named(String name) {
        return elements().stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /** Reads content models out of a schema. */
    private record Reader(SchemaBook book) {
        List<Piece> inside(Element parent, String target) {
            var pieces = new ArrayList<Piece>();
            for (var child : Xsd.children(parent)) {
                pieces.addAll(piece(child, target));
            }
            return pieces;
        }

        private List<Piece> piece(Element particle, String target) {
            return switch (particle.getLocalName()) {
                case "element" -> List.of(new One(book.declared(particle, target)));
                case "sequence", "complexContent", "extension" -> inside(particle, target);
                case "group" -> group(particle);
                case "choice" -> List.of(choice(particle, target));
                default -> List.of();
            };
        }

        private List<Piece> group(Element reference) {
            return book.named("group", reference, reference.getAttribute("ref"))
                    .map(named -> inside(named.element(), named.target()))
                    .orElseGet(List::of);
        }

        private Choice choice(Element choice, String target) {
            var alternatives = new ArrayList<Parts>();
            for (var child : Xsd.children(choice)) {
                var pieces = piece(child, target);
                if (!pieces.isEmpty()) {
                    alternatives.add(new Parts(List.copyOf(pieces)));
                }
            }
            return new Choice(
                    List.copyOf(alternatives), choice.getAttribute("minOccurs").equals("0"));
        }
    }
}
