package org.guitu.office;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.guitu.message.Digest;
import org.guitu.message.Header;
import org.guitu.message.MessageId;
import org.guitu.message.Refused;
import org.guitu.receipt.Acknowledged;
import org.guitu.receipt.ReceiptWriter;
import org.guitu.trust.XmlSigner;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;

/** Signs the receipts of this office, {@code Received} and {@code Read}, and puts them into the outbox: one each a message. */
final class Acknowledging {
    private final OfficeConfig.Self self;
    private final XmlSigner signer;
    private final Outbox outbox;
    private final SafeXml xml;
    private final World world;

    Acknowledging(OfficeConfig.Self self, XmlSigner signer, Outbox outbox, SafeXml xml, World world) {
        this.self = self;
        this.signer = signer;
        this.outbox = outbox;
        this.xml = xml;
        this.world = world;
    }

    /** Queues the {@code Received}, unless it was queued before already. */
    void received(Sidecar.Receiving about, Document message, byte[] wire) throws IOException, OfficeProblem {
        var id = UUID.fromString(about.receipt());
        if (outbox.find(MessageId.of(id)).isEmpty()) {
            var header = Envelope.header(message);
            queue(about, writer(header, id).received(acknowledged(message, wire), header.sender()));
        }
    }

    /** Queues the {@code Read} under this UUID, unless it was queued before already; returns it. */
    Outbox.Item read(Sidecar.Receiving about, Document message, byte[] wire, UUID id)
            throws IOException, OfficeProblem {
        var before = outbox.find(MessageId.of(id));
        if (before.isPresent()) {
            return before.get();
        }
        var header = Envelope.header(message);
        var officer = Optional.of(self.officer());
        return queue(about, writer(header, id).read(acknowledged(message, wire), header.sender(), officer));
    }

    private static Acknowledged acknowledged(Document message, byte[] wire) {
        return Acknowledged.of(message, Envelope.header(message), Digest.of(wire));
    }

    private Outbox.Item queue(Sidecar.Receiving about, ReceiptWriter.Written receipt)
            throws IOException, OfficeProblem {
        try {
            return outbox.add(
                    receipt.bytes(), Envelope.header(xml.parse(receipt.bytes())), Optional.of(about.messageId()));
        } catch (Refused e) {
            throw new IllegalStateException("a receipt written here does not read", e);
        }
    }

    /** The identifier is the one chosen before; what else is random in a receipt stays random. */
    private ReceiptWriter writer(Header about, UUID id) {
        var ids = Stream.concat(Stream.of(id), Stream.generate(world.ids())).iterator();
        var as = new ReceiptWriter.Labelled(self.unit(), self.officer(), about.status());
        return new ReceiptWriter(self.party(), as, signer, world.clock(), ids::next);
    }
}
