package org.guitu.family;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.guitu.xml.Elements;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Names places of a message by element names and their order: {@code /Header[1]/Recipients[1]/Recipient[2]}. No content is in it. */
final class FormPath {
    private static final Pattern STEP = Pattern.compile("/([A-Za-z]+)\\[([0-9]{1,4})\\]");

    private FormPath() {}

    static String of(Node node) {
        if (node instanceof Attr attribute) {
            return of(attribute.getOwnerElement()) + "/@" + attribute.getName();
        }
        var parent = node.getParentNode();
        if (parent == null || parent instanceof Document) {
            return "";
        }
        int place = 1;
        for (var at = node.getPreviousSibling(); at != null; at = at.getPreviousSibling()) {
            if (Objects.equals(at.getLocalName(), node.getLocalName())) {
                place++;
            }
        }
        return child(of(parent), node.getLocalName(), place);
    }

    static String child(String parent, String name, int place) {
        return parent + "/" + name + "[" + place + "]";
    }

    /** What is at that place; empty where nothing is. */
    static Optional<Element> find(Document document, String path) {
        var at = document.getDocumentElement();
        var steps = STEP.matcher(path);
        int end = 0;
        while (steps.find() && steps.start() == end) {
            end = steps.end();
            var same = Elements.in(at, steps.group(1));
            int place = Integer.parseInt(steps.group(2));
            if (place < 1 || place > same.size()) {
                return Optional.empty();
            }
            at = same.get(place - 1);
        }
        return end == path.length() ? Optional.of(at) : Optional.empty();
    }

    static String parent(String path) {
        int last = path.lastIndexOf('/');
        return last < 0 ? "" : path.substring(0, last);
    }

    /** Name of the last step, without its place; of an attribute with {@code @}. */
    static String name(String path) {
        var last = path.substring(path.lastIndexOf('/') + 1);
        int bracket = last.indexOf('[');
        return bracket < 0 ? last : last.substring(0, bracket);
    }
}
