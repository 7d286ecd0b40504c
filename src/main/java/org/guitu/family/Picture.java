package org.guitu.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guitu.message.Digest;
import org.guitu.message.Labels;
import org.guitu.message.Refused;
import org.guitu.message.Visible;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A picture in a message, in one of the two formats that are shown: whether it is what it says is asked before. */
public final class Picture {
    /** How a file of each format begins: ISO/IEC 10918-1 B.1.1.3, and the signature of ISO/IEC 15948 5.2. */
    private static final Map<String, String> BEGINNINGS =
            Map.of("image/jpeg", "ffd8ff", "image/png", "89504e470d0a1a0a");

    private final int number;
    private final Labels kind;
    private final String type;
    private final Element media;

    private Picture(int number, Labels kind, String type, Element media) {
        this.number = number;
        this.kind = kind;
        this.type = type;
        this.media = media;
    }

    /**
     * The pictures of a message, in its order.
     *
     * @param message verified, and opened as far as its reader can
     * @throws Refused when it is of no type that is known here
     */
    public static List<Picture> in(Families families, Document message) throws Refused {
        var book = families.book(Envelope.claimedType(message).family());
        var payload = Envelope.payload(message);
        var found = new ArrayList<Picture>();
        collect(payload, book.payload(payload.getLocalName()), found);
        return List.copyOf(found);
    }

    private static void collect(Element element, Optional<Declared> declared, List<Picture> found) {
        var parts = declared.map(Declared::parts).orElseGet(Parts::none);
        var type = text(element, "MimeType").filter(BEGINNINGS::containsKey);
        if (type.isPresent() && part(element, "Content").isPresent()) {
            found.add(new Picture(found.size() + 1, kind(element, parts), type.get(), element));
            return;
        }
        for (var child : Elements.in(element)) {
            collect(child, parts.named(Elements.namespace(child), child.getLocalName()), found);
        }
    }

    private static Labels kind(Element media, Parts parts) {
        var code = text(media, "Kind").filter(said -> !said.isEmpty()).orElse("-");
        return parts.named(Envelope.NS, "Kind").stream()
                .flatMap(declared -> declared.values().stream())
                .filter(value -> value.value().equals(code))
                .flatMap(value -> value.label().stream())
                .findFirst()
                .orElseGet(() -> new Labels(code, code));
    }

    private static Optional<String> text(Element media, String name) {
        return part(media, name).map(part -> part.getTextContent().strip());
    }

    private static Optional<Element> part(Element media, String name) {
        return Elements.first(media, name).filter(part -> Envelope.NS.equals(part.getNamespaceURI()));
    }

    /** Its place among the pictures of the message, from 1. */
    public int number() {
        return number;
    }

    /** What kind of picture it is, by the schema's label. */
    public Labels kind() {
        return kind;
    }

    /** {@code image/jpeg} or {@code image/png}. */
    public String type() {
        return type;
    }

    /** What its sender wrote to it. */
    public Optional<String> caption() {
        return text(media, "Caption").map(Visible::of);
    }

    /** Its bytes; empty where they do not begin as its format does, or their digest is not the one beside them. */
    public Optional<byte[]> bytes() {
        var begins = HexFormat.of().parseHex(BEGINNINGS.get(type));
        return Media.content(media)
                .filter(bytes -> bytes.length > begins.length
                        && Arrays.equals(bytes, 0, begins.length, begins, 0, begins.length)
                        && text(media, "Digest")
                                .equals(Optional.of(Digest.of(bytes).hex())));
    }

    /** Whether this element holds its bytes, and they may be shown. */
    boolean shows(Element content) {
        return content.getParentNode() == media && content.getLocalName().equals("Content") && isGenuine();
    }

    /** Whether it is what it says. */
    public boolean isGenuine() {
        return bytes().isPresent();
    }
}
