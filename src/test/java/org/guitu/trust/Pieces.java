package org.guitu.trust;

import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What an attacker does to the elements of a signed message. */
final class Pieces {
    /** In base64, since half the texts of a signature are. */
    private static final String FORGED = "Zm9yZ2Vk";

    private static final String EARLIER = "2020-01-01T00:00:00Z";

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

    /** Declares the namespace of an element that has left the one who declared it; canonical form is the same by it. */
    static void declare(Element element) {
        var prefix = element.getPrefix();
        var name = prefix == null ? "xmlns" : "xmlns:" + prefix;
        for (Node node = element; node instanceof Element holder; node = node.getParentNode()) {
            if (holder.hasAttribute(name)) {
                if (holder.getAttribute(name).equals(element.getNamespaceURI())) {
                    return;
                }
                break;
            }
        }
        element.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, name, element.getNamespaceURI());
    }

    static Element copy(Element element) {
        return (Element) element.cloneNode(true);
    }

    /** A whole message without its signature; any other element as it is. */
    static Element unsigned(Element element) {
        if (element.getLastChild() instanceof Element last && Shape.is(last, "ds:Signature")) {
            element.removeChild(last);
        }
        return element;
    }

    /** Other content of the same shape: the first text in it, or what it names. */
    static void forge(Element element) {
        for (var each : elements(element)) {
            boolean leaf = each.getFirstChild() != null && elements(each).size() == 1;
            if (leaf) {
                each.setTextContent(each.getLocalName().equals("SigningTime") ? EARLIER : FORGED);
                return;
            }
        }
        element.setAttributeNS(null, "Algorithm", "urn:forged");
    }
}
