package org.guitu.office.form;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guitu.message.MessageType;
import org.guitu.message.Refused;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Element;

/**
 * The declarations of the exchange's schemas and of one family's, for people: it finds what a name means, it validates
 * nothing. Knows the part of XSD 1.0 the schemas here are written in (sequence, choice, group, named and inline types).
 */
public final class SchemaBook {
    private static final String XS = "http://www.w3.org/2001/XMLSchema";
    private static final List<String> NAMED = List.of("element", "complexType", "simpleType", "group");

    private final Map<Key, Element> declarations = new HashMap<>();
    private final String namespace;

    private record Key(String kind, String namespace, String name) {}

    private SchemaBook(String namespace) {
        this.namespace = namespace;
    }

    /**
     * Reads {@code exchange/1.0/*.xsd} and the family's schema; for {@code receipt} the former alone.
     *
     * @throws IOException when a file cannot be read, or there is no such family
     */
    public static SchemaBook of(Path schemas, String family, SafeXml xml) throws IOException {
        var files = new ArrayList<>(in(schemas.resolve("exchange/1.0")));
        var own = schemas.resolve("exchange/1.0/receipt.xsd");
        if (!family.equals(MessageType.RECEIPT)) {
            own = schemas.resolve(family + "/1.0/" + family + ".xsd");
            files.add(own);
        }
        var roots = new HashMap<Path, Element>();
        for (var file : files) {
            roots.put(file, root(file, xml));
        }
        var root = roots.get(own);
        if (root == null) {
            throw new IOException("no schema of the family " + family);
        }
        var book = new SchemaBook(root.getAttribute("targetNamespace"));
        roots.values().forEach(book::index);
        return book;
    }

    private static List<Path> in(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".xsd")).toList();
        }
    }

    private static Element root(Path file, SafeXml xml) throws IOException {
        try {
            return xml.parse(Files.readAllBytes(file)).getDocumentElement();
        } catch (Refused e) {
            throw new IOException(file + " cannot be read", e);
        }
    }

    private void index(Element schema) {
        var target = schema.getAttribute("targetNamespace");
        for (var child : Xsd.children(schema)) {
            if (XS.equals(child.getNamespaceURI()) && NAMED.contains(child.getLocalName())) {
                declarations.put(new Key(child.getLocalName(), target, child.getAttribute("name")), child);
            }
        }
    }

    /** Namespace of the family's payload elements. */
    public String namespace() {
        return namespace;
    }

    /** The payload element of this name, when the family has it. */
    public Optional<Declared> payload(String name) {
        return find("element", namespace, name).map(element -> declared(element, namespace));
    }

    /** The envelope's header. */
    public Declared header() {
        var message = find("element", Envelope.NS, "Message").map(element -> declared(element, Envelope.NS));
        return message.stream()
                .flatMap(m -> m.parts().elements().stream())
                .filter(part -> part.name().equals("Header"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("message.xsd has a Header"));
    }

    Declared declared(Element element, String target) {
        return new Declared(this, element, target);
    }

    private Optional<Element> find(String kind, String target, String name) {
        return Optional.ofNullable(declarations.get(new Key(kind, target, name)));
    }

    /** What a reference like {@code type="x:Line"} names; empty for the built-in types. */
    Optional<Named> named(String kind, Element at, String qualified) {
        int colon = qualified.indexOf(':');
        var prefix = colon < 0 ? null : qualified.substring(0, colon);
        var target = at.lookupNamespaceURI(prefix);
        var name = qualified.substring(colon + 1);
        return target == null ? Optional.empty() : find(kind, target, name).map(found -> new Named(found, target));
    }

    /** A declaration with the namespace of its schema. */
    record Named(Element element, String target) {}
}
