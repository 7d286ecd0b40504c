package org.guitu.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.xml.SafeXml;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Finds the one signature of a message at its fixed place, and on the same walk refuses what canonical form would hide:
 * comments, processing instructions, {@code xsi:type} (its prefix is text to exc-c14n, so the binding is not signed).
 */
final class SignaturePlace {
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private final List<Element> signatures = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();

    private SignaturePlace() {}

    static SignaturePlace of(Document message) throws Refused {
        var place = new SignaturePlace();
        place.walk(message);
        return place;
    }

    /** The one signature: last child element of the root. */
    Element signature(Document message) throws Refused {
        if (signatures.isEmpty()) {
            throw Refusals.refused("GT-3101");
        }
        if (signatures.size() > 1) {
            throw Refusals.refusedAt(SafeXml.place(signatures.get(1)), "GT-3102");
        }
        var signature = signatures.get(0);
        if (!signature.equals(lastElement(message.getDocumentElement()))) {
            throw Refusals.refusedAt(SafeXml.place(signature), "GT-3103");
        }
        return signature;
    }

    /** How many attributes of the document look like an identifier with this value. */
    long holders(String id) {
        return ids.stream().filter(id::equals).count();
    }

    private static @Nullable Element lastElement(Element root) {
        for (var node = root.getLastChild(); node != null; node = node.getPreviousSibling()) {
            if (node instanceof Element element) {
                return element;
            }
        }
        return null;
    }

    /** Without recursion: a deep document costs time in proportion, never the stack. */
    private void walk(Document message) throws Refused {
        Node node = message;
        while (node != null) {
            look(node);
            var next = node.getFirstChild();
            while (next == null && node != null) {
                next = node.getNextSibling();
                node = node.getParentNode();
            }
            node = next;
        }
    }

    private void look(Node node) throws Refused {
        switch (node.getNodeType()) {
            case Node.ELEMENT_NODE -> look((Element) node);
            case Node.TEXT_NODE, Node.CDATA_SECTION_NODE, Node.DOCUMENT_NODE -> {}
            default -> throw Refusals.refusedAt(SafeXml.place(node), "GT-3105");
        }
    }

    private void look(Element element) throws Refused {
        if (Shape.is(element, "ds:Signature")) {
            signatures.add(element);
        }
        if (!element.hasAttributes()) {
            return;
        }
        var attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            var attribute = attributes.item(i);
            var name = attribute.getLocalName();
            if (name.toLowerCase(Locale.ROOT).equals("id")) {
                ids.add(attribute.getNodeValue());
            } else if (name.equals("type") && XSI.equals(attribute.getNamespaceURI())) {
                throw Refusals.refusedAt(SafeXml.place(element), "GT-3105");
            }
        }
    }
}
