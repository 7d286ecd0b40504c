package org.guitu.trust;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Reads elements of a fixed shape: whatever is not expected is refused, so nothing rides along in the parts of a
 * signature that no digest covers.
 */
final class Shape {
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private Shape() {}

    /** The child elements; any text between them but white space is refused. */
    static List<Element> children(Element parent) throws Refused {
        var found = new ArrayList<Element>();
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            } else if (node.getNodeType() != Node.TEXT_NODE
                    || !node.getNodeValue().isBlank()) {
                throw unexpected(parent);
            }
        }
        return found;
    }

    /** Exactly these children in this order, named {@code ds:…}, {@code xenc:…} and the like. */
    static List<Element> children(Element parent, String... names) throws Refused {
        var found = children(parent);
        if (found.size() != names.length) {
            throw unexpected(parent);
        }
        for (int i = 0; i < names.length; i++) {
            if (!is(found.get(i), names[i])) {
                throw unexpected(found.get(i));
            }
        }
        return found;
    }

    /** Whether this element has the name {@code ds:…}, {@code xenc:…} and the like. */
    static boolean is(Element element, String name) {
        return Dsig.namespace(name).equals(element.getNamespaceURI())
                && name.substring(name.indexOf(':') + 1).equals(element.getLocalName());
    }

    /** No attributes but these (without a namespace) and namespace declarations. */
    static void attributes(Element element, Set<String> allowed) throws Refused {
        var attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            var attribute = attributes.item(i);
            var namespace = attribute.getNamespaceURI();
            boolean expected = namespace == null ? allowed.contains(attribute.getLocalName()) : namespace.equals(XMLNS);
            if (!expected) {
                throw unexpected(element);
            }
        }
    }

    /** The {@code Algorithm} of an element that must be empty: parameters such as an inclusive prefix list are refused. */
    static String algorithm(Element element, String code) throws Refused {
        attributes(element, Set.of("Algorithm"));
        if (element.getFirstChild() != null && !children(element).isEmpty()) {
            throw Refusals.refusedAt(SafeXml.place(element), code);
        }
        return element.getAttribute("Algorithm");
    }

    /** Text of an element without children. */
    static String text(Element element) throws Refused {
        for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeType() != Node.TEXT_NODE && node.getNodeType() != Node.CDATA_SECTION_NODE) {
                throw unexpected(element);
            }
        }
        return element.getTextContent();
    }

    /** Value of an xs:base64Binary element. */
    static byte[] base64(Element element) throws Refused {
        try {
            return Base64.getDecoder().decode(text(element).replaceAll("[ \t\r\n]+", ""));
        } catch (IllegalArgumentException e) {
            throw unexpected(element);
        }
    }

    static Refused unexpected(Element element) {
        return Refusals.refusedAt(SafeXml.place(element), "GT-3104");
    }
}
