package org.guitu.office.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guitu.message.Labels;
import org.w3c.dom.Element;

/** One element as the schema declares it, in its place. */
public final class Declared {
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

    public String name() {
        return element.getAttribute("name");
    }

    public String namespace() {
        return target;
    }

    public boolean optional() {
        return local.getAttribute("minOccurs").equals("0");
    }

    public boolean repeatable() {
        var most = local.getAttribute("maxOccurs");
        return !most.isEmpty() && !most.equals("1");
    }

    /** The element's name for people, its own or its type's. */
    public Optional<Labels> label() {
        return labels(local)
                .or(() -> labels(element))
                .or(() -> type("simpleType", "complexType").flatMap(named -> labels(named.element())));
    }

    /** What the schema says about it in English, on one line. */
    public Optional<String> documentation() {
        return documentation(local).or(() -> documentation(element));
    }

    /** Privacy class, where the schema gives one. */
    public Optional<String> privacy() {
        return Xsd.child(element, "annotation")
                .flatMap(note -> Xsd.child(note, "appinfo"))
                .flatMap(info -> Xsd.child(info, "privacy"))
                .map(Element::getTextContent);
    }

    /** What may stand inside; no parts for text. */
    public Parts parts() {
        var inline = Xsd.child(element, "complexType").map(found -> new SchemaBook.Named(found, target));
        return inline.or(() -> type("complexType"))
                .map(type -> new Parts(book, type.element(), type.target()))
                .orElseGet(Parts::none);
    }

    /** The values a code may have, with their labels; empty for free text. */
    public List<Value> values() {
        var inline = Xsd.child(element, "simpleType").map(found -> new SchemaBook.Named(found, target));
        return inline.or(() -> type("simpleType"))
                .map(type -> values(type.element()))
                .orElseGet(List::of);
    }

    /** One value of a code. */
    public record Value(String value, Optional<Labels> label) {}

    private List<Value> values(Element simpleType) {
        var values = new ArrayList<Value>();
        for (var restriction : Xsd.children(simpleType, "restriction")) {
            for (var one : Xsd.children(restriction, "enumeration")) {
                values.add(new Value(one.getAttribute("value"), labels(one)));
            }
        }
        for (var union : Xsd.children(simpleType, "union")) {
            for (var member : List.of(union.getAttribute("memberTypes").split("\\s+", -1))) {
                book.named("simpleType", union, member).ifPresent(named -> values.addAll(values(named.element())));
            }
        }
        return values;
    }

    private Optional<SchemaBook.Named> type(String... kinds) {
        var name = element.getAttribute("type");
        for (var kind : kinds) {
            var found = name.isEmpty() ? Optional.<SchemaBook.Named>empty() : book.named(kind, element, name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Local name of the type, for telling times and numbers from text; empty for an inline type. */
    String typeName() {
        var name = element.getAttribute("type");
        return name.substring(name.indexOf(':') + 1);
    }

    private static Optional<Labels> labels(Element annotated) {
        var labels = Xsd.child(annotated, "annotation")
                .flatMap(note -> Xsd.child(note, "appinfo"))
                .map(info -> Xsd.children(info, "label"))
                .orElseGet(List::of);
        var zh = labels.stream().filter(label -> language(label).equals("zh")).findFirst();
        var en = labels.stream().filter(label -> language(label).equals("en")).findFirst();
        return zh.flatMap(z -> en.map(e -> new Labels(z.getTextContent(), e.getTextContent())));
    }

    private static String language(Element label) {
        return label.getAttributeNS("http://www.w3.org/XML/1998/namespace", "lang");
    }

    private static Optional<String> documentation(Element annotated) {
        return Xsd.child(annotated, "annotation")
                .flatMap(note -> Xsd.child(note, "documentation"))
                .map(text -> text.getTextContent().replaceAll("\\s+", " ").strip());
    }
}
