package org.guitu.family;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.guitu.xml.Elements;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Makes what a message has to have, empty: nothing in it is anybody's word yet. */
final class Skeleton {
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private static final int BLIND_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Document document;
    private final Markup names;
    private final Examples examples;
    private final String person;

    /** @param person identifier of the person the message is about */
    Skeleton(Document document, Examples examples, String person) {
        this.document = document;
        this.names = new Markup(document.getDocumentElement());
        this.examples = examples;
        this.person = person;
    }

    /** Makes a header of the sample's: who and whom go, what is filled in at sending too, dates are moved. */
    void header(Belonging belonging, Dates dates) {
        var header = Elements.first(document.getDocumentElement(), "Header").orElseThrow();
        Elements.in(header, "CopyTo").forEach(header::removeChild);
        Elements.first(header, "Recipients").ifPresent(list -> {
            var all = Elements.in(list);
            all.subList(1, all.size()).forEach(list::removeChild);
            all.get(0).setTextContent("");
        });
        belonging.into(header);
        Elements.in(header, "SubjectId").stream().skip(1).forEach(header::removeChild);
        Elements.first(header, "SubjectId").ifPresent(subject -> subject.setTextContent(person));
        blank(header, belonging.conversation().isPresent());
        for (var child : Elements.in(header)) {
            if (Elements.in(child).isEmpty()) {
                child.setTextContent(dates.moved(child.getTextContent().strip()));
            }
        }
    }

    private static void blank(Element element, boolean named) {
        for (var child : Elements.in(element)) {
            if (DraftWriter.FILLED_AT_SENDING.contains(child.getLocalName())
                    && !(named && child.getLocalName().equals("Conversation"))) {
                element.removeChild(child);
            } else if (child.getLocalName().equals("Status")) {
                element.removeChild(child);
            } else {
                blank(child, named);
            }
        }
    }

    /** An element with everything it has to have. */
    Element make(Declared declared) {
        var made = document.createElementNS(declared.namespace(), names.qualified(declared));
        for (var required : declared.attributes()) {
            attribute(made, required.name(), declared);
        }
        if (declared.type().equals("PersonId")) {
            made.setTextContent(person);
        } else if (declared.type().equals("BlindValue")) {
            // nobody should have to think of thirty-two digits
            made.setTextContent(blind());
        }
        fill(made, declared.parts());
        return made;
    }

    private String blind() {
        var bits = new byte[BLIND_BYTES];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    private void attribute(Element made, String name, Declared declared) {
        var value = examples.example(declared, example -> example.getAttribute(name))
                .orElse("");
        if (name.startsWith("xml:")) {
            made.setAttributeNS(javax.xml.XMLConstants.XML_NS_URI, name, value);
        } else {
            made.setAttribute(name, value);
        }
    }

    void fill(Node parent, Parts parts) {
        for (var piece : parts.pieces()) {
            if (piece instanceof Parts.One one && !one.element().optional()) {
                parent.appendChild(make(one.element()));
            } else if (piece instanceof Parts.Choice choice) {
                FormLayout.alternatives(choice).stream().findFirst().ifPresent(first -> fill(parent, first));
            }
        }
    }

    /** The same element in this document, with the prefixes used here. */
    Element copy(Element element) {
        var copy = document.createElementNS(Elements.namespace(element), qualified(element));
        var attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            var attribute = attributes.item(i);
            if (!XMLNS.equals(attribute.getNamespaceURI())) {
                copy.setAttributeNS(attribute.getNamespaceURI(), attribute.getNodeName(), attribute.getNodeValue());
            }
        }
        var children = Elements.in(element);
        if (children.isEmpty()) {
            copy.setTextContent(element.getTextContent());
        }
        children.forEach(child -> copy.appendChild(copy(child)));
        return copy;
    }

    private String qualified(Element element) {
        var root = document.getDocumentElement();
        return Optional.ofNullable(root.lookupPrefix(element.getNamespaceURI()))
                .filter(prefix -> !root.isDefaultNamespace(element.getNamespaceURI()))
                .map(prefix -> prefix + ":" + element.getLocalName())
                .orElse(element.getLocalName());
    }
}
