package org.guitu.family;

import org.w3c.dom.Element;

/** Lines of an XML document, indented by two blanks a level. */
final class Markup {
    private final StringBuilder text = new StringBuilder();
    private final Element root;

    /** @param root its namespace prefixes are used */
    Markup(Element root) {
        this.root = root;
    }

    void line(int depth, String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }

    /** Two hyphens would end the comment. */
    void comment(int depth, String note) {
        line(depth, "<!-- " + note.replace("--", "- -") + " -->");
    }

    void leaf(int depth, String name, String attributes, String value) {
        line(depth, leaf(name, attributes, value));
    }

    static String leaf(String name, String attributes, String value) {
        return "<" + name + attributes + (value.isEmpty() ? "/>" : ">" + escaped(value) + "</" + name + ">");
    }

    /** The element's name with the prefix the document has for its namespace. */
    String qualified(Declared declared) {
        if (root.isDefaultNamespace(declared.namespace())) {
            return declared.name();
        }
        return root.lookupPrefix(declared.namespace()) + ":" + declared.name();
    }

    static String attributes(Element element) {
        var written = new StringBuilder();
        var attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            var attribute = attributes.item(i);
            written.append(' ').append(attribute.getNodeName()).append("=\"");
            written.append(escaped(attribute.getNodeValue())).append('"');
        }
        return written.toString();
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
