package org.guitu.family;

import java.util.Optional;
import org.guitu.message.Digest;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.xml.Canonical;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What several parties sign by its digest, the SHA-256 of its exclusive canonical form: {@code TextDigest} beside {@code Terms}
 * stands for these, {@code PayloadDigest} at the end of a payload for everything before it. Whoever signs that digest later has
 * to have signed the same. Where parts of a payload are sealed, only their readers can tell.
 */
public final class SignedText {
    private static final String TEXT_RULE = "R-G02-digest";
    private static final String PAYLOAD_RULE = "R-R07-digest";

    private SignedText() {}

    /** @throws Refused GT-4203 when the digest is another's */
    static void requireRight(Document document) throws Refused {
        var terms = document.getElementsByTagNameNS("*", "Terms");
        for (int i = 0; i < terms.getLength(); i++) {
            var text = (Element) terms.item(i);
            var digest = Elements.first(text.getParentNode(), "TextDigest");
            if (digest.isPresent()) {
                require(digest.get(), digest(text), TEXT_RULE);
            }
        }
        var digest = ofPayload(document);
        if (digest.isPresent() && !isSealed(document)) {
            require(digest.get(), payloadDigest(document), PAYLOAD_RULE);
        }
    }

    private static void require(Element digest, String right, String rule) throws Refused {
        if (!right.equals(digest.getTextContent().strip())) {
            throw new Refused(Refusals.refusal("GT-4203", SafeXml.place(digest), rule));
        }
    }

    /** Whether an element of this name is written by {@link #fill}. */
    static boolean fills(String name) {
        return name.equals("TextDigest") || name.equals("PayloadDigest");
    }

    /** Writes the digests of what stands there now, in clear: no officer works them out. */
    public static void fill(Document draft) {
        var terms = draft.getElementsByTagNameNS("*", "Terms");
        for (int i = 0; i < terms.getLength(); i++) {
            var text = (Element) terms.item(i);
            Elements.first(text.getParentNode(), "TextDigest").ifPresent(digest -> digest.setTextContent(digest(text)));
        }
        ofPayload(draft).ifPresent(digest -> digest.setTextContent(payloadDigest(draft)));
    }

    private static Optional<Element> ofPayload(Document document) {
        return Elements.first(Envelope.payload(document), "PayloadDigest");
    }

    private static boolean isSealed(Document document) {
        return document.getElementsByTagNameNS(Envelope.NS, "Sealed").getLength() > 0;
    }

    /** Over the payload without the digest itself and without white space between elements: sealing keeps none. */
    private static String payloadDigest(Document document) {
        var payload = Envelope.payload((Document) document.cloneNode(true));
        Elements.first(payload, "PayloadDigest").ifPresent(payload::removeChild);
        strip(payload);
        return digest(payload);
    }

    private static void strip(Element element) {
        var children = Elements.in(element);
        for (Node node = element.getFirstChild(); node != null && !children.isEmpty(); ) {
            var next = node.getNextSibling();
            if (node.getNodeType() == Node.TEXT_NODE && node.getNodeValue().isBlank()) {
                element.removeChild(node);
            }
            node = next;
        }
        children.forEach(SignedText::strip);
    }

    private static String digest(Element text) {
        return Digest.of(Canonical.exclusive(text)).hex();
    }
}
