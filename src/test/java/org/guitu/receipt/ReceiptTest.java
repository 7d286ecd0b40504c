package org.guitu.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.guitu.message.ConversationId;
import org.guitu.message.Digest;
import org.guitu.message.Header.Status;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.message.Warning;
import org.guitu.receipt.ReceiptReader.View;
import org.guitu.receipt.ReceiptWriter.Consigned;
import org.guitu.receipt.ReceiptWriter.Labelled;
import org.guitu.receipt.ReceiptWriter.Missed;
import org.guitu.receipt.ReceiptWriter.Reached;
import org.guitu.receipt.ReceiptWriter.Reason;
import org.guitu.receipt.ReceiptWriter.SignedBy;
import org.guitu.receipt.ReceiptWriter.Standing;
import org.guitu.receipt.ReceiptWriter.Written;
import org.guitu.trust.Identity;
import org.guitu.trust.TestKeys;
import org.guitu.trust.XmlSigner;
import org.guitu.trust.XmlVerifier;
import org.guitu.xml.Canonical;
import org.guitu.xml.CompiledSchema;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Every kind of receipt is a valid, signed message that says what was put into it and which bytes it is about. */
class ReceiptTest {
    private static final Path SCHEMAS = Path.of("schemas");
    private static final CompiledSchema SCHEMA = schema();
    private static final SafeXml XML = new SafeXml(XmlLimits.standard());
    private static final Identity HUB = new TestKeys().signing("cn.hub");
    private static final PartyId OFFICE = new PartyId("cn.52");
    private static final PartyId RECIPIENT = new PartyId("cn.44");
    private static final UUID DELIVERY = UUID.fromString("00000000-0000-4000-8000-00000000000d");
    private static final Instant NOW = TestKeys.NOW;
    private static final Consigned CONSIGNED = new Consigned(RECIPIENT, DELIVERY, 7, 3);

    private static final Warning WARNING =
            new Warning("R-X09", "/Message/Header (3:5)", new Labels("请核实来源。", "Look at the source again."));

    private final XmlSigner signer = new XmlSigner(HUB.signer(), Clock.fixed(NOW, ZoneOffset.UTC));
    private final ReceiptWriter writer = new ReceiptWriter(
            new PartyId("cn.hub"),
            new Labelled("exercise hub", "nobody", Status.EXERCISE),
            signer,
            Clock.fixed(NOW, ZoneOffset.UTC),
            UUID::randomUUID);
    private final Document message = signedMessage();
    private final byte[] wire = SafeXml.bytes(message);
    private final Acknowledged what = new Acknowledged(
            Optional.of(new MessageId("urn:uuid:00000000-0000-4000-8000-000000000001")),
            Optional.of(MessageType.parse("alert/AlertIssue")),
            Optional.of(OFFICE),
            Optional.of(new ConversationId("urn:uuid:00000000-0000-4000-8000-00000000000c")),
            references(message),
            Digest.of(wire));

    @Test
    void accepted_says_who_is_reached_and_whom_to_call() {
        var view = read(writer.accepted(
                what,
                OFFICE,
                new Standing(7, "OPEN", true),
                List.of(
                        new Reached(RECIPIENT, true, DELIVERY, "baseline.alert", Optional.empty()),
                        new Reached(
                                new PartyId("cn.35"), false, DELIVERY, "baseline.alert", Optional.of("+86 555 0100"))),
                List.of(WARNING)));
        assertThat(view.kind()).isEqualTo(ReceiptKind.ACCEPTED);
        assertThat(view.number()).hasValue(7L);
        assertThat(view.state()).hasValue("OPEN");
        assertThat(view.recipients()).extracting(r -> r.state().orElse("")).containsExactly("Queued", "NotJoined");
        assertThat(view.recipients().get(1).telephone()).hasValue("+86 555 0100");
        assertThat(view.warnings()).containsExactly(WARNING);
    }

    @Test
    void refused_carries_the_whole_refusal() {
        var refusal = Refusals.refusal("GT-3104", "/Message/ds:Signature (9:3)", "R-A01");
        var view = read(writer.refused(what, OFFICE, refusal));
        assertThat(view.kind()).isEqualTo(ReceiptKind.REFUSED);
        assertThat(view.refusal()).hasValue(refusal);
    }

    @Test
    void bytes_nothing_could_be_read_from_are_acknowledged_by_their_digest() {
        var unreadable = Acknowledged.ofBytes(Digest.of(new byte[] {1}), Optional.empty());
        var written = writer.refused(unreadable, OFFICE, Refusals.refusal("GT-1002", "1:1", ""));
        var header = Envelope.header(valid(written));
        assertThat(header.conversation().uuid()).isEqualTo(written.id());
        assertThat(header.inReplyTo()).isEmpty();
        var view = ReceiptReader.read(valid(written));
        assertThat(view.acknowledged()).isEmpty();
        assertThat(view.wireDigest()).isEqualTo(Digest.of(new byte[] {1}));
    }

    @Test
    void delivered_names_the_certificate_the_hub_verified() {
        var view = read(writer.delivered(
                what, RECIPIENT, CONSIGNED, new SignedBy(Digest.of(new byte[] {2}), "ecdsa-p256", NOW)));
        assertThat(view.kind()).isEqualTo(ReceiptKind.DELIVERED);
        assertThat(view.signer().orElseThrow().certificate()).isEqualTo(Digest.of(new byte[] {2}));
        assertThat(view.signer().orElseThrow().verifiedAt()).isEqualTo(NOW);
        assertThat(view.number()).hasValue(7L);
    }

    @Test
    void undeliverable_says_why_and_whom_to_call() {
        var reason = new Reason(Refusals.refusal("GT-3101", "", ""), Optional.of("+86 555 0100"));
        var view = read(writer.undeliverable(what, OFFICE, CONSIGNED, 12, reason));
        assertThat(view.kind()).isEqualTo(ReceiptKind.UNDELIVERABLE);
        assertThat(view.refusal().orElseThrow().code()).isEqualTo("GT-3101");
        assertThat(view.telephone()).hasValue("+86 555 0100");
        assertThat(view.recipients().get(0).party()).isEqualTo(RECIPIENT);
    }

    @Test
    void overdue_says_what_to_do() {
        var missed = new Missed(
                "flash-collect",
                NOW.minus(1, ChronoUnit.MINUTES),
                Optional.of("+86 555 0100"),
                new Labels("请致电。", "Call its 24-hour telephone."));
        var view = read(writer.overdue(what, OFFICE, CONSIGNED, missed));
        assertThat(view.kind()).isEqualTo(ReceiptKind.OVERDUE);
        assertThat(view.text().orElseThrow().en()).contains("Call its 24-hour telephone");
    }

    @Test
    void recipients_acknowledge_too() {
        assertThat(read(writer.received(what, OFFICE)).kind()).isEqualTo(ReceiptKind.RECEIVED);
        assertThat(read(writer.read(what, OFFICE, Optional.empty())).kind()).isEqualTo(ReceiptKind.READ);
        assertThat(read(writer.read(what, OFFICE, Optional.of("Officer Example")))
                        .kind())
                .isEqualTo(ReceiptKind.READ);
    }

    @Test
    void a_receipt_copies_the_references_of_what_it_is_about() {
        var receipt = valid(writer.received(what, OFFICE));
        var copied = receipt.getElementsByTagNameNS("urn:guitu:receipt:1.0", "Acknowledges")
                .item(0);
        var found = ((Element) copied).getElementsByTagNameNS("http://www.w3.org/2000/09/xmldsig#", "Reference");
        assertThat(found.getLength()).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            assertThat(new String(Canonical.exclusive(found.item(i)), StandardCharsets.UTF_8))
                    .isEqualTo(
                            new String(Canonical.exclusive(references(message).get(i)), StandardCharsets.UTF_8));
        }
    }

    private View read(Written written) {
        var document = valid(written);
        var view = ReceiptReader.read(document);
        var header = Envelope.header(document);
        assertThat(header.id().uuid()).isEqualTo(written.id());
        assertThat(header.type()).hasToString("receipt/" + view.kind().element());
        assertThat(header.conversation()).isEqualTo(what.conversation().orElseThrow());
        assertThat(header.inReplyTo()).isEqualTo(what.id());
        assertThat(view.acknowledged()).isEqualTo(what.id());
        assertThat(view.wireDigest()).isEqualTo(Digest.of(wire));
        assertThat(view.at()).isEqualTo(NOW);
        return view;
    }

    /** Parsed, schema-valid, and signed by the hub. */
    private static Document valid(Written written) {
        try {
            var document = XML.parse(written.bytes());
            SCHEMA.validate(document);
            new XmlVerifier().verify(document, List.of(HUB.certificate()));
            return document;
        } catch (Refused e) {
            return fail(e.refusal().toString(), e);
        }
    }

    private Document signedMessage() {
        try {
            var document = XML.parse(
                    "<Message xmlns=\"urn:guitu:exchange:1.0\"><Body/></Message>".getBytes(StandardCharsets.UTF_8));
            signer.sign(document);
            return document;
        } catch (Refused e) {
            return fail(e.refusal().toString(), e);
        }
    }

    private static List<Element> references(Document message) {
        try {
            return XmlVerifier.references(message);
        } catch (Refused e) {
            return fail(e.refusal().toString(), e);
        }
    }

    private static CompiledSchema schema() {
        try {
            return Schemas.in(SCHEMAS)
                    .compile(List.of(
                            SCHEMAS.resolve("exchange/1.0/message.xsd"), SCHEMAS.resolve("exchange/1.0/receipt.xsd")));
        } catch (SchemasException e) {
            return fail(e.getMessage(), e);
        }
    }
}
