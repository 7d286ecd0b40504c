package org.guitu.family;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XsltExecutable;
import net.sf.saxon.s9api.streams.Steps;
import org.guitu.message.Refusal;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.message.Warning;
import org.guitu.xml.SafeXml;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/** The compiled rules of one family, those common to all included; one instance serves every thread. */
final class Rules {
    private static final String SVRL = "http://purl.oclc.org/dsdl/svrl";
    private static final QName ID = new QName("id");
    private static final QName LOCATION = new QName("location");

    private final Saxon saxon;
    private final XsltExecutable stylesheet;
    private final Map<String, RuleBook.Rule> rules;

    private Rules(Saxon saxon, XsltExecutable stylesheet, Map<String, RuleBook.Rule> rules) {
        this.saxon = saxon;
        this.stylesheet = stylesheet;
        this.rules = rules;
    }

    static Rules compile(Saxon saxon, Schemas schemas, Path file) throws SchemasException {
        var book = RuleBook.read(schemas, file);
        try {
            return new Rules(saxon, saxon.schematron(book.schema()), book.rules());
        } catch (SaxonApiException e) {
            throw new SchemasException(file + ": " + e.getMessage() + "; correct the rules", e);
        }
    }

    /**
     * Runs every rule over a schema-valid document.
     *
     * @return the rules of severity warning that it does not keep
     * @throws Refused GT-4201 with id, place and text of the first rule of severity error that it does not keep; GT-4299
     *     when a rule could not be evaluated
     */
    List<Warning> check(Document document) throws Refused {
        var warnings = new ArrayList<Warning>();
        for (var broken : broken(document)) {
            if (broken.rule().error()) {
                throw new Refused(broken.refusal());
            }
            warnings.add(new Warning(broken.id(), broken.place(), broken.rule().text()));
        }
        return warnings;
    }

    /** A rule that a document does not keep, and where. */
    record Broken(String id, RuleBook.Rule rule, Optional<Node> node) {
        String place() {
            return node.map(SafeXml::place).orElse("");
        }

        Broken at(Optional<Node> other) {
            return new Broken(id, rule, other);
        }

        Refusal refusal() {
            var pattern = Refusals.refusal("GT-4201", place(), id);
            return new Refusal(pattern.code(), pattern.who(), pattern.retry(), place(), id, rule.text());
        }
    }

    /**
     * The rules it does not keep, errors and warnings.
     *
     * @throws Refused GT-4299 when a rule could not be evaluated
     */
    List<Broken> broken(Document document) throws Refused {
        var broken = new ArrayList<Broken>();
        for (var failed : failures(document)) {
            var id = failed.getAttributeValue(ID);
            var rule = id == null ? null : rules.get(id);
            if (rule == null) {
                throw Refusals.refused("GT-4299");
            }
            var path = String.valueOf(failed.getAttributeValue(LOCATION));
            broken.add(new Broken(id, rule, Locations.node(document, path)));
        }
        return broken;
    }

    private List<XdmNode> failures(Document document) throws Refused {
        try {
            var copy = saxon.copy(document);
            var transformer = stylesheet.load30();
            transformer.setErrorReporter(problem -> {});
            transformer.setMessageHandler(message -> {});
            transformer.setGlobalContextItem(copy);
            var report = (XdmNode) transformer.applyTemplates(copy).itemAt(0);
            return report.select(Steps.child(node -> isFailure(node))).asListOfNodes();
        } catch (SaxonApiException e) {
            throw new Refused(Refusals.refusal("GT-4299", "", ""), e);
        }
    }

    /** An {@code svrl:error} counts as well: it has no id, so nothing passes by it. */
    private static boolean isFailure(XdmNode node) {
        var name = node.getNodeName();
        return name != null
                && SVRL.equals(name.getNamespaceUri().toString())
                && List.of("failed-assert", "successful-report", "error").contains(name.getLocalName());
    }
}
