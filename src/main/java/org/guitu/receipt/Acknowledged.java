package org.guitu.receipt;

import java.util.List;
import java.util.Optional;
import org.guitu.message.ConversationId;
import org.guitu.message.Digest;
import org.guitu.message.Header;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.trust.XmlVerifier;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * What a receipt is about: as much of the message as could be read, its signature's references, and the digest of the exact
 * bytes.
 *
 * @param conversation empty when it could not be read: the receipt then begins one of its own
 * @param references copies of the {@code ds:Reference} elements, which prove the content whatever the bytes
 */
public record Acknowledged(
        Optional<MessageId> id,
        Optional<MessageType> type,
        Optional<PartyId> sender,
        Optional<ConversationId> conversation,
        List<Element> references,
        Digest wireDigest) {

    /** A message that was validated. */
    public static Acknowledged of(Document document, Header header, Digest wireDigest) {
        return of(references(document), header, wireDigest);
    }

    /** A message that was validated, with the references its signature was verified by. */
    public static Acknowledged of(List<Element> references, Header header, Digest wireDigest) {
        // in a document of their own: whoever keeps them does not keep the message
        var own = SafeXml.blank();
        return new Acknowledged(
                Optional.of(header.id()),
                Optional.of(header.type()),
                Optional.of(header.sender()),
                Optional.of(header.conversation()),
                references.stream()
                        .map(reference -> (Element) own.importNode(reference, true))
                        .toList(),
                wireDigest);
    }

    /** Bytes nothing could be read from, or that nothing should be read from. */
    public static Acknowledged ofBytes(Digest wireDigest, Optional<MessageId> id) {
        return new Acknowledged(id, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), wireDigest);
    }

    private static List<Element> references(Document document) {
        if (Envelope.signature(document).isEmpty()) {
            return List.of();
        }
        try {
            return XmlVerifier.references(document);
        } catch (org.guitu.message.Refused e) {
            return List.of();
        }
    }
}
