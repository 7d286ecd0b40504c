package org.guitu.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.guitu.demo.Sample;
import org.guitu.message.Digest;
import org.guitu.message.Header.Status;
import org.guitu.message.PartyId;
import org.guitu.office.line.ExerciseKeys;
import org.guitu.receipt.Acknowledged;
import org.guitu.receipt.ReceiptWriter;
import org.guitu.trust.CertificateName;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.Identity;
import org.guitu.trust.XmlSigner;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.Test;

/** What an office asks of the hub's statement where it does not verify the sender's suite itself. */
final class RelyingTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final PartyId READER = new PartyId("cn.44");
    private static final SafeXml XML = new SafeXml(XmlLimits.standard());

    private final ExerciseKeys keys = new ExerciseKeys();
    private final Identity hub = keys.sign("cn.hub");
    private final Identity sender = keys.sign("cn.52");
    /** It verifies RSA only, and trusts nobody's authority but the hub's. */
    private final Proofs proofs = new Proofs(
            new PartyId("cn.hub"),
            List.of(hub.certificate()),
            new CertificatePaths(
                    Set.of(new java.security.cert.TrustAnchor(keys.authority().certificate(), null))),
            List.of("rsa-sha256"),
            XML);

    private static byte[] signed(Identity by) throws Exception {
        var draft = new Sample(Path.of("schemas").toAbsolutePath())
                .current("alert", "alert-issue", CLOCK.instant())
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1cn.52");
        var document = XML.parse(draft.getBytes(StandardCharsets.UTF_8));
        new XmlSigner(by.signer(), CLOCK).sign(document);
        return SafeXml.bytes(document);
    }

    private byte[] statement(byte[] wire, Identity verified, String suite) throws Exception {
        var document = XML.parse(wire);
        var writer = new ReceiptWriter(
                new PartyId("cn.hub"),
                new ReceiptWriter.Labelled("hub", "nobody", Status.TEST),
                new XmlSigner(hub.signer(), CLOCK),
                CLOCK,
                UUID::randomUUID);
        return writer.delivered(
                        Acknowledged.of(document, Envelope.header(document), Digest.of(wire)),
                        READER,
                        new ReceiptWriter.Consigned(READER, UUID.randomUUID(), 1, 1),
                        new ReceiptWriter.SignedBy(
                                CertificateName.digest(verified.certificate()), suite, CLOCK.instant()))
                .bytes();
    }

    private Proofs.Message message(byte[] wire, byte[] statement) throws NotVerified {
        return proofs.message(wire, proofs.statement(statement, wire));
    }

    @Test
    void the_hubs_word_stands_in_for_a_suite_the_office_does_not_verify() throws Exception {
        var wire = signed(sender);
        assertThat(message(wire, statement(wire, sender, "ecdsa-p256")).signature())
                .isEmpty();
    }

    @Test
    void without_the_hubs_word_such_a_message_is_not_believed() throws Exception {
        var wire = signed(sender);
        assertThatThrownBy(() -> proofs.alone(wire)).hasMessageContaining("Put the hub's statement");
    }

    @Test
    void a_statement_that_names_another_suite_is_not_relied_on() throws Exception {
        var wire = signed(sender);
        var statement = statement(wire, sender, "sm2-sm3");
        assertThatThrownBy(() -> message(wire, statement)).hasMessageContaining("names another suite");
    }

    @Test
    void a_statement_about_another_certificate_is_not_relied_on() throws Exception {
        var wire = signed(sender);
        var statement = statement(wire, keys.sign("cn.53"), "ecdsa-p256");
        assertThatThrownBy(() -> message(wire, statement)).hasMessageContaining("not the one the hub verified");
    }

    @Test
    void a_certificate_of_another_party_than_the_sender_is_not_relied_on() throws Exception {
        var other = keys.sign("cn.53");
        var wire = signed(other);
        var statement = statement(wire, other, "ecdsa-p256");
        assertThatThrownBy(() -> message(wire, statement)).hasMessageContaining("not that of the sender cn.52");
    }
}
