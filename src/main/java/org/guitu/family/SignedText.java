package org.guitu.family;

import org.guitu.message.Digest;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.xml.Canonical;
import org.guitu.xml.Elements;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A text that several parties sign by its digest: beside {@code Terms} stands, as {@code TextDigest}, the SHA-256 of their
 * exclusive canonical form. Whoever signs that digest later has to have signed this text.
 */
public final class SignedText {
    private static final String RULE = "R-G02-digest";

    private SignedText() {}

    /** @throws Refused GT-4203 when the digest is another's */
    static void requireRight(Document document) throws Refused {
        var terms = document.getElementsByTagNameNS("*", "Terms");
        for (int i = 0; i < terms.getLength(); i++) {
            var text = (Element) terms.item(i);
            var digest = Elements.first(text.getParentNode(), "TextDigest");
            if (digest.isPresent()
                    && !digest(text).equals(digest.get().getTextContent().strip())) {
                throw new Refused(Refusals.refusal("GT-4203", SafeXml.place(digest.get()), RULE));
            }
        }
    }

    /** Writes the digest of the text as it stands now: no officer works it out. */
    public static void fill(Document draft) {
        var terms = draft.getElementsByTagNameNS("*", "Terms");
        for (int i = 0; i < terms.getLength(); i++) {
            var text = (Element) terms.item(i);
            Elements.first(text.getParentNode(), "TextDigest").ifPresent(digest -> digest.setTextContent(digest(text)));
        }
    }

    private static String digest(Element text) {
        return Digest.of(Canonical.exclusive(text)).hex();
    }
}
