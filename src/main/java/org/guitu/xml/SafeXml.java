package org.guitu.xml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.guitu.message.Refusal;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads what came from outside, once, into the document that is then verified, validated and recorded. UTF-8 only; no
 * DTD, entity, comment or processing instruction; every limit of {@link XmlLimits}. One instance serves every thread.
 */
public final class SafeXml {
    private static final Pattern DECLARATION = Pattern.compile(
            "<\\?xml\\s+version\\s*=\\s*[\"'](?<version>[^\"']*)[\"'](\\s+encoding\\s*=\\s*[\"'](?<encoding>[^\"']*)[\"'])?.*",
            Pattern.DOTALL);

    /** Decoded at a time. */
    private static final int CHARACTERS = 8192;

    private final XmlLimits limits;
    private final LongSupplier nanoTime;
    private final Pool<Reader> readers = new Pool<>(Reader::make);

    public SafeXml(XmlLimits limits) {
        this(limits, System::nanoTime);
    }

    SafeXml(XmlLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /**
     * The document of these bytes, with the place of each element known to {@link #place}.
     *
     * @throws Refused GT-1001 to GT-1021, with {@code line:column} where one is known
     */
    public Document parse(byte[] wire) throws Refused {
        return parse(wire, false);
    }

    /**
     * Reads a message somebody is still writing, like the commented template of the office: as {@link #parse}, but comments
     * are dropped. What is signed and sent never has any.
     */
    public Document parseDraft(byte[] file) throws Refused {
        return parse(file, true);
    }

    private Document parse(byte[] wire, boolean draft) throws Refused {
        if (wire.length == 0) {
            throw Refusals.refused("GT-1009");
        }
        if (wire.length > limits.maxBytes()) {
            throw Refusals.refused("GT-1001", limits.maxBytes());
        }
        requireUtf8(wire);
        checkDeclaration(wire);
        var source = new InputSource(new InputStreamReader(new ByteArrayInputStream(wire), StandardCharsets.UTF_8));
        var reader = readers.take();
        // one that fails is not given back: its inner state is not ours to trust
        var document = read(reader, source, new DomBuilder(reader.newDocument(), draft, limits, nanoTime));
        if (!reader.wornAfter(wire.length)) {
            readers.giveBack(reader);
        }
        return document;
    }

    private Document read(Reader reader, InputSource source, DomBuilder handler) throws Refused {
        try {
            return reader.read(source, handler);
        } catch (DomBuilder.Stopped e) {
            throw e.refused();
        } catch (SAXParseException e) {
            throw new Refused(refusal(e), e);
        } catch (SAXException | IOException e) {
            throw new Refused(Refusals.refusal("GT-1002", "", ""), e);
        }
    }

    /** The parser's texts are localised; the names of its features and the numbers of its own limits are not. */
    private Refusal refusal(SAXParseException e) {
        var text = String.valueOf(e.getMessage());
        var place = e.getLineNumber() + ":" + e.getColumnNumber();
        if (text.contains("JAXP00010002")) {
            return Refusals.refusal("GT-1005", place, "", limits.maxAttributes());
        }
        return Refusals.refusal(text.contains("disallow-doctype-decl") ? "GT-1003" : "GT-1002", place, "");
    }

    /** Strict: the parser's own decoder lets some malformed sequences through. */
    private static void requireUtf8(byte[] wire) throws Refused {
        boolean mark = wire.length > 2 && wire[0] == (byte) 0xEF && wire[1] == (byte) 0xBB && wire[2] == (byte) 0xBF;
        boolean sixteen = wire.length > 1 && (wire[0] == 0 || wire[1] == 0);
        if (mark || sixteen) {
            throw Refusals.refused("GT-1006");
        }
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var bytes = ByteBuffer.wrap(wire);
        var characters = CharBuffer.allocate(CHARACTERS);
        while (true) {
            var result = decoder.decode(bytes, characters, true);
            if (result.isError()) {
                throw Refusals.refused("GT-1006");
            }
            if (result.isUnderflow()) {
                return;
            }
            characters.clear();
        }
    }

    private static void checkDeclaration(byte[] wire) throws Refused {
        // whatever else stands in these bytes, a declaration is in ASCII
        var head = new String(wire, 0, Math.min(200, wire.length), StandardCharsets.ISO_8859_1);
        if (!head.startsWith("<?xml") || head.length() < 6 || !Character.isWhitespace(head.charAt(5))) {
            return;
        }
        int end = head.indexOf("?>");
        var declaration = DECLARATION.matcher(end < 0 ? head : head.substring(0, end));
        if (!declaration.matches() || !"1.0".equals(declaration.group("version"))) {
            throw Refusals.refusedAt("1:1", "GT-1002");
        }
        var encoding = declaration.group("encoding");
        if (encoding != null && !encoding.toUpperCase(Locale.ROOT).equals("UTF-8")) {
            throw Refusals.refusedAt("1:1", "GT-1006");
        }
    }

    static String lineAndColumn(@Nullable Locator locator) {
        return locator == null ? "" : locator.getLineNumber() + ":" + locator.getColumnNumber();
    }

    /**
     * XPath of a node with the prefixes its document uses, and {@code (line:column)} of the end of its start tag where
     * the document was parsed here: {@code /Message/Header/SentAt (12:5)}. Names of elements only, never content; at most
     * about 400 characters.
     */
    public static String place(Node node) {
        return Positions.place(node);
    }

    /** An empty document. Whoever fills it declares its namespaces as attributes: canonical form knows no others. */
    public static Document blank() {
        return Reader.blank();
    }

    /** The document in UTF-8 with an XML declaration, nothing indented, so that a signature inside stays valid. */
    public static byte[] bytes(Document document) {
        return Canonical.wire(document);
    }
}
