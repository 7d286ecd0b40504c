package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guitu.hub.Homeward.onlyTo;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.guitu.family.Breaks;
import org.guitu.message.Digest;
import org.guitu.receipt.ReceiptReader;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.Part;
import org.guitu.soap.Troubled;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.XmlSigner;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Scenario 9 of reference 8 at a production hub: everything a liar between the offices can try gets a signed refusal and one
 * line of the log, and leaves the record as it was.
 */
final class LiarInTheMiddleTest {
    private static final MovableClock CLOCK = new MovableClock();
    private static final SafeXml XML = new SafeXml(XmlLimits.standard());
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

    @TempDir
    static Path folder;

    private static RunningHub hub;
    private static Identity expired;

    private final List<String> timeline = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME,
                folder,
                CLOCK,
                LiarInTheMiddleTest::inEarnest,
                "cn.53",
                "cn.53.border.hekou",
                "cn.44",
                "cn.jco",
                "la.atd",
                "vn.mps");
        var keys = folder.resolve("expired");
        expired = KeyFiles.read(
                keys.resolve("cn.53.sign.expired.p12"), KeyFiles.password(keys.resolve("cn.53.sign.expired.password")));
        LOG.start();
        gate().addAppender(LOG);
    }

    /** A production hub whose directory holds a certificate of Yunnan that expired yesterday. */
    private static void inEarnest(Path config) throws IOException {
        var file = config.resolve("hub.yaml");
        Files.writeString(
                file,
                Files.readString(file).replace("environment: exercise", "environment: production")
                        + "limits: {hold: PT2S}\n");
        try {
            var ca = folder.resolve("ca");
            var authority = KeyFiles.read(ca.resolve("ca.p12"), KeyFiles.password(ca.resolve("ca.password")));
            var past = new Issuance.Validity(
                    Instant.now().minus(Duration.ofDays(30)), Instant.now().minus(Duration.ofDays(1)));
            var issued = new Issuance()
                    .issue(
                            authority,
                            new Issuance.Order(
                                    RunningHub.party("cn.53"),
                                    Issuance.Purpose.SIGN,
                                    Issuance.Kind.EC_P256,
                                    past,
                                    List.of()));
            KeyFiles.write(folder.resolve("expired"), "cn.53.sign.expired", issued);
            Files.copy(
                    folder.resolve("expired/cn.53.sign.expired.pem"), config.resolve("parties/cn.53.sign.expired.pem"));
        } catch (KeyFileException e) {
            throw new AssertionError("no expired certificate could be made", e);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        gate().detachAppender(LOG);
        hub.close();
    }

    private static Logger gate() {
        return (Logger) LoggerFactory.getLogger("guitu.gate");
    }

    /** A new alert of Yunnan in earnest, to one party. */
    private static String alert(String to) throws IOException {
        var text = new Story(
                        hub, CLOCK, "alert", ">cn.52<", ">cn.53<", "<Status>Test<", "<Status>Actual<", ":test-", ":")
                .text("alert-issue");
        return onlyTo(text, to).replaceFirst("(?s)\\s*<CopyTo>.*</CopyTo>", "");
    }

    private static byte[] signedBy(String document, Identity signer) throws Exception {
        var message = XML.parse(document.getBytes(StandardCharsets.UTF_8));
        new XmlSigner(signer.signer(), CLOCK).sign(message);
        return SafeXml.bytes(message);
    }

    private static Identity key(String party) throws KeyFileException {
        return hub.identity(RunningHub.party(party), "sign");
    }

    /** With one character of the last attachment changed, sealed as it is. */
    private static byte[] otherPicture(byte[] wire) {
        var text = new StringBuilder(new String(wire, StandardCharsets.UTF_8));
        int at = text.lastIndexOf("CipherValue>", text.lastIndexOf("CipherValue>") - 1) + 40;
        assertThat(at).isGreaterThan(40);
        text.setCharAt(at, text.charAt(at) == 'A' ? 'B' : 'A');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> record() {
        return hub.rows("""
                SELECT id::text, state FROM conversation UNION ALL
                SELECT id::text, type FROM message UNION ALL
                SELECT id::text, recipient FROM delivery ORDER BY 1""");
    }

    /** How often the gate logged this decision about a message. */
    private static long logged(String id, String key, String value) {
        synchronized (LOG) {
            return List.copyOf(LOG.list).stream()
                    .map(event -> String.valueOf(event.getKeyValuePairs()))
                    .filter(pairs -> pairs.contains(id) && pairs.contains(key + "=\"" + value + "\""))
                    .count();
        }
    }

    private ReceiptReader.View offered(byte[] wire) throws Exception {
        return hub.send(wire);
    }

    /** Over the SOAP line of this party, whoever is said to have sent it. */
    private static ReceiptReader.View offeredBy(String party, byte[] wire) throws Exception {
        try (var client = hub.soap(party)) {
            client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", wire));
            throw new AssertionError("accepted");
        } catch (Troubled refused) {
            return hub.view(refused.trouble().receipt().orElseThrow());
        }
    }

    private interface Offer {
        ReceiptReader.View made(byte[] wire) throws Exception;
    }

    private void refused(String what, String code, byte[] wire, Offer offer) throws Exception {
        var before = record();
        var view = offer.made(wire);
        assertThat(view.wireDigest()).isEqualTo(Digest.of(wire));
        assertThat(view.refusal().orElseThrow().code()).as(what).isEqualTo(code);
        assertThat(record()).isEqualTo(before);
        assertThat(hub.rows(
                        "SELECT code FROM quarantine WHERE encode(wire_digest, 'hex') = ?",
                        Digest.of(wire).hex()))
                .containsExactly(code);
        var id = RunningHub.id(wire).value();
        Awaitility.await(what).atMost(RunningHub.PATIENCE).until(() -> logged(id, "code", code) == 1);
        timeline.add(what + ", refused " + code);
    }

    @Test
    @Breaks({"GT-3001", "GT-3121", "GT-3141", "GT-5001", "GT-5003", "GT-5008"})
    void a_liar_in_the_middle_gets_nothing_but_refusals(TestReporter reporter) throws Exception {
        var text = alert("cn.44");
        var honest = hub.accepted(text);
        timeline.add("cn.53 to cn.44, AlertIssue, accepted");

        var lie = alert("cn.44");
        refused("la.atd signs it again as cn.53", "GT-3001", signedBy(lie, key("la.atd")), w -> offeredBy("la.atd", w));
        refused("cn.44's key on cn.53's line", "GT-3121", signedBy(lie, key("cn.44")), this::offered);
        refused("an expired certificate of cn.53", "GT-3141", signedBy(lie, expired), this::offered);
        refused("the picture changed on the way", "GT-3131", otherPicture(hub.signed(lie)), this::offered);

        var gap = lie.replaceFirst(
                "(</SubjectId>)", "$1<InReplyTo>urn:uuid:00000000-0000-4000-8000-000000000009</InReplyTo>");
        refused("an answer to what nobody sent", "GT-5001", hub.signed(gap), this::offered);

        replayed(honest);

        var noGrant = alert("vn.mps")
                .replaceFirst("<Urgency>[A-Z]+<", "<Urgency>URGENT<")
                .replace("<Code>CN-MINORS<", "<Code>PALERMO<");
        refused("P2 to a party without a clause", "GT-5003", hub.signed(from44(noGrant)), this::offered);
        var test = alert("cn.53.border.hekou")
                .replace("<Status>Actual<", "<Status>Test<")
                .replace(":0001", ":test-0001");
        refused("a Test alert to a real port", "GT-5008", hub.signed(test), this::offered);

        timeline.forEach(LoggerFactory.getLogger("guitu.story")::info);
        reporter.publishEntry("timeline", String.join("\n", timeline));
        assertThat(timeline)
                .containsExactly(
                        "cn.53 to cn.44, AlertIssue, accepted",
                        "la.atd signs it again as cn.53, refused GT-3001",
                        "cn.44's key on cn.53's line, refused GT-3121",
                        "an expired certificate of cn.53, refused GT-3141",
                        "the picture changed on the way, refused GT-3131",
                        "an answer to what nobody sent, refused GT-5001",
                        "the same bytes again, the same receipt",
                        "P2 to a party without a clause, refused GT-5003",
                        "a Test alert to a real port, refused GT-5008");
    }

    private static String from44(String document) {
        return document.replaceFirst("(<Sender>\\s*<Party>)cn.53", "$1cn.44");
    }

    /** No second effect, and the receipt is the one stored: its time is that of the first. */
    private void replayed(byte[] honest) throws Exception {
        var before = record();
        CLOCK.ahead(Duration.ofHours(1));
        var first = hub.send(honest);
        var again = hub.send(honest);
        assertThat(again).isEqualTo(first);
        assertThat(first.at()).isBefore(CLOCK.instant().minus(Duration.ofMinutes(50)));
        assertThat(record()).isEqualTo(before);
        assertThat(logged(Envelope.header(XML.parse(honest)).id().value(), "event", "accepted-again"))
                .isEqualTo(2);
        timeline.add("the same bytes again, the same receipt");
    }
}
