package org.guitu.gate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.guitu.xml.SafeXml;
import org.w3c.dom.DOMException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Changes of a message's tree as bytes say: what, where, and a text or another place. */
final class TreeChanges {
    private static final int MOST = 16;
    private static final int LARGE = 1_000;

    private final byte[] script;
    private int at;

    TreeChanges(byte[] script, int from) {
        this.script = script;
        this.at = from;
    }

    byte[] of(Document message) {
        for (int i = 0; i < MOST && at + 2 < script.length; i++) {
            try {
                change(message);
            } catch (DOMException e) {
                // no such tree: as if it had not been said
            }
        }
        return SafeXml.bytes(message);
    }

    private void change(Document message) {
        int what = next() % 8;
        var elements = elements(message.getDocumentElement());
        var element = elements.get(next() % elements.size());
        switch (what) {
            case 0, 1 -> element.setTextContent(text());
            case 2 -> attribute(element);
            case 3 -> remove(element);
            case 4 -> copy(element, elements);
            case 5 -> elements.get(next() % elements.size()).appendChild(element);
            case 6 -> before(elements.get(next() % elements.size()), element);
            default -> element.getOwnerDocument().renameNode(element, element.getNamespaceURI(), text());
        }
    }

    /** Not without end: copies of copies would take the seconds that are for the answer. */
    private void copy(Element element, List<Element> elements) {
        if (elements.size() < LARGE) {
            elements.get(next() % elements.size()).appendChild(element.cloneNode(true));
        }
    }

    private void attribute(Element element) {
        int which = next();
        var attributes = element.getAttributes();
        if (attributes.getLength() == 0) {
            element.setAttributeNS(null, "Id", text());
            return;
        }
        var attribute = attributes.item(which % attributes.getLength());
        if (!attribute.getNodeName().startsWith("xmlns")) {
            attribute.setNodeValue(text());
        }
    }

    private static void remove(Element element) {
        if (element.getParentNode() instanceof Element parent) {
            parent.removeChild(element);
        }
    }

    private static void before(Element other, Element element) {
        if (other.getParentNode() instanceof Element parent) {
            parent.insertBefore(element, other);
        }
    }

    private int next() {
        return at < script.length ? script[at++] & 0xFF : 0;
    }

    /** Its length, then its bytes. */
    private String text() {
        int length = Math.min(next(), script.length - at);
        var text = new String(script, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    private static List<Element> elements(Element root) {
        var found = new ArrayList<Element>();
        found.add(root);
        for (var node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.addAll(elements(element));
            }
        }
        return found;
    }
}
