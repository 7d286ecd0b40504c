package org.guitu.family;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XdmAtomicValue;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XsltExecutable;
import org.guitu.message.Digest;
import org.guitu.xml.SafeXml;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/**
 * Compiles ISO Schematron by way of SchXslt2. SchXslt2 is itself a stylesheet that takes longer to compile than all rules
 * of a family: that is done once, and not at all where its result is kept.
 */
final class Transpiler {
    private static final String TRANSPILER = "/content/transpile.xsl";
    private static final String LEAN = "lean.xsl";
    private static final String SCHXSLT = "http://dmaus.name/ns/2023/schxslt";
    /** What a report could hold beside failures, and nobody reads. */
    private static final List<String> LEFT_OUT =
            List.of("active-pattern", "fired-rule", "suppressed-rule", "skipped-assertion");

    private final Processor processor;
    private final Stylesheets kept;
    private final byte[] transpiler = resource(TRANSPILER);
    private final byte[] lean = resource(LEAN);
    private @Nullable XsltExecutable compiled;

    Transpiler(Processor processor, Stylesheets kept) {
        this.processor = processor;
        this.kept = kept;
    }

    /** The rules, ready to run. */
    XsltExecutable compile(Document schema) throws SaxonApiException {
        var key = key(schema);
        var before = kept.find(key).flatMap(this::usable);
        if (before.isPresent()) {
            return before.get();
        }
        var stylesheet = transpile(schema);
        kept.keep(key, bytes(stylesheet));
        var compiler = processor.newXsltCompiler();
        // what is wrong is in the exception; the compiler would write it to standard error too
        var first = new StringBuilder();
        compiler.setErrorReporter(problem -> first.append(first.isEmpty() ? problem.getMessage() : ""));
        try {
            return compiler.compile(stylesheet.asSource());
        } catch (SaxonApiException e) {
            throw first.isEmpty() ? e : new SaxonApiException(first.toString(), e);
        }
    }

    /** Changes with the rules, with what translates them, and with what that is told. */
    private String key(Document schema) {
        var parts = processor.getSaxonProductVersion()
                + LEFT_OUT
                + Digest.of(transpiler)
                + Digest.of(lean)
                + Digest.of(SafeXml.bytes(schema));
        return Digest.of(parts.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /** What is kept and does not compile is made anew. */
    private Optional<XsltExecutable> usable(byte[] stylesheet) {
        try {
            var compiler = processor.newXsltCompiler();
            compiler.setErrorReporter(problem -> {});
            return Optional.of(compiler.compile(new StreamSource(new ByteArrayInputStream(stylesheet))));
        } catch (SaxonApiException e) {
            return Optional.empty();
        }
    }

    private XdmNode transpile(Document schema) throws SaxonApiException {
        var toXslt = schxslt().load30();
        var stylesheet =
                (XdmNode) toXslt.applyTemplates(processor.newDocumentBuilder().build(new DOMSource(schema)))
                        .itemAt(0);
        var toLean = processor
                .newXsltCompiler()
                .compile(new StreamSource(new ByteArrayInputStream(lean)))
                .load30();
        return (XdmNode) toLean.applyTemplates(stylesheet).itemAt(0);
    }

    private synchronized XsltExecutable schxslt() throws SaxonApiException {
        if (compiled == null) {
            var compiler = processor.newXsltCompiler();
            for (var report : LEFT_OUT) {
                compiler.setParameter(new QName(SCHXSLT, "report-" + report), new XdmAtomicValue(false));
            }
            compiled = compiler.compile(new StreamSource(new ByteArrayInputStream(transpiler)));
        }
        return compiled;
    }

    private byte[] bytes(XdmNode stylesheet) throws SaxonApiException {
        var out = new ByteArrayOutputStream();
        processor.newSerializer(out).serializeNode(stylesheet);
        return out.toByteArray();
    }

    private static byte[] resource(String name) {
        try (var in = Transpiler.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }
}
