package org.guitu.family;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guitu.message.Digest;
import org.guitu.message.Refusal;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.xml.Base64Text;
import org.guitu.xml.Elements;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The media inside a message: size and digest of each must be what it says of them (domain.md R-X15). Schematron could count
 * but not digest, and either would need several copies of what may be most of the message.
 */
final class Media {
    private static final String NAMESPACE = "urn:guitu:exchange:1.0";
    private static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";
    private static final String RULE = "R-X15";

    /** Bytes the schema allows ({@code media.xsd}, Content): what is larger is left to it. */
    private static final int LARGEST = 7_000_000;

    /** Stands for what is encrypted: as long as that has to be at least. */
    private static final String FORGOTTEN = "A".repeat(40);

    private static final int FORGOTTEN_BYTES = 30;

    private final List<Element> contents;
    private final List<Element> ciphers = new ArrayList<>();
    private Optional<Element> wrong = Optional.empty();

    private Media(List<Element> contents) {
        this.contents = contents;
    }

    /** Looks at each; what is wrong is told by {@link #requireRight}, after all that schema and rules have to say. */
    static Media of(Document document) {
        var found = document.getElementsByTagNameNS(NAMESPACE, "Content");
        var contents = new ArrayList<Element>();
        var parents = Collections.<Node>newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < found.getLength(); i++) {
            var content = (Element) found.item(i);
            // a picture or a scan; a second content in one is for the schema to refuse
            if (content.getParentNode() instanceof Element parent
                    && NAMESPACE.equals(parent.getNamespaceURI())
                    && parents.add(parent)) {
                contents.add(content);
            }
        }
        var media = new Media(contents);
        var ciphers = document.getElementsByTagNameNS(ENCRYPTION, "CipherValue");
        for (int i = 0; i < ciphers.getLength(); i++) {
            var cipher = (Element) ciphers.item(i);
            // those of the content; a key's is small, and looked at
            if (cipher.getParentNode() instanceof Element data
                    && data.getParentNode() instanceof Element encrypted
                    && "EncryptedData".equals(encrypted.getLocalName())
                    && isEncrypted(cipher)) {
                media.ciphers.add(cipher);
            }
        }
        media.contents.removeIf(content -> !media.look(content));
        return media;
    }

    /** Whether it may be: what cannot is left as it is, for whoever judges what is sealed to find. */
    private static boolean isEncrypted(Element cipher) {
        var bytes = new long[1];
        return Base64Text.decode(cipher, piece -> bytes[0] += piece.length) && bytes[0] >= FORGOTTEN_BYTES;
    }

    /** Whether it is base64 as the schema wants it. */
    private boolean look(Element content) {
        var digest = Digest.inPieces();
        var bytes = new long[1];
        boolean base64 = Base64Text.decode(content, piece -> {
            digest.update(piece);
            bytes[0] += piece.length;
        });
        if (!base64 || bytes[0] == 0 || bytes[0] > LARGEST) {
            return false;
        }
        for (var said : Elements.in((Element) content.getParentNode())) {
            boolean right = switch (String.valueOf(said.getLocalName())) {
                case "Digest" -> said(said).equals(Digest.ofRaw(digest.digest()).hex());
                case "SizeBytes" -> isNumber(said(said), bytes[0]);
                default -> true;
            };
            if (!right && wrong.isEmpty()) {
                wrong = Optional.of(said);
            }
        }
        return true;
    }

    /** What an element says of these bytes, by the names of its parts. */
    static Map<String, String> said(byte[] bytes, String format) {
        return Map.of(
                "MimeType", format,
                "Digest", Digest.of(bytes).hex(),
                "SizeBytes", String.valueOf(bytes.length),
                "Content", Base64.getEncoder().encodeToString(bytes));
    }

    /** The bytes in an element that says what they are; empty where none are, or what is there is no base64. */
    static Optional<byte[]> content(Element file) {
        var bytes = new ByteArrayOutputStream();
        return Elements.first(file, "Content")
                .filter(content -> Base64Text.decode(content, bytes::writeBytes) && bytes.size() > 0)
                .map(content -> bytes.toByteArray());
    }

    /** The schema allows leading zeros and a sign. */
    private static boolean isNumber(String text, long number) {
        try {
            return Long.parseLong(text) == number;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String said(Element element) {
        return element.getTextContent().strip();
    }

    /**
     * From here on the document holds only the first few digits of each, which the schema takes as well as all of them;
     * likewise of what is sealed, which may be a picture too.
     */
    void forget() {
        for (var cipher : ciphers) {
            cipher.setTextContent(FORGOTTEN);
        }
        for (var content : contents) {
            content.setTextContent("AAAA");
        }
    }

    /** @throws Refused GT-4202 at the first size or digest that is another */
    void requireRight() throws Refused {
        if (wrong.isPresent()) {
            throw new Refused(refusal(wrong.get()));
        }
    }

    /** The same for who is still writing. */
    Optional<Untrue> untrue() {
        return wrong.map(said -> new Untrue(said, refusal(said)));
    }

    /** What a medium says of itself and is not so. */
    record Untrue(Element said, Refusal refusal) {}

    private static Refusal refusal(Element said) {
        return Refusals.refusal("GT-4202", SafeXml.place(said), RULE);
    }
}
