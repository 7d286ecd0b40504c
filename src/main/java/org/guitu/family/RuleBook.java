package org.guitu.family;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.guitu.message.Labels;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Reads a {@code rules.sch}: puts the files it extends in its place, and takes from each assert its id, severity and
 * texts. Texts come from here and never from a report, so they cannot quote a message.
 */
final class RuleBook {
    static final String SCHEMATRON = "http://purl.oclc.org/dsdl/schematron";
    private static final int DEEPEST_EXTENSION = 8;

    /** Says of an assert that it looks at what is sealed: the hub, where it stays closed, has nothing to judge by. */
    private static final String OPENED = "opened";

    /**
     * One assert or report.
     *
     * @param opened whether it judges only what is in clear at the office: before sealing, and after opening
     * @param reads what its test looks at
     */
    record Rule(boolean error, boolean opened, Labels text, Reads reads) {}

    private final Document schema;
    private final Map<String, Rule> rules;

    private RuleBook(Document schema, Map<String, Rule> rules) {
        this.schema = schema;
        this.rules = rules;
    }

    Document schema() {
        return schema;
    }

    Map<String, Rule> rules() {
        return rules;
    }

    static RuleBook read(Schemas schemas, Path file) throws SchemasException {
        var schema = schemas.document(file);
        extend(schemas, file, schema.getDocumentElement(), 0);
        return new RuleBook(schema, rules(file, schema));
    }

    /** {@code sch:extends} by file: what stands inside the other schema takes its place (ISO 19757-3, 5.4.5). */
    private static void extend(Schemas schemas, Path file, Element root, int depth) throws SchemasException {
        if (depth > DEEPEST_EXTENSION) {
            throw new SchemasException(file + ": rules extend each other in a circle; break it");
        }
        for (var at = root.getFirstChild(); at != null; ) {
            var next = at.getNextSibling();
            if (at instanceof Element extension && is(extension, "extends")) {
                var other = schemas.sibling(file, extension.getAttribute("href"));
                var otherRoot = schemas.document(other).getDocumentElement();
                extend(schemas, other, otherRoot, depth + 1);
                for (var part = otherRoot.getFirstChild(); part != null; part = part.getNextSibling()) {
                    root.insertBefore(root.getOwnerDocument().importNode(part, true), extension);
                }
                root.removeChild(extension);
            }
            at = next;
        }
    }

    private static Map<String, Rule> rules(Path file, Document schema) throws SchemasException {
        var texts = new HashMap<String, Element>();
        for (var diagnostic : elements(schema, "diagnostic")) {
            texts.put(diagnostic.getAttribute("id"), diagnostic);
        }
        var rules = new HashMap<String, Rule>();
        for (var kind : new String[] {"assert", "report"}) {
            for (var rule : elements(schema, kind)) {
                var id = rule.getAttribute("id");
                var read = rule(file, rule, texts);
                if (rules.put(id, read) != null) {
                    throw new SchemasException(file + ": two rules have the id " + id + "; give one another id");
                }
            }
        }
        return Map.copyOf(rules);
    }

    private static Rule rule(Path file, Element rule, Map<String, Element> texts) throws SchemasException {
        var id = rule.getAttribute("id");
        var role = rule.getAttribute("role");
        if (id.isEmpty() || !(role.equals("error") || role.equals("warning"))) {
            throw new SchemasException(
                    file + ": the rule " + (id.isEmpty() ? "testing " + rule.getAttribute("test") : id)
                            + " needs an id and a role, error or warning");
        }
        String zh = "";
        String en = "";
        for (var reference : rule.getAttribute("diagnostics").strip().split("\\s+", -1)) {
            var text = texts.get(reference);
            if (text == null) {
                throw new SchemasException(
                        file + ": the rule " + id + " names no diagnostics; add " + id + ".zh and " + id + ".en");
            }
            if (text.getElementsByTagNameNS("*", "*").getLength() > 0) {
                throw new SchemasException(
                        file + ": the text " + reference + " could quote a message; write plain text only");
            }
            var language = text.getAttributeNS("http://www.w3.org/XML/1998/namespace", "lang");
            zh = language.equals("zh") ? text.getTextContent().strip() : zh;
            en = language.equals("en") ? text.getTextContent().strip() : en;
        }
        if (zh.isBlank() || en.isBlank()) {
            throw new SchemasException(file + ": the rule " + id + " needs its text in zh and in en");
        }
        return new Rule(role.equals("error"), opened(file, rule), new Labels(zh, en), Reads.of(rule));
    }

    private static boolean opened(Path file, Element rule) throws SchemasException {
        var flag = rule.getAttribute("flag");
        if (!flag.isEmpty() && !flag.equals(OPENED)) {
            throw new SchemasException(file + ": the rule " + rule.getAttribute("id") + " has the flag " + flag
                    + "; the only one is " + OPENED + ", for what is sealed");
        }
        return flag.equals(OPENED);
    }

    private static Iterable<Element> elements(Document schema, String name) {
        var found = schema.getElementsByTagNameNS(SCHEMATRON, name);
        var elements = new java.util.ArrayList<Element>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static boolean is(Element element, String name) {
        return SCHEMATRON.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
    }
}
