package org.guitu.xml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.ext.DefaultHandler2;

/** A hardened parser of the JDK (never one found on the class path) with the maker of its documents. */
final class Reader {
    private static final String SAX = "http://xml.org/sax/features/";
    private static final String XERCES = "http://apache.org/xml/features/";
    /** A parser keeps every name it ever saw; a sender who invents names must not fill the memory. */
    private static final int DOCUMENTS_BEFORE_WORN = 2_000;

    /** No document is larger ({@link XmlLimits}), so no JDK's own limit comes before ours. */
    private static final String LARGEST = String.valueOf(64 << 20);

    private static final long BYTES_BEFORE_WORN = 64L << 20;

    /** Makers of empty documents: every receipt begins with one, and a factory costs more than its signature. */
    private static final Pool<DocumentBuilder> BLANKS = new Pool<>(Reader::maker);

    private final XMLReader parser;
    private final DocumentBuilder builder;
    private int documents;
    private long bytes;

    private Reader(XMLReader parser, DocumentBuilder builder) {
        this.parser = parser;
        this.builder = builder;
    }

    static Reader make() {
        try {
            return new Reader(hardenedParser(), hardenedBuilder());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("this Java cannot make a hardened XML parser", e);
        }
    }

    Document read(InputSource source, DomBuilder handler) throws SAXException, IOException {
        parser.setContentHandler(handler);
        parser.setErrorHandler(handler);
        parser.setProperty("http://xml.org/sax/properties/lexical-handler", handler);
        parser.parse(source);
        return handler.document();
    }

    Document newDocument() {
        return builder.newDocument();
    }

    /** Counts one more document of this size; true when the parser has served long enough. */
    boolean wornAfter(int size) {
        documents++;
        bytes += size;
        return documents >= DOCUMENTS_BEFORE_WORN || bytes >= BYTES_BEFORE_WORN;
    }

    /** A file of our own installation: comments are dropped, a DTD or anything external is refused. */
    static Document local(byte[] bytes, String address) throws SAXException, IOException {
        try {
            var builder = hardenedBuilder();
            builder.setErrorHandler(new DefaultHandler2());
            builder.setEntityResolver((publicId, systemId) -> {
                throw new SAXException("nothing external is ever read");
            });
            return builder.parse(new ByteArrayInputStream(bytes), address);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java cannot make a hardened XML parser", e);
        }
    }

    static Document blank() {
        var builder = BLANKS.take();
        try {
            return builder.newDocument();
        } finally {
            BLANKS.giveBack(builder);
        }
    }

    private static DocumentBuilder maker() {
        try {
            return hardenedBuilder();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java cannot make a hardened XML parser", e);
        }
    }

    private static XMLReader hardenedParser() throws ParserConfigurationException, SAXException {
        var factory = SAXParserFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        factory.setValidating(false);
        factory.setXIncludeAware(false);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature(XERCES + "disallow-doctype-decl", true);
        factory.setFeature(XERCES + "nonvalidating/load-external-dtd", false);
        factory.setFeature(SAX + "external-general-entities", false);
        factory.setFeature(SAX + "external-parameter-entities", false);
        // namespace declarations stay attributes: canonical form and signatures need them in the tree
        factory.setFeature(SAX + "namespace-prefixes", true);
        var made = factory.newSAXParser();
        made.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        made.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        // without a DTD these count &amp; and the like: a JDK from 24 on would take 100,000 of them
        made.setProperty("jdk.xml.maxGeneralEntitySizeLimit", LARGEST);
        made.setProperty("jdk.xml.totalEntitySizeLimit", LARGEST);
        var reader = made.getXMLReader();
        reader.setEntityResolver((publicId, systemId) -> {
            throw new SAXException("nothing external is ever read");
        });
        return reader;
    }

    private static DocumentBuilder hardenedBuilder() throws ParserConfigurationException {
        var factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature(XERCES + "disallow-doctype-decl", true);
        factory.setIgnoringComments(true);
        factory.setCoalescing(true);
        return factory.newDocumentBuilder();
    }
}
