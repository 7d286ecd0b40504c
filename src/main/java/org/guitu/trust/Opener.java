package org.guitu.trust;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guitu.message.Digest;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.trust.SealSuite.Wrapped;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Opens what is sealed for one party, with its private keys. Only for a message whose signature was verified before: what
 * binds the parts to their places is that signature.
 */
public final class Opener {
    private final Map<Digest, Identity> keys = new HashMap<>();
    private final SafeXml xml;

    /** What became of a message. */
    public enum Outcome {
        NOTHING_SEALED,
        OPENED,
        FOR_OTHERS
    }

    /** @param keys the party's keys for opening, those it used before too */
    public Opener(Collection<Identity> keys, SafeXml xml) {
        keys.forEach(key -> this.keys.put(CertificateName.digest(key.certificate()), key));
        this.xml = xml;
    }

    /**
     * Puts the content back in the place of every {@code Sealed}: of all of them or of none.
     *
     * @throws Refused GT-4302, GT-4303 by their shape; GT-4311 what cannot be opened with the key that is named
     */
    public Outcome open(Document verified) throws Refused {
        var seals = Seals.of(verified);
        if (seals.parts().isEmpty()) {
            return Outcome.NOTHING_SEALED;
        }
        var ours = ours(seals);
        if (ours.isEmpty()) {
            return Outcome.FOR_OTHERS;
        }
        var contents = new ArrayList<Element>();
        for (var part : seals.parts()) {
            contents.add(content(part, ours.get()));
        }
        for (int i = 0; i < contents.size(); i++) {
            replace(seals.parts().get(i), contents.get(i));
        }
        return Outcome.OPENED;
    }

    private Optional<byte[]> ours(Seals seals) throws Refused {
        for (Wrapped key : seals.keys()) {
            var own = keys.get(key.reader());
            if (own != null) {
                try {
                    return Optional.of(key.unwrap(own.key()));
                } catch (GeneralSecurityException | RuntimeException e) {
                    throw unopened(seals.parts().get(0), e);
                }
            }
        }
        return Optional.empty();
    }

    private Element content(SealedPart part, byte[] key) throws Refused {
        var wrapped = new ByteArrayOutputStream();
        try {
            wrapped.writeBytes("<opened>".getBytes(StandardCharsets.US_ASCII));
            wrapped.writeBytes(ContentCipher.decrypt(key, part.value()));
            wrapped.writeBytes("</opened>".getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw unopened(part, e);
        }
        var opened = parsed(part, wrapped.toByteArray());
        boolean again = opened.getElementsByTagNameNS(Envelope.NS, "Sealed").getLength() > 0;
        // a signature inside would be a second one in the message
        if (again || opened.getElementsByTagNameNS(Dsig.NS, "Signature").getLength() > 0) {
            throw Refusals.refusedAt(SafeXml.place(part.element()), "GT-4302");
        }
        return opened;
    }

    private Element parsed(SealedPart part, byte[] wrapped) throws Refused {
        try {
            return xml.parse(wrapped).getDocumentElement();
        } catch (Refused e) {
            throw unopened(part, e);
        }
    }

    private static void replace(SealedPart part, Element content) {
        var sealed = part.element();
        var children = new ArrayList<org.w3c.dom.Node>();
        for (var at = content.getFirstChild(); at != null; at = at.getNextSibling()) {
            children.add(at);
        }
        for (var child : List.copyOf(children)) {
            part.holder().insertBefore(sealed.getOwnerDocument().importNode(child, true), sealed);
        }
        part.holder().removeChild(sealed);
    }

    /** Of the cause nothing goes on: it could tell one wrong bit from another. */
    private static Refused unopened(SealedPart part, Exception cause) {
        return new Refused(Refusals.refusal("GT-4311", SafeXml.place(part.element()), ""), cause);
    }
}
