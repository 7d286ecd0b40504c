package org.guitu.hub;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.guitu.belt.Consignment;
import org.guitu.belt.Deliveries.Facts;
import org.guitu.belt.Deliveries.Outgoing;
import org.guitu.belt.Directions;
import org.guitu.belt.Notices;
import org.guitu.belt.Statement;
import org.guitu.gate.Acceptance;
import org.guitu.gate.Arrival;
import org.guitu.gate.Authorised;
import org.guitu.gate.Quarantine.Kept;
import org.guitu.gate.Rejection;
import org.guitu.message.Channel;
import org.guitu.message.Digest;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.guitu.message.Refusal;
import org.guitu.message.Refused;
import org.guitu.receipt.Acknowledged;
import org.guitu.receipt.ReceiptKind;
import org.guitu.receipt.ReceiptWriter;
import org.guitu.receipt.ReceiptWriter.Consigned;
import org.guitu.receipt.ReceiptWriter.Missed;
import org.guitu.receipt.ReceiptWriter.Reached;
import org.guitu.receipt.ReceiptWriter.Reason;
import org.guitu.receipt.ReceiptWriter.SignedBy;
import org.guitu.receipt.ReceiptWriter.Standing;
import org.guitu.trust.KeyRing;
import org.guitu.trust.XmlSigner;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;

/** The hub's signature under everything it says: what gate and belt decide, as receipts. */
final class HubReceipts implements Acceptance, Rejection, Notices {
    private final Function<XmlSigner, ReceiptWriter> writers;
    private final Supplier<KeyRing> keys;
    private final SafeXml xml;
    private final Directions directions;
    private final Map<Digest, Acknowledged> recent = Collections.synchronizedMap(new Recent());

    /** @param writers of the hub's receipts, with the key of each */
    HubReceipts(
            Function<XmlSigner, ReceiptWriter> writers, Supplier<KeyRing> keys, SafeXml xml, Directions directions) {
        this.writers = writers;
        this.keys = keys;
        this.xml = xml;
        this.directions = directions;
    }

    @Override
    public SignedReceipt accepted(Authorised authorised) {
        var received = authorised.received();
        var header = authorised.header();
        var decision = authorised.decision();
        var isReceipt = decision.acknowledges().isPresent();
        var standing = new Standing(
                isReceipt ? 0 : decision.number(),
                decision.toState(),
                authorised.validated().late());
        var reached = decision.deliveries().stream()
                .map(planned -> new Reached(
                        planned.recipient(),
                        planned.joined(),
                        planned.id(),
                        planned.grant(),
                        planned.joined() ? Optional.empty() : telephone(planned.telephone())))
                .toList();
        var signature = authorised.validated().verified().signature();
        var what = Acknowledged.of(signature.references(), header, received.wireDigest());
        var written = to(header.sender()).accepted(what, header.sender(), standing, reached, authorised.warnings());
        recent.put(what.wireDigest(), what);
        return new SignedReceipt(written.id(), written.bytes());
    }

    @Override
    public Kept refused(Arrival arrival, Channel channel, Refusal refusal) {
        var id = claimedId(arrival.wire());
        var written = to(channel.party()).refused(Acknowledged.ofBytes(arrival.digest(), id), channel.party(), refusal);
        return new Kept(id, written.bytes());
    }

    /** The id is only for the sender to find its message again: nothing is decided by it. */
    private Optional<MessageId> claimedId(byte[] wire) {
        try {
            return Envelope.findId(xml.parse(wire));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    @Override
    public Map<UUID, Statement> delivered(Consignment consignment, List<Consignment.Due> deliveries) {
        if (consignment.type().isReceipt()) {
            return ofReceipt(consignment, deliveries);
        }
        var verification = consignment.verification();
        var signedBy = signedBy(verification);
        var known = recent.remove(Digest.of(consignment.wire()));
        var what = known != null ? known : acknowledged(consignment.wire());
        var statements = new HashMap<UUID, Statement>();
        for (var due : deliveries) {
            var consigned = new Consigned(due.recipient(), due.id(), consignment.number(), due.number(), due.owed());
            statements.put(due.id(), statement(what, consignment.sender(), consigned, signedBy));
        }
        return statements;
    }

    private Map<UUID, Statement> ofReceipt(Consignment receipt, List<Consignment.Due> deliveries) {
        var statements = new HashMap<UUID, Statement>();
        for (var due : deliveries) {
            var reads = directions.suites(due.recipient());
            var consigned = new Consigned(due.recipient(), due.id(), 0, 0);
            statements.put(
                    due.id(),
                    reads.contains(receipt.verification().suite())
                            ? Statement.NONE
                            : Statement.reader(to(due.recipient())
                                    .delivered(
                                            acknowledged(receipt.wire()),
                                            due.recipient(),
                                            consigned,
                                            signedBy(receipt.verification()))
                                    .bytes()));
        }
        return statements;
    }

    private static SignedBy signedBy(Consignment.Verification verification) {
        return new SignedBy(verification.certificate(), verification.suite(), verification.at());
    }

    /** One for both where one suite does, else one for each. */
    private Statement statement(Acknowledged what, PartyId sender, Consigned delivery, SignedBy signedBy) {
        var reads = directions.suites(delivery.recipient());
        var sends = directions.suites(sender);
        var common = reads.stream().filter(sends::contains).toList();
        var ring = keys.get();
        var toReader = ring.forReader(ring.isUnderstood(common) ? common : reads);
        var toSender = ring.forReader(ring.isUnderstood(common) ? common : sends);
        var forSender = writers.apply(toSender)
                .delivered(what, sender, delivery, signedBy)
                .bytes();
        if (toReader.equals(toSender)) {
            return Statement.both(forSender);
        }
        var forReader = writers.apply(toReader).delivered(what, delivery.recipient(), delivery, signedBy);
        return new Statement(forReader.bytes(), forSender);
    }

    /** Signed so that this party can verify it. */
    private ReceiptWriter to(PartyId reader) {
        return writers.apply(keys.get().forReader(directions.suites(reader)));
    }

    @Override
    public Outgoing undeliverable(Facts facts, Refusal reason) {
        var written = to(facts.sender())
                .undeliverable(
                        acknowledged(facts.wire()),
                        facts.sender(),
                        new Consigned(facts.recipient(), facts.delivery(), 0, 0),
                        facts.attempts(),
                        new Reason(reason, telephone(directions.telephone(facts.recipient()))));
        return outgoing(facts, ReceiptKind.UNDELIVERABLE, facts.sender(), written);
    }

    @Override
    public Outgoing overdue(Facts facts, PartyId to) {
        return missed(
                facts,
                to,
                facts.deadline().orElse("-"),
                facts.collectBy().orElseThrow(),
                new Labels(
                        facts.recipient() + " 未在期限内取走消息。请致电该单位的 24 小时电话。",
                        facts.recipient() + " did not collect the message in time. Call its 24-hour telephone."));
    }

    @Override
    public Outgoing unanswered(Facts facts, PartyId to) {
        return missed(
                facts,
                to,
                facts.answerRule(),
                facts.answerBy().orElseThrow(),
                to.equals(facts.recipient())
                        ? new Labels(
                                "须由本机构跟进的事项已逾期。请立即办理；如已不能办理，请告知联席会议办公室。",
                                "What this office has to follow up is overdue. Do it now; where that cannot be done any more, tell the"
                                        + " Joint Conference Office.")
                        : new Labels(
                                facts.recipient() + " 未在规定的期限内答复。请致电该单位的 24 小时电话,必要时提请联席会议办公室督办。",
                                facts.recipient()
                                        + " did not answer in the time that is set. Call its 24-hour telephone, and ask the Joint Conference"
                                        + " Office where that does not help."));
    }

    private Outgoing missed(Facts facts, PartyId to, String deadline, Instant due, Labels text) {
        var written = to(to).overdue(
                        acknowledged(facts.wire()),
                        to,
                        new Consigned(facts.recipient(), facts.delivery(), 0, 0),
                        new Missed(deadline, due, telephone(directions.telephone(facts.recipient())), text));
        return outgoing(facts, ReceiptKind.OVERDUE, to, written);
    }

    private static Outgoing outgoing(Facts facts, ReceiptKind kind, PartyId to, ReceiptWriter.Written written) {
        return new Outgoing(written.id(), facts.message(), facts.delivery(), kind.element(), to, written.bytes());
    }

    private Acknowledged acknowledged(byte[] wire) {
        var document = recorded(wire);
        return Acknowledged.of(document, Envelope.header(document), Digest.of(wire));
    }

    private Document recorded(byte[] wire) {
        try {
            return xml.parse(wire);
        } catch (Refused e) {
            throw new IllegalStateException("a recorded message no longer reads", e);
        }
    }

    /** What the gate has just read, so that the belt need not read it again; the belt forgets it, or the next ones push it out. */
    private static final class Recent extends LinkedHashMap<Digest, Acknowledged> {
        private static final long serialVersionUID = 1;
        private static final int AT_MOST = 256;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Acknowledged> eldest) {
            return size() > AT_MOST;
        }
    }

    private static Optional<String> telephone(String number) {
        return Optional.of(number).filter(given -> !given.isBlank());
    }
}
