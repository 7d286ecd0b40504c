package org.guitu.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.guitu.cases.Composition.Letter;
import org.guitu.cases.Door.Answered;
import org.guitu.cases.Door.ShutOut;
import org.guitu.cases.WireCase.Expected;
import org.guitu.cases.WireCase.Found;
import org.guitu.cases.WireCase.Step;
import org.guitu.family.Families;
import org.guitu.message.Digest;
import org.guitu.message.Header;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.receipt.ReceiptKind;
import org.guitu.receipt.ReceiptReader;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.XmlVerifier;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.w3c.dom.Document;

/** Sends the steps of a case through a door and looks at answer, record, quarantine and mailboxes after each. */
final class CaseRun {
    private final Door door;
    private final Composition composition;
    private final RecordLook record;
    private final Families families;
    private final List<X509Certificate> hub;
    private final SafeXml xml = new SafeXml(XmlLimits.standard());

    CaseRun(Door door, Composition composition, RecordLook record, Families families, List<X509Certificate> hub) {
        this.door = door;
        this.composition = composition;
        this.record = record;
        this.families = families;
        this.hub = hub;
    }

    void run(Found found) throws IOException, KeyFileException, Refused, ShutOut {
        var words = new Words(Instant.now());
        var answers = new ArrayList<Answered>();
        for (var step : found.wireCase().steps()) {
            var letter = composition.compose(step, found.folder(), words);
            words.sent(letter.wire());
            if (step.expect().shutOut()) {
                assertThatThrownBy(() -> door.send(letter.from(), letter.wire(), step))
                        .isInstanceOf(ShutOut.class);
                assertThat(record.messages(letter.wire())).isZero();
                continue;
            }
            var answered = door.send(letter.from(), letter.wire(), step);
            answers.add(answered);
            var counts = step.expect().sameAs().map(words::wire).orElse(letter.wire());
            check(step, new Letter(letter.from(), counts), answered, answers);
        }
    }

    private void check(Step step, Letter letter, Answered answered, List<Answered> answers) throws Refused {
        var expected = step.expect();
        var receipt = receipt(answered.receipt());
        var outcome = receipt.refusal().map(r -> r.code() + " " + r).orElse("accepted");
        assertThat(outcome).startsWith(expected.answer());
        expected.sameAs()
                .ifPresent(earlier -> assertThat(answered.receipt())
                        .isEqualTo(answers.get(earlier - 1).receipt()));
        if (expected.accepted()) {
            assertThat(receipt.kind()).isEqualTo(ReceiptKind.ACCEPTED);
            checkAccepted(expected, letter, answered, receipt);
        } else {
            assertThat(receipt.kind()).isEqualTo(ReceiptKind.REFUSED);
            checkRefused(step, letter, answered, receipt);
        }
    }

    /** The receipt as its receiver would take it: valid, and signed by the hub. */
    private ReceiptReader.View receipt(byte[] bytes) throws Refused {
        var document = xml.parse(bytes);
        new XmlVerifier().verify(document, hub);
        families.validate(document);
        return ReceiptReader.read(document);
    }

    private void checkRefused(Step step, Letter letter, Answered answered, ReceiptReader.View receipt) {
        var expected = step.expect();
        var refusal = receipt.refusal().orElseThrow();
        assertThat(refusal.rule()).isEqualTo(expected.rule().orElse(""));
        expected.place().ifPresent(place -> assertThat(refusal.place()).contains(place));
        expected.told().ifPresent(told -> assertThat(refusal.text().en()).contains(told));
        assertThat(record.messages(letter.wire())).as("messages recorded").isZero();
        answered.told().ifPresent(told -> assertThat(told).isEqualTo(refusal));
        var kept = quarantined(answered, letter.wire()).orElseThrow(() -> new AssertionError("not in quarantine"));
        assertThat(kept.code()).isEqualTo(expected.answer());
        assertThat(kept.rule()).isEqualTo(refusal.rule());
        assertThat(kept.party()).isEqualTo(letter.from().value());
        // what is not bytes has none; of what is too large to keep, size and digest say which bytes they were
        var bytes = step.text().orElse(false) ? new byte[0] : letter.wire();
        assertThat(kept.size()).isEqualTo(bytes.length);
        assertThat(receipt.wireDigest()).isEqualTo(Digest.of(bytes));
    }

    private Optional<RecordLook.Refuse> quarantined(Answered answered, byte[] wire) {
        return answered.arrival().map(record::quarantined).orElseGet(() -> record.quarantined(Digest.of(wire)));
    }

    private void checkAccepted(Expected expected, Letter letter, Answered answered, ReceiptReader.View receipt)
            throws Refused {
        var document = xml.parse(letter.wire());
        var header = Envelope.header(document);
        assertThat(receipt.acknowledged()).contains(header.id());
        assertThat(receipt.wireDigest()).isEqualTo(Digest.of(letter.wire()));
        assertThat(quarantined(answered, letter.wire())).isEmpty();
        assertThat(record.messages(letter.wire())).as("messages recorded").isEqualTo(1);
        var reached = new TreeSet<>(expected.deliveries().orElse(List.of()));
        var missing = new TreeSet<>(expected.notJoined().orElse(List.of()));
        for (var recipient : receipt.recipients()) {
            boolean joined = !missing.contains(recipient.party().value());
            assertThat(recipient.state()).contains(joined ? "Queued" : "NotJoined");
            assertThat(recipient.telephone().isPresent()).as("telephone").isEqualTo(!joined);
        }
        var deliveries = record.deliveries(header.id());
        missing.forEach(party -> assertThat(deliveries).containsEntry(party, "NOT_JOINED"));
        assertThat(deliveries.entrySet().stream()
                        .filter(d -> !d.getValue().equals("NOT_JOINED"))
                        .map(java.util.Map.Entry::getKey))
                .containsExactlyElementsOf(reached);
        assertThat(deliveries).hasSize(reached.size() + missing.size());
        expected.state()
                .ifPresent(
                        state -> assertThat(record.state(header.conversation())).contains(state));
        if (expected.sameAs().isEmpty()) {
            reached.forEach(party -> collect(party, header, document, letter.wire()));
        }
    }

    private void collect(String party, Header header, Document document, byte[] wire) {
        Optional<MessageId> acknowledged =
                header.type().isReceipt() ? ReceiptReader.read(document).acknowledged() : Optional.empty();
        var delivered = door.collect(new PartyId(party), header.id(), acknowledged)
                .orElseThrow(() -> new AssertionError("nothing delivered to " + party));
        assertThat(delivered).as("bytes delivered to " + party).isEqualTo(wire);
    }
}
