package org.guitu.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import org.guitu.message.Labels;
import org.guitu.xml.Elements;
import org.w3c.dom.Element;

/** One element as the schema declares it, in its place: the same name may mean another thing elsewhere. */
final class Declared {
    private final SchemaBook book;
    private final Element local;
    private final Element element;
    private final String target;

    /** @param local an {@code xs:element}, perhaps only a reference to a global one */
    Declared(SchemaBook book, Element local, String target) {
        this.book = book;
        this.local = local;
        var referred = local.hasAttribute("ref")
                ? book.named("element", local, local.getAttribute("ref"))
                : Optional.<SchemaBook.Named>empty();
        this.element = referred.map(SchemaBook.Named::element).orElse(local);
        this.target = referred.map(SchemaBook.Named::target).orElse(target);
    }

    /**
     * One value of a code.
     *
     * @param also other names by which people look for it
     */
    record Value(String value, Optional<Labels> label, List<String> also) {
        Value {
            also = List.copyOf(also);
        }
    }

    String name() {
        return element.getAttribute("name");
    }

    String namespace() {
        return target;
    }

    boolean declares(Element instance) {
        return name().equals(instance.getLocalName()) && target.equals(Elements.namespace(instance));
    }

    boolean optional() {
        return local.getAttribute("minOccurs").equals("0");
    }

    boolean repeatable() {
        var most = local.getAttribute("maxOccurs");
        return !most.isEmpty() && !most.equals("1");
    }

    /** The element's name for people: its own, or its type's. */
    Optional<Labels> label() {
        return labels(local).or(() -> labels(element)).or(() -> ownType().flatMap(type -> labels(type.element())));
    }

    /** What the schema says about it or else about its type, on one line; in English alone where it says it in no other language. */
    Optional<Labels> documentation() {
        return documentation(local)
                .or(() -> documentation(element))
                .or(() -> ownType().flatMap(type -> documentation(type.element())));
    }

    /** Privacy class, where the schema gives one. */
    Optional<String> privacy() {
        return appinfo(element).flatMap(info -> Elements.first(info, "privacy")).map(Element::getTextContent);
    }

    /** Whether only an officer can say it: a form leaves it open, whatever the sample has. */
    boolean judged() {
        return appinfo(element)
                .filter(info -> Elements.first(info, "judged").isPresent())
                .isPresent();
    }

    /** Names of the types that tell what it says in a message that answers them. */
    List<String> knownFrom() {
        return knowledge().map(known -> known.getAttribute("from")).toList();
    }

    /**
     * What it says in an answer to this payload: a text of its own for each type, or what an element of the payload has, a number
     * perhaps with something added.
     */
    Optional<String> known(Element answered) {
        return knowledge()
                .filter(known -> known.getAttribute("from").equals(answered.getLocalName()))
                .findFirst()
                .flatMap(known -> known(known, answered));
    }

    private Stream<Element> knowledge() {
        return appinfo(element).stream().flatMap(info -> Elements.in(info, "known").stream());
    }

    private static Optional<String> known(Element known, Element answered) {
        if (!known.hasAttribute("element")) {
            return Optional.of(known.getTextContent().strip());
        }
        var said = Elements.first(answered, known.getAttribute("element"))
                .map(element -> element.getTextContent().strip());
        return known.hasAttribute("plus")
                ? said.filter(text -> text.matches("[0-9]{1,9}"))
                        .map(text -> Integer.parseInt(text) + Integer.parseInt(known.getAttribute("plus")))
                        .map(String::valueOf)
                : said;
    }

    /** What may stand inside; no parts for text. */
    Parts parts() {
        return complexType().map(type -> Parts.of(book, type)).orElseGet(Parts::none);
    }

    /** The values a code may have, with their labels; empty for free text. */
    List<Value> values() {
        return simpleType().map(type -> values(type.element())).orElseGet(List::of);
    }

    /** Whether it carries bytes in base64, which nobody reads. */
    boolean binary() {
        return builtIn().equals("base64Binary");
    }

    /** Name of the built-in type below its own type: {@code token}, {@code dateTime}; empty for structures. */
    String builtIn() {
        var name = element.getAttribute("type");
        var named = simpleType();
        while (named.isPresent()) {
            var restriction = Elements.first(named.get().element(), "restriction");
            name = restriction.map(r -> r.getAttribute("base")).orElse("");
            var next = name;
            named = restriction.flatMap(r -> book.named("simpleType", r, next));
        }
        return complexType().isPresent() && simpleType().isEmpty() ? "" : name.substring(name.indexOf(':') + 1);
    }

    /** The definition its text follows: two elements with the same one take the same text. Empty for a built-in type. */
    Optional<Element> definition() {
        return complexType()
                .filter(type -> Elements.first(type.element(), "simpleContent").isPresent())
                .or(this::simpleType)
                .map(SchemaBook.Named::element);
    }

    /** Whether its text is one of {@link #values} and nothing else. */
    boolean closed() {
        return simpleType().map(type -> closed(type.element())).orElse(false);
    }

    private boolean closed(Element simpleType) {
        var unions = Elements.in(simpleType, "union");
        return unions.isEmpty()
                ? Elements.in(simpleType, "restriction").stream().anyMatch(this::listed)
                : unions.stream()
                        .allMatch(union -> Arrays.stream(union.getAttribute("memberTypes")
                                        .strip()
                                        .split("\\s+", -1))
                                .allMatch(member -> isClosed(union, member)));
    }

    private boolean listed(Element restriction) {
        return !Elements.in(restriction, "enumeration").isEmpty()
                || isClosed(restriction, restriction.getAttribute("base"));
    }

    private boolean isClosed(Element at, String type) {
        return book.named("simpleType", at, type)
                .map(named -> closed(named.element()))
                .orElse(false);
    }

    /** The most characters its text may have, where its type says. */
    OptionalInt longest() {
        for (var type = simpleType(); type.isPresent(); ) {
            var restriction = Elements.first(type.get().element(), "restriction");
            var longest = restriction.flatMap(r -> Elements.first(r, "maxLength"));
            if (longest.isPresent()) {
                return OptionalInt.of(Integer.parseInt(longest.get().getAttribute("value")));
            }
            type = restriction.flatMap(r -> book.named("simpleType", r, r.getAttribute("base")));
        }
        return OptionalInt.empty();
    }

    /** Name of the type it is of, without its prefix; empty for one without a name. */
    String type() {
        var type = element.getAttribute("type");
        return type.substring(type.indexOf(':') + 1);
    }

    /** Whether it names a party, or a group of them. */
    boolean isParty() {
        return type().equals("PartyId") || type().equals("PartyOrGroup");
    }

    /** An attribute that has to be there, by its qualified name. */
    record Required(String name, Optional<Labels> label) {}

    List<Required> attributes() {
        return complexType().stream()
                .flatMap(type -> descendants(type.element(), "attribute"))
                .filter(attribute -> attribute.getAttribute("use").equals("required"))
                .map(attribute -> new Required(
                        attribute.hasAttribute("ref") ? attribute.getAttribute("ref") : attribute.getAttribute("name"),
                        labels(attribute)))
                .toList();
    }

    private static Stream<Element> descendants(Element above, String name) {
        var found = above.getElementsByTagNameNS(XMLConstants.W3C_XML_SCHEMA_NS_URI, name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }

    /** Whether its patterns take this text; lengths and bounds are not looked at. */
    boolean takes(String text) {
        return simpleType()
                .flatMap(type -> Elements.first(type.element(), "restriction"))
                .map(restriction -> Elements.in(restriction, "pattern").stream()
                        .allMatch(pattern -> text.matches(pattern.getAttribute("value"))))
                .orElse(true);
    }

    /** Whether it holds markup of other schemas, which nobody writes by hand. */
    boolean holdsForeign() {
        return complexType()
                .map(type -> type.element()
                                .getElementsByTagNameNS(XMLConstants.W3C_XML_SCHEMA_NS_URI, "any")
                                .getLength()
                        > 0)
                .orElse(false);
    }

    /** The definition of its structure: two elements with the same one hold the same. Empty for text. */
    Optional<Element> structure() {
        return complexType().map(SchemaBook.Named::element);
    }

    /** Whether what this one takes the other takes too. */
    boolean isLike(Declared other) {
        return structure().isPresent()
                ? structure().equals(other.structure())
                : definition().equals(other.definition()) && builtIn().equals(other.builtIn());
    }

    private Optional<SchemaBook.Named> ownType() {
        return complexType().or(this::simpleType);
    }

    private Optional<SchemaBook.Named> complexType() {
        return Elements.first(element, "complexType")
                .map(found -> new SchemaBook.Named(found, target))
                .or(() -> book.named("complexType", element, element.getAttribute("type")));
    }

    /** The type of its text, that of text with attributes included. */
    private Optional<SchemaBook.Named> simpleType() {
        return Elements.first(element, "simpleType")
                .map(found -> new SchemaBook.Named(found, target))
                .or(() -> book.named("simpleType", element, element.getAttribute("type")))
                .or(() -> complexType()
                        .flatMap(type -> Elements.first(type.element(), "simpleContent"))
                        .flatMap(content -> Elements.first(content, "extension"))
                        .flatMap(base -> book.named("simpleType", base, base.getAttribute("base"))));
    }

    private List<Value> values(Element simpleType) {
        var values = new ArrayList<Value>();
        for (var restriction : Elements.in(simpleType, "restriction")) {
            for (var one : Elements.in(restriction, "enumeration")) {
                values.add(new Value(one.getAttribute("value"), labels(one), also(one)));
            }
            if (values.isEmpty()) {
                book.named("simpleType", restriction, restriction.getAttribute("base"))
                        .ifPresent(base -> values.addAll(values(base.element())));
            }
        }
        for (var union : Elements.in(simpleType, "union")) {
            for (var member : union.getAttribute("memberTypes").strip().split("\\s+", -1)) {
                book.named("simpleType", union, member).ifPresent(named -> values.addAll(values(named.element())));
            }
        }
        return values;
    }

    private static Optional<Element> appinfo(Element annotated) {
        return Elements.first(annotated, "annotation").flatMap(note -> Elements.first(note, "appinfo"));
    }

    static Optional<Labels> labels(Element annotated) {
        return appinfo(annotated)
                .flatMap(info ->
                        label(info, "zh").flatMap(zh -> label(info, "en").map(en -> new Labels(zh, en))));
    }

    private static List<String> also(Element annotated) {
        return appinfo(annotated).stream()
                .flatMap(info -> Elements.in(info, "also").stream())
                .map(name -> name.getTextContent().strip())
                .toList();
    }

    private static Optional<String> label(Element info, String language) {
        return Elements.in(info, "label").stream()
                .filter(label -> isIn(label, language))
                .map(label -> label.getTextContent().strip())
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static Optional<Labels> documentation(Element annotated) {
        return documentation(annotated, "en")
                .map(en -> new Labels(documentation(annotated, "zh").orElse(en), en));
    }

    private static Optional<String> documentation(Element annotated, String language) {
        return Elements.first(annotated, "annotation").stream()
                .flatMap(note -> Elements.in(note, "documentation").stream())
                .filter(text -> isIn(text, language))
                .map(text -> text.getTextContent().replaceAll("\\s+", " ").strip())
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static boolean isIn(Element text, String language) {
        return text.getAttributeNS(XMLConstants.XML_NS_URI, "lang").equals(language);
    }
}
