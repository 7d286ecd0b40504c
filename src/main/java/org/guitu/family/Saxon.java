package org.guitu.family;

import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.transform.dom.DOMSource;
import net.sf.saxon.lib.EnvironmentVariableResolver;
import net.sf.saxon.lib.Feature;
import net.sf.saxon.lib.ResourceResolver;
import net.sf.saxon.om.TreeModel;
import net.sf.saxon.s9api.ItemType;
import net.sf.saxon.s9api.OccurrenceIndicator;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XPathExecutable;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XsltExecutable;
import net.sf.saxon.sxpath.IndependentContext;
import net.sf.saxon.trans.XPathException;
import org.guitu.xml.SafeXml;
import org.guitu.xml.SchemasException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/**
 * One Saxon processor that reads nothing: no documents, collections, texts, environment or Java. Rules and guards see
 * what they are given.
 */
final class Saxon {
    /** The variables every condition of a workflow may use. */
    enum Variable {
        MESSAGE,
        HISTORY,
        HUB,
        SENDER,
        RECIPIENT,
        NOW;

        QName qName() {
            return new QName(name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** What a template of a payload that tells of all conversations sees beside. */
    static final QName RECORD = new QName("record");

    private static final String XSLT = "http://www.w3.org/1999/XSL/Transform";

    private final Processor processor = new Processor(false);
    private final Transpiler transpiler;

    /** @param kept where the stylesheets made of rules are kept */
    Saxon(Stylesheets kept) {
        this.transpiler = new Transpiler(processor, kept);
        ResourceResolver nothing = request -> {
            throw new XPathException("nothing external is ever read");
        };
        processor.setConfigurationProperty(Feature.ALLOW_EXTERNAL_FUNCTIONS, false);
        processor.setConfigurationProperty(Feature.ALLOWED_PROTOCOLS, "");
        processor.setConfigurationProperty(Feature.RESOURCE_RESOLVER, nothing);
        processor.setConfigurationProperty(Feature.UNPARSED_TEXT_URI_RESOLVER, (uri, encoding, configuration) -> {
            throw new XPathException("nothing external is ever read");
        });
        processor.setConfigurationProperty(Feature.COLLECTION_FINDER, (context, uri) -> {
            throw new XPathException("nothing external is ever read");
        });
        processor.setConfigurationProperty(Feature.ENVIRONMENT_VARIABLE_RESOLVER, new EmptyEnvironment());
    }

    private static final class EmptyEnvironment implements EnvironmentVariableResolver {
        @Override
        public Set<String> getAvailableEnvironmentVariables() {
            return Set.of();
        }

        @Override
        public @Nullable String getEnvironmentVariable(String name) {
            return null;
        }
    }

    /** A copy in Saxon's own tree: many times faster to query than the DOM, and safe to read from any thread. */
    XdmNode copy(Node node) throws SaxonApiException {
        var builder = processor.newDocumentBuilder();
        builder.setTreeModel(TreeModel.TINY_TREE);
        return builder.build(new DOMSource(node));
    }

    /** Compiles ISO Schematron, with the leanest report it can write. */
    XsltExecutable schematron(Document schema) throws SaxonApiException {
        return transpiler.compile(schema);
    }

    /**
     * Compiles a template of a payload: one element, filled in by XSLT from {@code $history}, {@code $now} and {@code $record}.
     *
     * @param where the file, for the error line
     */
    XsltExecutable payload(Document template, String where) throws SchemasException {
        var stylesheet = SafeXml.blank();
        var root = stylesheet.createElementNS(XSLT, "xsl:stylesheet");
        root.setAttribute("version", "3.0");
        root.setAttribute("exclude-result-prefixes", "#all");
        stylesheet.appendChild(root);
        for (var name : List.of(Variable.HISTORY.qName(), Variable.NOW.qName(), RECORD)) {
            var parameter = stylesheet.createElementNS(XSLT, "xsl:param");
            parameter.setAttribute("name", name.getLocalName());
            root.appendChild(parameter);
        }
        var initial = stylesheet.createElementNS(XSLT, "xsl:template");
        initial.setAttribute("name", "xsl:initial-template");
        initial.setAttribute("expand-text", "yes");
        root.appendChild(initial);
        initial.appendChild(stylesheet.importNode(template.getDocumentElement(), true));
        var compiler = processor.newXsltCompiler();
        try {
            return compiler.compile(new DOMSource(stylesheet));
        } catch (SaxonApiException e) {
            throw new SchemasException(where + ": " + e.getMessage() + "; correct the template", e);
        }
    }

    /**
     * Compiles a condition of a workflow.
     *
     * @param where file and place, for the error line
     */
    XPathExecutable condition(String expression, Map<String, String> namespaces, String where) throws SchemasException {
        var compiler = processor.newXPathCompiler();
        compiler.setLanguageVersion("3.1");
        namespaces.forEach(compiler::declareNamespace);
        for (var variable : Variable.values()) {
            compiler.declareVariable(variable.qName(), ItemType.ANY_ITEM, OccurrenceIndicator.ZERO_OR_MORE);
        }
        var context = (IndependentContext) compiler.getUnderlyingStaticContext();
        context.setFunctionLibrary(AllowedFunctions.among(context.getFunctionLibrary()));
        try {
            return compiler.compile(expression);
        } catch (SaxonApiException e) {
            throw new SchemasException(where + ": " + e.getMessage() + "; correct the expression", e);
        }
    }
}
