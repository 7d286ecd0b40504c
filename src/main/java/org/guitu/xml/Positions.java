package org.guitu.xml;

import java.util.IdentityHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Where each element of a parsed document ended its start tag. One map hangs on the document as user data: the JDK keeps
 * user data of every single node in two hash maps, which would cost as much as the parsing.
 */
final class Positions {
    private static final String KEY = "org.guitu.positions";
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_PLACE = 400;

    private final IdentityHashMap<Node, Long> positions = new IdentityHashMap<>();

    void put(Element element, int line, int column) {
        positions.put(element, ((long) line << 32) | column);
    }

    void attachTo(Document document) {
        document.setUserData(KEY, this, null);
    }

    static String place(Node node) {
        var element = node instanceof Element e ? e : node.getParentNode();
        var path = new StringBuilder(node.getNodeType() == Node.ATTRIBUTE_NODE ? "/@" + name(node) : "");
        if (node instanceof org.w3c.dom.Attr attribute) {
            element = attribute.getOwnerElement();
        }
        for (var at = element; at instanceof Element step; at = at.getParentNode()) {
            path.insert(0, "/" + name(step) + index(step));
        }
        if (path.length() > LONGEST_PLACE) {
            path.replace(0, path.length() - LONGEST_PLACE, "…");
        }
        return lineAndColumn(element).map(at -> path + " (" + at + ")").orElse(path.toString());
    }

    private static Optional<String> lineAndColumn(@Nullable Node element) {
        if (element == null || element.getOwnerDocument() == null) {
            return Optional.empty();
        }
        if (!(element.getOwnerDocument().getUserData(KEY) instanceof Positions known)) {
            return Optional.empty();
        }
        return Optional.ofNullable(known.positions.get(element)).map(at -> (at >> 32) + ":" + at.intValue());
    }

    private static String name(Node node) {
        var name = node.getNodeName();
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
    }

    /** {@code [n]} among siblings of the same name, nothing for an only one. */
    private static String index(Element element) {
        int before = sameNamed(element, true);
        return before == 0 && sameNamed(element, false) == 0 ? "" : "[" + (before + 1) + "]";
    }

    private static int sameNamed(Element element, boolean before) {
        int count = 0;
        var at = element.getParentNode() instanceof Element ? step(element, before) : null;
        for (; at != null; at = step(at, before)) {
            if (at instanceof Element && at.getNodeName().equals(element.getNodeName())) {
                count++;
            }
        }
        return count;
    }

    private static @Nullable Node step(Node node, boolean before) {
        return before ? node.getPreviousSibling() : node.getNextSibling();
    }
}
