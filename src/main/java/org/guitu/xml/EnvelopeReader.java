package org.guitu.xml;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;

/**
 * Reads a SOAP envelope, which is small but for one document in base64: no DTD, comment or processing instruction, and few
 * elements and little text before the body. What is over a limit stops the reading at once, so it costs no more than was read.
 */
public final class EnvelopeReader extends StreamReaderDelegate {
    /** Elements of a request: 50 receipts with their wrapping, and a header of any tool. */
    public static final int REQUEST = 600;

    /** Elements of an answer: families and lists of codes, or the timelines of a conversation. */
    public static final int ANSWER = 60_000;

    /** Depth of an envelope; a signature with its key needs eight. */
    public static final int DEPTH = 24;

    /** Characters of an element's name. */
    private static final int NAME = 128;

    /** Attributes of one element, namespaces included. */
    public static final int ATTRIBUTES = 32;

    /** Characters of text and attributes before the body: certificates of a chain and a signature need about 8,000. */
    public static final int HEADER = 64 * 1024;

    private static final String XOP = "http://www.w3.org/2004/08/xop/include";
    private static final Set<String> FRAME = Set.of("Envelope", "Header", "Body");

    private static final XMLInputFactory FACTORY = hardened();

    private final int atMost;
    private final Set<String> included = new HashSet<>();
    private final Set<String> ids = new HashSet<>();
    private String soap = "";
    private int elements;
    private int depth;
    private long header;
    private boolean inHeader;
    private boolean inBody;

    private EnvelopeReader(XMLStreamReader reader, int atMost) {
        super(reader);
        this.atMost = atMost;
    }

    private static XMLInputFactory hardened() {
        var factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, HEADER);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, ATTRIBUTES);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing external is ever read");
        });
        return factory;
    }

    /**
     * A reader of this stream.
     *
     * @param atMost elements
     * @throws XMLStreamException when it does not begin as XML
     */
    public static EnvelopeReader of(InputStream envelope, int atMost) throws XMLStreamException {
        return new EnvelopeReader(FACTORY.createXMLStreamReader(envelope), atMost);
    }

    /**
     * {@inheritDoc}
     *
     * @throws XMLStreamException whose cause is the {@link Refused} GT-1030, GT-1031, GT-1032 or GT-1036, or when it is not
     *     well-formed
     */
    @Override
    public int next() throws XMLStreamException {
        int event = read();
        switch (event) {
            // a comment is not signed, and parts a text in two for whoever reads its first node only
            case XMLStreamConstants.DTD,
                    XMLStreamConstants.ENTITY_REFERENCE,
                    XMLStreamConstants.COMMENT,
                    XMLStreamConstants.PROCESSING_INSTRUCTION -> throw stopped("GT-1031");
            case XMLStreamConstants.START_ELEMENT -> start();
            case XMLStreamConstants.END_ELEMENT -> end();
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> count(getTextLength());
            default -> {
                // the others carry nothing
            }
        }
        return event;
    }

    private int read() throws XMLStreamException {
        try {
            return super.next();
        } catch (XMLStreamException e) {
            // the parser's own limits, of attributes and their size
            throw String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("limit (") ? stopped("GT-1032") : e;
        }
    }

    /** Reads what is left, so that nothing stands there that nobody has looked at. */
    public void finish() throws XMLStreamException {
        while (hasNext()) {
            next();
        }
    }

    private void start() throws XMLStreamException {
        depth++;
        elements++;
        if (elements > atMost || depth > DEPTH || getLocalName().length() > NAME) {
            throw stopped("GT-1032");
        }
        frame();
        if (XOP.equals(getNamespaceURI()) && "Include".equals(getLocalName())) {
            include();
        }
        for (int i = 0; i < getAttributeCount(); i++) {
            count(getAttributeValue(i).length());
            if ("Id".equals(getAttributeLocalName(i)) && !ids.add(getAttributeValue(i))) {
                // which of two a signature means, readers answer differently
                throw stopped("GT-1030");
            }
        }
        count(getNamespaceCount() * 16L);
    }

    /** One header at most, then one body, and neither anywhere else: readers differ in which of two they take. */
    private void frame() throws XMLStreamException {
        if (depth == 1) {
            soap = String.valueOf(getNamespaceURI());
            return;
        }
        boolean framing = soap.equals(getNamespaceURI()) && FRAME.contains(getLocalName());
        boolean body = framing && "Body".equals(getLocalName());
        boolean right = depth == 2 && framing && !inBody && (body || (!inHeader && "Header".equals(getLocalName())));
        if (framing ? !right : depth == 2) {
            throw stopped("GT-1030");
        }
        inBody |= body;
        inHeader |= framing;
    }

    private void end() throws XMLStreamException {
        depth--;
        if (depth == 0 && !inBody) {
            throw stopped("GT-1030");
        }
    }

    /** An attachment stands in the body, and in one place only: else a small request becomes a large envelope. */
    private void include() throws XMLStreamException {
        var href = getAttributeValue(null, "href");
        if (!inBody || href == null || !href.startsWith("cid:")) {
            throw stopped("GT-1036");
        }
        try {
            if (!included.add(URLDecoder.decode(href, StandardCharsets.UTF_8))) {
                throw stopped("GT-1036");
            }
        } catch (IllegalArgumentException e) {
            throw stopped("GT-1036");
        }
    }

    private void count(long characters) throws XMLStreamException {
        if (!inBody) {
            header += characters;
            if (header > HEADER) {
                throw stopped("GT-1032");
            }
        }
    }

    private XMLStreamException stopped(String code) {
        var refused = "GT-1032".equals(code) ? Refusals.refused(code, atMost, DEPTH, HEADER) : Refusals.refused(code);
        var stopped = new XMLStreamException(refused.refusal().code());
        stopped.initCause(refused);
        return stopped;
    }

    @Override
    public int nextTag() throws XMLStreamException {
        int event;
        do {
            event = next();
        } while (event != XMLStreamConstants.START_ELEMENT
                && event != XMLStreamConstants.END_ELEMENT
                && event != XMLStreamConstants.END_DOCUMENT);
        return event;
    }
}
