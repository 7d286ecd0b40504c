package org.guitu.trust;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.guitu.message.Refused;
import org.guitu.xml.Canonical;
import org.guitu.xml.Envelope;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Seals parts of one message for its readers (W3C XML Encryption 1.1). The first part carries the content key for each
 * reader, the others name it, so a message to every province does not repeat thirty keys at every part.
 */
public final class Sealer {
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private final List<X509Certificate> readers;
    private final byte[] label;
    private final byte[] contentKey = new byte[ContentCipher.KEY_BYTES];
    private boolean carried;

    private Sealer(List<X509Certificate> readers, byte[] label) {
        this.readers = readers;
        this.label = label;
        new SecureRandom().nextBytes(contentKey);
    }

    /**
     * Name of the suite that seals for this certificate.
     *
     * @throws Refused GT-3145 when none takes its key
     */
    public static String suite(X509Certificate reader) throws Refused {
        return SealSuites.byCertificate(reader).name();
    }

    /**
     * For this message, whose identifier and sender are final.
     *
     * @throws IllegalArgumentException without any reader
     */
    public static Sealer of(Document message, Collection<X509Certificate> readers) throws Refused {
        if (readers.isEmpty()) {
            throw new IllegalArgumentException("what nobody can read is not a message");
        }
        return new Sealer(List.copyOf(readers), Seals.label(message));
    }

    /**
     * Puts {@code Sealed} in the place of this content. To be called in the order of the document.
     *
     * @param holder the element that stays
     * @param clear child elements of it that become unreadable
     * @param privacyClass highest class among them
     * @throws Refused GT-3145 when no suite takes a reader's key
     */
    public void seal(Element holder, List<Element> clear, String privacyClass) throws Refused {
        // before anything is taken out: namespaces are looked up from where it stands
        var bytes = new ByteArrayOutputStream();
        clear.forEach(part -> bytes.writeBytes(Canonical.exclusive(part)));
        var sealed = inPlaceOf(holder, clear);
        sealed.setAttributeNS(null, "of", holder.getLocalName());
        sealed.setAttributeNS(null, "class", privacyClass);
        var data = Markup.child(sealed, "xenc:EncryptedData");
        data.setAttributeNS(null, "Type", SealedPart.CONTENT);
        Markup.algorithm(data, "xenc:EncryptionMethod", ContentCipher.ALGORITHM);
        var keyInfo = Markup.child(data, "ds:KeyInfo");
        try {
            if (carried) {
                Markup.child(keyInfo, "ds:KeyName").setTextContent(SealedPart.KEY_NAME);
            } else {
                carry(keyInfo);
            }
            Markup.cipher(data, ContentCipher.encrypt(contentKey, bytes.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a suite could not seal", e);
        }
    }

    private void carry(Element keyInfo) throws Refused, GeneralSecurityException {
        for (var reader : readers) {
            var key = Markup.child(keyInfo, "xenc:EncryptedKey");
            SealSuites.byCertificate(reader).write(key, reader, contentKey, label);
            Markup.child(key, "xenc:CarriedKeyName").setTextContent(SealedPart.KEY_NAME);
        }
        carried = true;
    }

    /** White space between what is taken out goes with it. */
    private static Element inPlaceOf(Element holder, List<Element> clear) {
        var sealed = sealed(holder);
        if (clear.containsAll(children(holder))) {
            while (holder.getFirstChild() != null) {
                holder.removeChild(holder.getFirstChild());
            }
            holder.appendChild(sealed);
            return sealed;
        }
        holder.insertBefore(sealed, clear.get(0));
        clear.forEach(holder::removeChild);
        return sealed;
    }

    private static List<Element> children(Element holder) {
        var children = new ArrayList<Element>();
        for (var at = holder.getFirstChild(); at != null; at = at.getNextSibling()) {
            if (at instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static Element sealed(Element holder) {
        var document = holder.getOwnerDocument();
        if (holder.isDefaultNamespace(Envelope.NS)) {
            return document.createElementNS(Envelope.NS, "Sealed");
        }
        var prefix = holder.lookupPrefix(Envelope.NS);
        if (prefix != null) {
            return document.createElementNS(Envelope.NS, prefix + ":Sealed");
        }
        var sealed = document.createElementNS(Envelope.NS, "Sealed");
        sealed.setAttributeNS(XMLNS, "xmlns", Envelope.NS);
        return sealed;
    }
}
