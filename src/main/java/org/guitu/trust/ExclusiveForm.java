package org.guitu.trust;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.apache.xml.security.c14n.CanonicalizationException;
import org.apache.xml.security.c14n.implementations.Canonicalizer20010315ExclOmitComments;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Exclusive canonical form without comments and without an inclusive prefix list (W3C exc-c14n 2002). */
final class ExclusiveForm {
    /** Octets of the signed parts of a signature. */
    private static final int TYPICAL = 2048;

    private ExclusiveForm() {}

    static byte[] of(Element element) {
        var out = new ByteArrayOutputStream(TYPICAL);
        write(element, null, out);
        return out.toByteArray();
    }

    /**
     * Digest of the form of the whole document, which may be large and never stands in memory.
     *
     * @param left is skipped as if it were not there: what the enveloped-signature transform leaves
     */
    static byte[] digest(Document document, @Nullable Element left, MessageDigest digest) {
        digest.reset();
        try (var out = new BufferedOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
            write(document, left, out);
        } catch (IOException e) {
            throw new IllegalStateException("a digest takes everything", e);
        }
        return digest.digest();
    }

    private static void write(Node node, @Nullable Node left, OutputStream out) {
        try {
            // the canonicalizer keeps state while it works: a new one each time is its own advice, and cheap
            new Canonicalizer20010315ExclOmitComments().engineCanonicalizeSubTree(node, "", left, out);
        } catch (CanonicalizationException e) {
            throw new IllegalStateException("a parsed document has a canonical form", e);
        }
    }
}
