package org.guitu.trust;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What an attacker does to the elements of a signed message. */
final class Pieces {
    /** In base64, since half the texts of a signature are. */
    private static final String FORGED = "Zm9yZ2Vk";

    private Pieces() {}

    /** This element and all below it, in the order of the document. */
    static List<Element> elements(Element root) {
        var found = new ArrayList<Element>();
        found.add(root);
        for (var node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.addAll(elements(element));
            }
        }
        return found;
    }

    /** Declares namespaces of an element that has left the one who declared them; canonical form is the same by it. */
    static void declare(Element element) {
        declare(element, element.getPrefix(), element.getNamespaceURI());
        for (var attribute : attributes(element)) {
            var namespace = attribute.getNamespaceURI();
            if (attribute.getPrefix() != null
                    && !XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(namespace)
                    && !XMLConstants.XML_NS_URI.equals(namespace)) {
                declare(element, attribute.getPrefix(), namespace);
            }
        }
    }

    private static void declare(Element element, @Nullable String prefix, String namespace) {
        var name = prefix == null ? "xmlns" : "xmlns:" + prefix;
        for (Node node = element; node instanceof Element holder; node = node.getParentNode()) {
            if (holder.hasAttribute(name)) {
                if (holder.getAttribute(name).equals(namespace)) {
                    return;
                }
                break;
            }
        }
        element.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, name, namespace);
    }

    private static List<Node> attributes(Element element) {
        var attributes = element.getAttributes();
        return IntStream.range(0, attributes.getLength())
                .mapToObj(attributes::item)
                .toList();
    }

    static Element copy(Element element) {
        return (Element) element.cloneNode(true);
    }

    /** Without the signature that is somewhere in it; what has none, and a signature itself, as it is. */
    static Element unsigned(Element element) {
        elements(element).stream()
                .filter(each -> !each.equals(element) && Shape.is(each, "ds:Signature"))
                .toList()
                .forEach(Attack::removed);
        return element;
    }

    /** Other content of the same shape: the first text in it, or what it names. */
    static void forge(Element element) {
        for (var each : elements(element)) {
            boolean leaf = each.getFirstChild() != null && elements(each).size() == 1;
            if (leaf) {
                each.setTextContent(other(each.getTextContent()));
                return;
            }
        }
        element.setAttributeNS(null, "Algorithm", "urn:forged");
    }

    /** Of a time another one that is as good. */
    private static String other(String text) {
        try {
            return Instant.parse(text).plusSeconds(1).toString();
        } catch (DateTimeParseException e) {
            return FORGED;
        }
    }
}
