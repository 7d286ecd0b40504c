package org.guitu.office;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import org.guitu.message.Digest;
import org.guitu.message.Header.Status;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.office.line.Arrival;
import org.guitu.office.line.Line;
import org.guitu.office.line.LineDown;
import org.guitu.office.line.Lines;
import org.guitu.office.line.Outgoing;
import org.guitu.receipt.Acknowledged;
import org.guitu.receipt.ReceiptWriter;
import org.guitu.trust.CertificateName;
import org.guitu.trust.Identity;
import org.guitu.trust.XmlSigner;
import org.guitu.trust.XmlVerifier;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;

/** A hub in memory that signs real receipts, and a line to it that can be cut. */
final class ScriptedHub implements Lines {
    static final PartyId HUB = new PartyId("cn.hub");

    private final SafeXml xml = new SafeXml(XmlLimits.standard());
    private final ReceiptWriter writer;
    private final List<byte[]> arrived = new CopyOnWriteArrayList<>();
    private final Deque<Waiting> mailbox = new ConcurrentLinkedDeque<>();
    private final Deque<Waiting> receipts = new ConcurrentLinkedDeque<>();
    private Answering answering = this::accept;
    private volatile String state = "OPEN";
    private volatile long number = 3;
    private volatile boolean cut;
    private volatile boolean cutBeforeTaken;

    ScriptedHub(Identity identity) {
        var as = new ReceiptWriter.Labelled("exercise hub", "nobody", Status.EXERCISE);
        writer = new ReceiptWriter(
                HUB, as, new XmlSigner(identity.signer(), Clock.systemUTC()), Clock.systemUTC(), UUID::randomUUID);
    }

    /** What the hub says to bytes; empty is silence. */
    @FunctionalInterface
    interface Answering {
        Optional<byte[]> to(byte[] wire) throws Refused;
    }

    private record Waiting(byte[] wire, Optional<byte[]> statement) {}

    void answering(Answering with) {
        answering = with;
    }

    /** Where its receipts say a conversation is. */
    void state(String now) {
        state = now;
    }

    void cut(boolean now) {
        cut = now;
    }

    /** The line breaks when the next arrival is acknowledged: the office has stored it, the hub never hears of it. */
    void cutBeforeTaken() {
        cutBeforeTaken = true;
    }

    /** What it says is the number of the messages it delivers from here on. */
    void number(long next) {
        number = next;
    }

    List<byte[]> arrived() {
        return arrived;
    }

    int waiting() {
        return mailbox.size();
    }

    Optional<byte[]> accept(byte[] wire) throws Refused {
        var document = xml.parse(wire);
        var header = Envelope.header(document);
        var reached = new ArrayList<ReceiptWriter.Reached>();
        for (var recipient : header.recipients()) {
            boolean joined = !recipient.endsWith(".absent");
            var telephone = joined ? Optional.<String>empty() : Optional.of("+86 555 0000 0001");
            reached.add(new ReceiptWriter.Reached(
                    new PartyId(recipient), joined, UUID.randomUUID(), "baseline", telephone));
        }
        var standing = new ReceiptWriter.Standing(arrived.size(), state, false);
        var what = Acknowledged.of(document, header, Digest.of(wire));
        return Optional.of(writer.accepted(what, header.sender(), standing, reached, List.of())
                .bytes());
    }

    Optional<byte[]> refuse(byte[] wire, String code) throws Refused {
        var document = xml.parse(wire);
        var header = Envelope.header(document);
        var what = Acknowledged.of(document, header, Digest.of(wire));
        var refusal = Refusals.refusal(code, "/Message", "", "x", "y");
        return Optional.of(writer.refused(what, header.sender(), refusal).bytes());
    }

    /** The statement the hub would send beside this message. */
    byte[] statement(byte[] wire, PartyId to) throws Refused {
        var document = xml.parse(wire);
        var header = Envelope.header(document);
        var certificate = CertificateName.digest(XmlVerifier.hinted(document));
        return writer.delivered(
                        Acknowledged.of(document, header, Digest.of(wire)),
                        to,
                        new ReceiptWriter.Consigned(to, UUID.randomUUID(), number, 2),
                        new ReceiptWriter.SignedBy(
                                certificate, "ecdsa-p256", Clock.systemUTC().instant()))
                .bytes();
    }

    /** The receipt the sender gets when its message was put into a mailbox. */
    void reportDelivery(byte[] wire, PartyId to) throws Refused {
        receipts.add(new Waiting(statement(wire, to), Optional.empty()));
    }

    void deliver(byte[] wire, byte[] statement) {
        mailbox.add(new Waiting(wire, Optional.of(statement)));
    }

    void deliverBare(byte[] wire) {
        mailbox.add(new Waiting(wire, Optional.empty()));
    }

    void receipt(byte[] wire) {
        receipts.add(new Waiting(wire, Optional.empty()));
    }

    @Override
    public Line open() throws LineDown {
        checkLine();
        return new MemoryLine();
    }

    private void checkLine() throws LineDown {
        if (cut) {
            throw new LineDown(new Labels("断线", "cut"), null);
        }
    }

    private final class MemoryLine implements Line {
        @Override
        public Optional<byte[]> send(Outgoing outgoing, Duration timeout) throws LineDown {
            checkLine();
            arrived.add(outgoing.wire());
            try {
                return answering.to(outgoing.wire());
            } catch (Refused e) {
                throw new IllegalStateException(new String(outgoing.wire(), StandardCharsets.UTF_8), e);
            }
        }

        @Override
        public Optional<Arrival> message(Duration wait) throws LineDown {
            checkLine();
            return Optional.ofNullable(mailbox.poll()).map(waiting -> new MemoryArrival(waiting, mailbox));
        }

        @Override
        public Optional<Arrival> receipt(Duration wait) throws LineDown {
            checkLine();
            return Optional.ofNullable(receipts.poll()).map(waiting -> new MemoryArrival(waiting, receipts));
        }

        @Override
        public void close() {}
    }

    private final class MemoryArrival implements Arrival {
        private final Waiting waiting;
        private final Deque<Waiting> from;

        MemoryArrival(Waiting waiting, Deque<Waiting> from) {
            this.waiting = waiting;
            this.from = from;
        }

        @Override
        public byte[] wire() {
            return waiting.wire();
        }

        @Override
        public Optional<byte[]> delivered() {
            return waiting.statement();
        }

        @Override
        public void taken() throws LineDown {
            if (cutBeforeTaken) {
                cutBeforeTaken = false;
                from.addFirst(waiting);
                throw new LineDown(new Labels("断线", "cut"), null);
            }
        }

        @Override
        public void putBack() {
            from.addFirst(waiting);
        }
    }
}
