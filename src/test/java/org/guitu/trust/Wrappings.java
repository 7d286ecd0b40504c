package org.guitu.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Signature wrapping by the book (McIntosh and Austel 2005), made and not thought of: every element of a signed message moved
 * and copied to every place, every element forged while what was signed is kept at every place, the whole message put into
 * another at every place with its signature inside or outside, identifiers doubled, moved and taken from what is not signed.
 */
public final class Wrappings {
    private final Document signed;
    private final Anatomy anatomy;
    private final List<Element> elements;
    private final List<Place> places;

    public Wrappings(Document signed, Anatomy anatomy) {
        this.signed = signed;
        this.anatomy = anatomy;
        this.elements = Pieces.elements(signed.getDocumentElement());
        this.places = places(elements);
    }

    /** One message made of the signed one; what it is called says how. */
    public record Variant(String name, Document message) {}

    /** A place for one more element, by the numbers of its parent and of the child it comes before; the last has none. */
    private record Place(int parent, int before) {
        void put(List<Element> in, Element element) {
            in.get(parent).insertBefore(element, reference(in));
        }

        private @Nullable Element reference(List<Element> in) {
            return before < 0 ? null : in.get(before);
        }
    }

    /** What is done to the elements of a copy, in the order of the document. */
    private record Change(String name, Consumer<List<Element>> made) {}

    /** All of them, each made when it is asked for. */
    public Stream<Variant> all() {
        return Stream.of(moved(), copied(), forged(), enclosed(), identified(), swapped(), nested(), without())
                .flatMap(changes -> changes)
                .map(this::variant);
    }

    private Variant variant(Change change) {
        var copy = (Document) signed.cloneNode(true);
        change.made.accept(Pieces.elements(copy.getDocumentElement()));
        Pieces.elements(copy.getDocumentElement()).forEach(Pieces::declare);
        return new Variant(change.name, copy);
    }

    private Stream<Change> moved() {
        return numbers()
                .skip(1)
                .boxed()
                .flatMap(which -> places.stream()
                        .filter(place -> place.before != which && !within(place.parent, which))
                        .map(place -> new Change(
                                name(which) + " moved to " + name(place), in -> place.put(in, in.get(which)))));
    }

    private Stream<Change> copied() {
        return numbers()
                .boxed()
                .flatMap(which -> places.stream()
                        .flatMap(place -> ids(which)
                                .map(ids -> new Change(name(which) + " copied to " + name(place) + ids, in -> {
                                    var copy = Pieces.copy(in.get(which));
                                    assume(copy, ids);
                                    place.put(in, copy);
                                }))));
    }

    private Stream<Change> forged() {
        return numbers()
                .boxed()
                .flatMap(which -> places.stream()
                        .flatMap(place -> ids(which)
                                .map(ids ->
                                        new Change(name(which) + " forged" + ids + ", kept in " + name(place), in -> {
                                            var kept = Pieces.unsigned(Pieces.copy(in.get(which)));
                                            anatomy.forge(in.get(which));
                                            assume(in.get(which), ids);
                                            place.put(in, kept);
                                        }))));
    }

    /** What becomes of the identifiers of the one of two that is not the signed one. */
    private enum Ids {
        KEPT,
        TAKEN;

        @Override
        public String toString() {
            return this == KEPT ? "" : " without identifiers";
        }
    }

    private Stream<Ids> ids(int which) {
        return anatomy.identified(elements.get(which)).isEmpty() ? Stream.of(Ids.KEPT) : Stream.of(Ids.values());
    }

    private void assume(Element element, Ids ids) {
        if (ids == Ids.TAKEN) {
            anatomy.identified(element).forEach(anatomy::anonymise);
        }
    }

    /** Where the signature of a message goes that is put into another. */
    private enum Seal {
        STAYS,
        MOVED,
        COPIED,
        DOUBLED
    }

    /** The whole message inside another. */
    private Stream<Change> enclosed() {
        var bare =
                places(Pieces.elements(Pieces.unsigned((Element) elements.get(0).cloneNode(true))));
        return Stream.of(Seal.values())
                .flatMap(seal -> Stream.concat(
                        (seal == Seal.DOUBLED ? places : bare)
                                .stream()
                                        .flatMap(place -> Stream.of(Ids.values())
                                                .map(ids -> new Change(
                                                        "enclosed in " + name(place) + ids + ", signature " + seal,
                                                        in -> enclose(in.get(0), seal, place, ids)))),
                        Stream.of(new Change("alone in a wrapper, signature " + seal, in -> wrap(in.get(0), seal)))));
    }

    private void enclose(Element original, Seal seal, Place place, Ids ids) {
        var document = original.getOwnerDocument();
        var evil = Pieces.copy(original);
        if (seal != Seal.DOUBLED) {
            Pieces.unsigned(evil);
        }
        var inside = Pieces.elements(evil);
        anatomy.forge(evil);
        assume(evil, ids);
        document.replaceChild(evil, original);
        place.put(inside, original);
        resettle(original, evil, seal);
    }

    private void wrap(Element original, Seal seal) {
        var document = original.getOwnerDocument();
        var wrapper = document.createElementNS("urn:foreign", "Wrapper");
        document.replaceChild(wrapper, original);
        wrapper.appendChild(original);
        resettle(original, wrapper, seal);
    }

    private void resettle(Element original, Element evil, Seal seal) {
        var signature = anatomy.signature(original);
        switch (seal) {
            case MOVED -> anatomy.seat(evil).appendChild(signature);
            case COPIED -> anatomy.seat(evil).appendChild(Pieces.copy(signature));
            case STAYS, DOUBLED -> {}
        }
    }

    /** Every spelling under which somebody could take an attribute for an identifier. */
    private Stream<Change> identified() {
        return anatomy.spellings().stream()
                .flatMap(spelling -> numbers()
                        .boxed()
                        .flatMap(which -> anatomy.owners().stream()
                                .flatMap(owner -> Stream.of(true, false)
                                        .map(moved -> new Change(
                                                Anatomy.name(spelling) + " of " + owner
                                                        + (moved ? " moved to " : " doubled at ") + name(which),
                                                in -> identify(
                                                        anatomy.owner(in, owner), in.get(which), spelling, moved))))));
    }

    private void identify(Element holder, Element target, QName spelling, boolean moved) {
        var id = anatomy.id(holder);
        if (moved) {
            anatomy.anonymise(holder);
        }
        target.setAttributeNS(Anatomy.namespace(spelling), Anatomy.name(spelling), id);
    }

    private Stream<Change> swapped() {
        return numbers()
                .skip(1)
                .boxed()
                .flatMap(one -> numbers()
                        .skip(one + 1L)
                        .filter(other -> !within(other, one) && !within(one, other))
                        .mapToObj(other -> new Change(
                                name(one) + " and " + name(other) + " change places",
                                in -> swap(in.get(one), in.get(other)))));
    }

    private static void swap(Element one, Element other) {
        var place = one.getOwnerDocument().createTextNode("");
        one.getParentNode().replaceChild(place, one);
        other.getParentNode().replaceChild(one, other);
        place.getParentNode().replaceChild(other, place);
    }

    /** Each inside another of its own name, and inside a foreign one. */
    private Stream<Change> nested() {
        return numbers()
                .boxed()
                .flatMap(which -> Stream.of(true, false)
                        .map(same -> new Change(
                                name(which) + (same ? " inside its like" : " inside a foreign element"),
                                in -> nest(in.get(which), same))));
    }

    private static void nest(Element element, boolean same) {
        var document = element.getOwnerDocument();
        var around = same
                ? (Element) element.cloneNode(false)
                : document.createElementNS(
                        element.getNamespaceURI(),
                        element.getPrefix() == null ? "Foreign" : element.getPrefix() + ":Foreign");
        element.getParentNode().replaceChild(around, element);
        around.appendChild(element);
    }

    /** Each taken away or forged with nothing kept, and each attribute taken away or saying something else. */
    private Stream<Change> without() {
        var elementwise = numbers()
                .skip(1)
                .boxed()
                .flatMap(which -> Stream.of(
                        new Change("without " + name(which), in -> Attack.removed(in.get(which))),
                        new Change(name(which) + " forged", in -> anatomy.forge(in.get(which)))));
        var attributewise = numbers()
                .boxed()
                .flatMap(which -> attributes(elements.get(which)).stream()
                        .flatMap(attribute -> Stream.of("", "#forged", "urn:forged")
                                .map(value -> new Change(
                                        name(which) + "/@" + attribute + " is now '" + value + "'",
                                        in -> state(in.get(which), attribute, value)))));
        return Stream.concat(elementwise, attributewise);
    }

    private static List<String> attributes(Element element) {
        var attributes = element.getAttributes();
        return IntStream.range(0, attributes.getLength())
                .mapToObj(i -> attributes.item(i).getNodeName())
                .filter(name -> !name.startsWith("xmlns"))
                .toList();
    }

    private static void state(Element element, String attribute, String value) {
        if (value.isEmpty()) {
            element.removeAttribute(attribute);
        } else {
            element.getAttributeNode(attribute).setValue(value);
        }
    }

    private IntStream numbers() {
        return IntStream.range(0, elements.size());
    }

    private boolean within(int inner, int outer) {
        for (Node node = elements.get(inner); node != null; node = node.getParentNode()) {
            if (node.equals(elements.get(outer))) {
                return true;
            }
        }
        return false;
    }

    private String name(int which) {
        return elements.get(which).getNodeName();
    }

    private String name(Place place) {
        return String.format(
                Locale.ROOT, "%s before %s", name(place.parent), place.before < 0 ? "the end" : name(place.before));
    }

    private static List<Place> places(List<Element> elements) {
        var places = new ArrayList<Place>();
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                places.add(new Place(elements.indexOf((Element) elements.get(i).getParentNode()), i));
            }
            places.add(new Place(i, -1));
        }
        return places;
    }
}
