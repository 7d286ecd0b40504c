package org.guitu.family;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * The declarations of the envelope's schemas and of one payload's, for people: it finds what a name means in its place, it
 * validates nothing. Knows the part of XSD 1.0 the schemas here are written in.
 */
final class SchemaBook {
    private static final List<String> NAMED = List.of("element", "complexType", "simpleType", "group");

    private final Map<Key, Named> declarations = new HashMap<>();
    private final String namespace;

    private record Key(String kind, String namespace, String name) {}

    /** A declaration with the namespace of its schema. */
    record Named(Element element, String target) {}

    private SchemaBook(String namespace) {
        this.namespace = namespace;
    }

    /** Reads the envelope, the payload's schema and what they include or import. */
    static SchemaBook of(Schemas schemas, Path envelope, Path payload) throws SchemasException {
        var own = schemas.document(payload).getDocumentElement();
        var book = new SchemaBook(own.getAttribute("targetNamespace"));
        for (var document : schemas.withImports(List.of(envelope, payload))) {
            book.index(document.getDocumentElement());
        }
        return book;
    }

    private void index(Element schema) {
        var target = schema.getAttribute("targetNamespace");
        for (var child : Elements.in(schema)) {
            if (NAMED.contains(child.getLocalName())) {
                declarations.put(
                        new Key(child.getLocalName(), target, child.getAttribute("name")), new Named(child, target));
            }
        }
    }

    /** Namespace of the payload elements. */
    String namespace() {
        return namespace;
    }

    /** The payload element of this name, when there is one. */
    Optional<Declared> payload(String name) {
        return find("element", namespace, name);
    }

    Declared header() {
        return find("element", Envelope.NS, "Message")
                .flatMap(message -> message.parts().named(Envelope.NS, "Header"))
                .orElseThrow(() -> new IllegalStateException("message.xsd declares Message with a Header"));
    }

    /** How an element of a message's header or payload is declared, in its place. */
    Optional<Declared> at(Element element) {
        if (!(element.getParentNode() instanceof Element above)) {
            return Optional.empty();
        }
        if (above.getParentNode() instanceof Document) {
            return element.getLocalName().equals("Header") ? Optional.of(header()) : Optional.empty();
        }
        return isBody(above)
                ? find("element", Elements.namespace(element), element.getLocalName())
                : at(above).flatMap(known -> known.parts().named(Elements.namespace(element), element.getLocalName()));
    }

    private static boolean isBody(Element element) {
        return element.getLocalName().equals("Body")
                && element.getParentNode() != null
                && element.getParentNode().getParentNode() instanceof Document;
    }

    private Optional<Declared> find(String kind, String target, String name) {
        return Optional.ofNullable(declarations.get(new Key(kind, target, name)))
                .map(named -> new Declared(this, named.element(), named.target()));
    }

    /** What a reference like {@code type="x:Line"} names; empty for the built-in types. */
    Optional<Named> named(String kind, Element at, String qualified) {
        int colon = qualified.indexOf(':');
        var target = at.lookupNamespaceURI(colon < 0 ? null : qualified.substring(0, colon));
        return target == null
                ? Optional.empty()
                : Optional.ofNullable(declarations.get(new Key(kind, target, qualified.substring(colon + 1))));
    }
}
