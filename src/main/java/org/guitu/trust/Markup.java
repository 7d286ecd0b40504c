package org.guitu.trust;

import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.guitu.message.Digest;
import org.guitu.message.Refused;
import org.w3c.dom.Element;

/** Writes and reads what every part of a seal is made of. No white space is added. */
final class Markup {
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private Markup() {}

    /** A new last child named as {@link Dsig#namespace} knows it; it declares its prefix itself. */
    static Element child(Element parent, String name) {
        var element = parent.getOwnerDocument().createElementNS(Dsig.namespace(name), name);
        var prefix = name.substring(0, name.indexOf(':'));
        if (!Dsig.namespace(name).equals(parent.lookupNamespaceURI(prefix))) {
            element.setAttributeNS(XMLNS, "xmlns:" + prefix, Dsig.namespace(name));
        }
        parent.appendChild(element);
        return element;
    }

    static Element algorithm(Element parent, String name, String algorithm) {
        var element = child(parent, name);
        element.setAttributeNS(null, "Algorithm", algorithm);
        return element;
    }

    /** {@code xenc:CipherData} with these bytes. */
    static void cipher(Element parent, byte[] bytes) {
        child(child(parent, "xenc:CipherData"), "xenc:CipherValue").setTextContent(base64(bytes));
    }

    /** The bytes of an {@code xenc:CipherData}. */
    static byte[] cipher(Element cipherData) throws Refused {
        Shape.attributes(cipherData, Set.of());
        var value = Shape.children(cipherData, "xenc:CipherValue").get(0);
        Shape.attributes(value, Set.of());
        return Shape.base64(value);
    }

    /** Names a reader by the digest of its certificate. */
    static void reader(Element parent, X509Certificate reader) {
        var named = algorithm(child(parent, "ds:X509Data"), "dsig11:X509Digest", Suites.SHA256);
        named.setTextContent(base64(CertificateName.digest(reader).raw()));
    }

    /** The reader that the only child of this element names. */
    static Digest reader(Element parent) throws Refused {
        Shape.attributes(parent, Set.of());
        var data = Shape.children(parent, "ds:X509Data").get(0);
        Shape.attributes(data, Set.of());
        var named = Shape.children(data, "dsig11:X509Digest").get(0);
        Shape.attributes(named, Set.of("Algorithm"));
        var raw = Shape.base64(named);
        if (!named.getAttribute("Algorithm").equals(Suites.SHA256) || raw.length != 32) {
            throw Shape.unexpected(named);
        }
        return Digest.ofRaw(raw);
    }

    /** Requires this algorithm and nothing inside. */
    static void require(Element element, String algorithm) throws Refused {
        if (!Shape.algorithm(element, "GT-4302").equals(algorithm)) {
            throw Shape.unexpected(element);
        }
    }

    /** Whether its first child is an {@code xenc:EncryptionMethod} of this algorithm. */
    static boolean claims(Element encryptedKey, String algorithm) {
        try {
            var parts = Shape.children(encryptedKey);
            return !parts.isEmpty()
                    && Shape.is(parts.get(0), "xenc:EncryptionMethod")
                    && parts.get(0).getAttribute("Algorithm").equals(algorithm);
        } catch (Refused e) {
            return false;
        }
    }

    /** EncryptionMethod, KeyInfo, CipherData and CarriedKeyName of an {@code xenc:EncryptedKey}, which has no attributes. */
    static List<Element> parts(Element encryptedKey) throws Refused {
        Shape.attributes(encryptedKey, Set.of());
        var parts = Shape.children(
                encryptedKey, "xenc:EncryptionMethod", "ds:KeyInfo", "xenc:CipherData", "xenc:CarriedKeyName");
        Shape.attributes(parts.get(3), Set.of());
        if (!Shape.text(parts.get(3)).equals(SealedPart.KEY_NAME)) {
            throw Shape.unexpected(parts.get(3));
        }
        return parts;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
