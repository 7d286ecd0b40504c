package org.guitu.xml;

import java.util.function.LongSupplier;
import javax.xml.XMLConstants;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.ext.DefaultHandler2;

/**
 * Builds the document from parser events, counts while it builds, and stops at the first thing that is too much or not
 * allowed. The JDK's own DOM parser knows neither positions nor our limits.
 */
final class DomBuilder extends DefaultHandler2 {
    /** Carries a refusal through the parser. */
    static final class Stopped extends SAXException {
        private static final long serialVersionUID = 1L;

        Stopped(Refused refused) {
            super(refused);
        }

        Refused refused() {
            return getException() instanceof Refused refused ? refused : Refusals.refused("GT-1002");
        }
    }

    /** The clock is asked once in so many events. */
    private static final int EVENTS_PER_LOOK = 64;

    /** A long text becomes nodes of about so many characters, since a growing buffer would need several times its size. */
    private static final int PIECE = 32 << 10;

    private final Document document;
    private final boolean draft;
    private final XmlLimits limits;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private final Positions positions = new Positions();
    private final StringBuilder text = new StringBuilder();
    private Node current;
    private int depth;
    private int nodes;
    private int events;
    private @Nullable Locator locator;

    DomBuilder(Document document, boolean draft, XmlLimits limits, LongSupplier nanoTime) {
        this.document = document;
        this.draft = draft;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        this.current = document;
    }

    Document document() {
        return document;
    }

    @Override
    public void setDocumentLocator(Locator locator) {
        this.locator = locator;
    }

    @Override
    public void startDocument() {
        // the parser has checked names and structure already
        document.setStrictErrorChecking(false);
    }

    @Override
    public void endDocument() {
        document.setStrictErrorChecking(true);
        positions.attachTo(document);
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) throws SAXException {
        lookAtClock();
        flushText();
        int count = attributes.getLength();
        refuseIf(++depth > limits.maxDepth(), "GT-1004", limits.maxDepth());
        refuseIf(count > limits.maxAttributes(), "GT-1005", limits.maxAttributes());
        nodes += 1 + count;
        refuseIf(nodes > XmlLimits.MAX_NODES, "GT-1021", XmlLimits.MAX_NODES);
        requireName(qName);
        var element = document.createElementNS(uri.isEmpty() ? null : uri, qName);
        for (int i = 0; i < count; i++) {
            var name = attributes.getQName(i);
            requireName(name);
            element.setAttributeNS(attributeNamespace(name, attributes.getURI(i)), name, attributes.getValue(i));
        }
        if (locator != null) {
            positions.put(element, locator.getLineNumber(), locator.getColumnNumber());
        }
        current.appendChild(element);
        current = element;
    }

    /** The JDK's parser takes {@code :a} for {@code a}; others do not read it at all (Namespaces in XML 1.0, 4). */
    private void requireName(String qName) throws Stopped {
        refuseIf(qName.startsWith(":"), "GT-1002", 0);
    }

    private static @Nullable String attributeNamespace(String qName, String uri) {
        if (qName.equals("xmlns") || qName.startsWith("xmlns:")) {
            return XMLConstants.XMLNS_ATTRIBUTE_NS_URI;
        }
        return uri.isEmpty() ? null : uri;
    }

    @Override
    public void endElement(String uri, String localName, String qName) throws SAXException {
        lookAtClock();
        flushText();
        depth--;
        if (current instanceof Element element && element.getParentNode() != null) {
            current = element.getParentNode();
        }
    }

    @Override
    public void characters(char[] characters, int start, int length) throws SAXException {
        lookAtClock();
        text.append(characters, start, length);
        // never in the midst of a pair: each node is written by itself
        if (text.length() >= PIECE && !Character.isHighSurrogate(text.charAt(text.length() - 1))) {
            flushText();
        }
    }

    @Override
    public void comment(char[] characters, int start, int length) throws SAXException {
        refuseIf(!draft, "GT-1007", 0);
    }

    @Override
    public void processingInstruction(String target, String data) throws SAXException {
        throw stop("GT-1007");
    }

    @Override
    public void startDTD(String name, @Nullable String publicId, @Nullable String systemId) throws SAXException {
        throw stop("GT-1003");
    }

    /** Comments of a draft are dropped, so what stands on both sides of one becomes a single text. */
    private void flushText() {
        if (text.length() > 0) {
            current.appendChild(document.createTextNode(text.toString()));
            text.setLength(0);
        }
    }

    private void lookAtClock() throws Stopped {
        if (++events % EVENTS_PER_LOOK == 0) {
            refuseIf(
                    nanoTime.getAsLong() - startedAt > limits.maxParse().toNanos(),
                    "GT-1008",
                    limits.maxParse().toMillis());
        }
    }

    private void refuseIf(boolean tooMuch, String code, long limit) throws Stopped {
        if (tooMuch) {
            throw stop(code, limit);
        }
    }

    private Stopped stop(String code, Object... arguments) {
        return new Stopped(Refusals.refusedAt(SafeXml.lineAndColumn(locator), code, arguments));
    }
}
