package org.guitu.family;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.xml.CompiledSchema;
import org.guitu.xml.CompiledSchema.What;
import org.guitu.xml.Elements;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What of a message the schema does not take. Rules are written for messages it takes: they are asked about the rest, and what they
 * say of that counts where they did not look at what is missing or misshapen.
 */
final class Untaken {
    private final List<Node> places;
    private final Set<String> names;

    Untaken(List<CompiledSchema.Fault> faults) {
        this.places = faults.stream().flatMap(fault -> fault.node().stream()).toList();
        this.names = Stream.concat(
                        places.stream().map(place -> element(place).getLocalName()),
                        faults.stream()
                                .map(CompiledSchema.Fault::expected)
                                .filter(expected -> expected.what() == What.INSIDE || expected.what() == What.BESIDE)
                                .flatMap(expected -> expected.said().stream()))
                .collect(Collectors.toSet());
    }

    /** A message without it, and where each element of that stands in the whole one. */
    record Rest(Document document, Map<Node, Element> original) {}

    Rest rest(Document whole) {
        var document = (Document) whole.cloneNode(true);
        var original = new IdentityHashMap<Node, Element>();
        pair(document.getDocumentElement(), whole.getDocumentElement(), original);
        var misshapen = new ArrayList<Element>();
        original.forEach((copy, element) -> {
            if (places.contains(element) && Elements.in(element).isEmpty()) {
                misshapen.add((Element) copy);
            }
        });
        misshapen.forEach(copy -> copy.getParentNode().removeChild(copy));
        return new Rest(document, original);
    }

    private static void pair(Element copy, Element original, Map<Node, Element> pairs) {
        pairs.put(copy, original);
        var copies = Elements.in(copy);
        var originals = Elements.in(original);
        for (int i = 0; i < copies.size(); i++) {
            pair(copies.get(i), originals.get(i), pairs);
        }
    }

    /** Whether a rule that is broken at this place of the whole message did not look at it. */
    boolean leaves(Node place, Reads reads) {
        return places.stream().noneMatch(untaken -> isIn(place, element(untaken)))
                && reads.names().stream().noneMatch(names::contains)
                && !(reads.every() && places.stream().anyMatch(untaken -> isAmongAll(untaken, place, reads)));
    }

    /** Where a rule looks at all that stands in an element, it may be one that it names, or one around its own place. */
    private static boolean isAmongAll(Node untaken, Node place, Reads reads) {
        var above = element(untaken).getParentNode();
        return above instanceof Element group
                && (reads.names().contains(group.getLocalName()) || (place != group && isIn(place, group)));
    }

    private static boolean isIn(Node place, Element group) {
        return Stream.iterate((Node) element(place), at -> at != null, Node::getParentNode)
                .anyMatch(at -> at == group);
    }

    private static Element element(Node node) {
        return node instanceof Attr attribute ? attribute.getOwnerElement() : (Element) node;
    }
}
