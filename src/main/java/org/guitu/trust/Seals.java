package org.guitu.trust;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.guitu.message.Digest;
import org.guitu.message.Refused;
import org.guitu.trust.SealSuite.Wrapped;
import org.guitu.xml.Envelope;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What is sealed in a message, and for whom: all of it under one content key, which each reader gets once. */
public final class Seals {
    private final List<SealedPart> parts;

    private Seals(List<SealedPart> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads every {@code Sealed}, without opening one.
     *
     * @throws Refused GT-4302 not in the one shape, GT-4303 in another place than it says
     */
    public static Seals of(Document message) throws Refused {
        var found = message.getElementsByTagNameNS(Envelope.NS, "Sealed");
        var parts = new ArrayList<SealedPart>();
        if (found.getLength() > 0) {
            var label = label(message);
            for (int i = 0; i < found.getLength(); i++) {
                parts.add(SealedPart.of((Element) found.item(i), i == 0, label));
            }
        }
        return new Seals(parts);
    }

    /** What the content key is bound to: a key that is copied into another message, or sent by another, opens nothing. */
    static byte[] label(Document message) throws Refused {
        var bound = "urn:guitu:seal:1.0\n" + Envelope.claimedId(message) + "\n" + Envelope.claimedSender(message);
        return Digest.of(bound.getBytes(StandardCharsets.UTF_8)).raw();
    }

    /** In the order of the document. */
    public List<SealedPart> parts() {
        return parts;
    }

    /** SHA-256 of the certificate of each reader; none when nothing is sealed. */
    public List<Digest> readers() {
        return keys().stream().map(Wrapped::reader).toList();
    }

    List<Wrapped> keys() {
        return parts.isEmpty() ? List.of() : parts.get(0).keys();
    }
}
