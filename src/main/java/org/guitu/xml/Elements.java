package org.guitu.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Child elements, without the DOM's ceremony. */
public final class Elements {
    private Elements() {}

    public static List<Element> in(Node parent) {
        var children = new ArrayList<Element>();
        for (var at = parent.getFirstChild(); at != null; at = at.getNextSibling()) {
            if (at instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    public static List<Element> in(Node parent, String name) {
        return in(parent).stream()
                .filter(element -> name.equals(element.getLocalName()))
                .toList();
    }

    public static Optional<Element> first(Node parent, String name) {
        return in(parent, name).stream().findFirst();
    }

    public static String namespace(Element element) {
        var namespace = element.getNamespaceURI();
        return namespace == null ? "" : namespace;
    }
}
