package org.guitu.xml;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.xml.security.Init;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/** The canonical form that is digested and signed: Exclusive XML Canonicalization 1.0 without comments (W3C, 2002). */
public final class Canonical {
    /** Algorithm identifier of the form. */
    public static final String EXCLUSIVE = Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS;

    static {
        // Santuario reads this when its classes load, else base64 gets &#xD; (reference/trust.md 2.3, 4)
        System.setProperty("org.apache.xml.security.ignoreLineBreaks", "true");
        Init.init();
    }

    private Canonical() {}

    /** Makes Santuario ready, once; whoever uses it directly calls this before. */
    public static void ready() {
        // loading this class has done it
    }

    /** This node and what is below it, as UTF-8. */
    public static byte[] exclusive(Node node) {
        var out = new ByteArrayOutputStream(8192);
        write(EXCLUSIVE, node, out);
        return out.toByteArray();
    }

    /** The whole document as it goes on the wire: canonical XML keeps every namespace declaration where it stands. */
    static byte[] wire(Document document) {
        var out = new ByteArrayOutputStream(8192);
        out.writeBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".getBytes(StandardCharsets.US_ASCII));
        write(Canonicalizer.ALGO_ID_C14N_OMIT_COMMENTS, document, out);
        return out.toByteArray();
    }

    private static void write(String algorithm, Node node, ByteArrayOutputStream out) {
        try {
            Canonicalizer.getInstance(algorithm).canonicalizeSubtree(node, out);
        } catch (XMLSecurityException e) {
            throw new IllegalStateException("a document that was parsed here has a canonical form", e);
        }
    }
}
