package org.guitu.xml;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.SAXNotSupportedException;
import org.xml.sax.SAXParseException;

/**
 * Compiles XML Schema 1.0 from the files of one directory and the catalog in it; nothing is ever fetched, and nothing
 * outside the directory is read.
 */
public final class Schemas {
    private final SchemaFiles files;

    private Schemas(SchemaFiles files) {
        this.files = files;
    }

    /** The schemas of an installation, with their catalog in {@code third-party/catalog.xml} where there is one. */
    public static Schemas in(Path directory) throws SchemasException {
        return new Schemas(SchemaFiles.in(directory));
    }

    /**
     * Compiles these files together with what they import and include.
     *
     * @throws SchemasException with file, line and what is wrong
     */
    public CompiledSchema compile(List<Path> xsds) throws SchemasException {
        var sources = new ArrayList<Source>();
        for (var xsd : xsds) {
            sources.add(files.source(xsd));
        }
        try {
            var factory = factory();
            factory.setErrorHandler(new FirstError());
            return new CompiledSchema(hardened(factory).newSchema(sources.toArray(Source[]::new)));
        } catch (SAXParseException e) {
            throw new SchemasException(
                    "schema " + files.readable(e.getSystemId()) + " line " + e.getLineNumber() + ": " + e.getMessage()
                            + "; correct the schema",
                    e);
        } catch (SAXException e) {
            throw new SchemasException("schema " + xsds + ": " + e.getMessage() + "; correct the schema", e);
        }
    }

    /** One file of the directory as a tree, for readers of schemas and rules; comments are dropped. */
    public Document document(Path file) throws SchemasException {
        return files.document(file);
    }

    /** Where a file of the directory means another: the address as it stands in that file. */
    public Path sibling(Path file, String address) throws SchemasException {
        return files.sibling(file, address);
    }

    /** These schemas and every schema they include or import, each once, as trees. */
    public List<Document> withImports(List<Path> xsds) throws SchemasException {
        var found = new LinkedHashMap<Path, Document>();
        var open = new ArrayDeque<Path>(xsds);
        while (!open.isEmpty()) {
            var file = open.removeFirst().toAbsolutePath().normalize();
            if (found.containsKey(file)) {
                continue;
            }
            var document = files.document(file);
            found.put(file, document);
            for (var name : List.of("include", "import")) {
                var references = document.getElementsByTagNameNS(XMLConstants.W3C_XML_SCHEMA_NS_URI, name);
                for (int i = 0; i < references.getLength(); i++) {
                    open.add(files.sibling(file, ((Element) references.item(i)).getAttribute("schemaLocation")));
                }
            }
        }
        return List.copyOf(found.values());
    }

    private SchemaFactory hardened(SchemaFactory factory) throws SAXNotRecognizedException, SAXNotSupportedException {
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, SchemaFiles.SCHEME);
        factory.setResourceResolver(files);
        return factory;
    }

    private static SchemaFactory factory() {
        return SchemaFactory.newDefaultInstance();
    }

    /** Stops at the first problem, warnings included: an import that is not found is only a warning to the parser. */
    private static final class FirstError implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
