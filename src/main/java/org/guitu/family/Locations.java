package org.guitu.family;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Finds in the DOM what a rule's report names by {@code fn:path()}, so that it has a place. */
final class Locations {
    private static final Pattern STEP = Pattern.compile("/(@?)(?:Q\\{([^}]*)\\})?([^/\\[]+)(?:\\[(\\d+)\\])?");

    private Locations() {}

    static Optional<Node> node(Document document, String path) {
        Node at = document;
        var steps = STEP.matcher(path);
        while (steps.find()) {
            var next = steps.group(1).isEmpty()
                    ? child(at, steps.group(2), steps.group(3), steps.group(4))
                    : attribute(at, steps.group(2), steps.group(3));
            if (next == null) {
                break;
            }
            at = next;
        }
        return at == document ? Optional.empty() : Optional.of(at);
    }

    private static @Nullable Node attribute(Node parent, @Nullable String namespace, String name) {
        var uri = namespace == null || namespace.isEmpty() ? null : namespace;
        return parent instanceof Element element ? element.getAttributeNodeNS(uri, name) : null;
    }

    private static @Nullable Node child(
            Node parent, @Nullable String namespace, String name, @Nullable String position) {
        int left = position == null ? 1 : Integer.parseInt(position);
        for (var at = parent.getFirstChild(); at != null; at = at.getNextSibling()) {
            var uri = at.getNamespaceURI() == null ? "" : at.getNamespaceURI();
            if (at instanceof Element
                    && name.equals(at.getLocalName())
                    && uri.equals(namespace == null ? "" : namespace)
                    && --left == 0) {
                return at;
            }
        }
        return null;
    }
}
