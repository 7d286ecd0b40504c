package org.guitu.trust;

import java.io.ByteArrayOutputStream;
import org.apache.xml.security.c14n.CanonicalizationException;
import org.apache.xml.security.c14n.implementations.Canonicalizer20010315ExclOmitComments;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Exclusive canonical form without comments and without an inclusive prefix list (W3C exc-c14n 2002). */
final class ExclusiveForm {
    /** Octets of the signed parts of a signature; of a whole message more, which grows by doubling. */
    private static final int TYPICAL = 2048;

    private ExclusiveForm() {}

    static byte[] of(Element element) {
        return form(element, null);
    }

    /** The form of the whole document as if {@code left} were not in it: what the enveloped-signature transform leaves. */
    static byte[] without(Document document, Element left) {
        return form(document, left);
    }

    static byte[] of(Document document) {
        return form(document, null);
    }

    private static byte[] form(Node node, @Nullable Node left) {
        var out = new ByteArrayOutputStream(TYPICAL);
        try {
            // the canonicalizer keeps state while it works: a new one each time is its own advice, and cheap
            new Canonicalizer20010315ExclOmitComments().engineCanonicalizeSubTree(node, "", left, out);
        } catch (CanonicalizationException e) {
            throw new IllegalStateException("a parsed document has a canonical form", e);
        }
        return out.toByteArray();
    }
}
