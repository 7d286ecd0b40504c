package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.guitu.demo.Sample;
import org.guitu.message.Digest;
import org.guitu.office.Office;
import org.guitu.office.Outcome;
import org.guitu.receipt.ReceiptKind;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.XmlVerifier;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An office that signs with SM2, under an authority of SM2, among offices that sign with ECDSA: each relies on the other. */
final class Sm2MessagesTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String SM2 = "cn.52";
    private static final String ECDSA = "cn.53";

    @TempDir
    static Path folder;

    private static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(RunningHub.HOME, folder, CLOCK, Sm2MessagesTest::configure, SM2, ECDSA, "cn.jco");
    }

    private static void configure(Path config) throws IOException {
        Sm2Key.to(SM2, folder);
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    private static String alert(String from, String to) throws IOException {
        return new Sample(RunningHub.HOME.resolve("schemas"))
                .current("alert", "alert-issue", Instant.now())
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1" + from)
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>",
                        "<Recipients><Recipient>" + to + "</Recipient></Recipients>");
    }

    private static byte[] sent(Office office, String draft) throws Exception {
        var sent = office.send(draft.getBytes(StandardCharsets.UTF_8), false, RunningHub.PATIENCE);
        assertThat(sent.refusal()).isEmpty();
        assertThat(sent.outcome()).isEqualTo(Outcome.ACCEPTED);
        return Files.readAllBytes(office.file(sent.about().orElseThrow().id()));
    }

    private static String suite(byte[] wire, String party) throws Exception {
        var certificate = KeyFiles.certificates(folder.resolve("config/parties/" + party + ".sign.pem"));
        var message = new SafeXml(XmlLimits.standard()).parse(wire);
        return new XmlVerifier().verify(message, certificate).suite().name();
    }

    @Test
    void offices_of_both_suites_take_each_others_messages_and_receipts() throws Exception {
        try (var guizhou = Office.open(hub.office(SM2));
                var yunnan = Office.open(hub.office(ECDSA))) {
            for (var from : List.of(guizhou, yunnan)) {
                boolean domestic = from.equals(guizhou);
                var to = domestic ? yunnan : guizhou;
                var wire = sent(from, alert(from.party().value(), to.party().value()));
                assertThat(Arrival.at(to, RunningHub.id(wire), folder)).isEqualTo(wire);
                var suite = domestic ? "sm2-sm3" : "ecdsa-p256";
                assertThat(suite(wire, from.party().value())).isEqualTo(suite);
                assertThat(hub.rows(
                                "SELECT suite FROM message WHERE id = ?",
                                RunningHub.id(wire).uuid()))
                        .containsExactly(suite);
                hub.await("RECEIVED", to.party().value(), wire);
            }
        }
    }

    @Test
    void the_hub_says_what_became_of_it_and_takes_the_readers_own_receipt() throws Exception {
        var wire = hub.accepted(alert(SM2, ECDSA));
        var delivered = hub.receipt(SM2, "Delivered", wire);
        assertThat(delivered.wireDigest()).isEqualTo(Digest.of(wire));
        assertThat(hub.collect(ECDSA, wire))
                .singleElement()
                .satisfies(taken -> assertThat(taken.wire()).isEqualTo(wire));
        hub.acknowledge(ECDSA, wire);
        hub.await("RECEIVED", ECDSA, wire);

        var back = hub.accepted(alert(ECDSA, SM2));
        hub.collect(SM2, back);
        hub.acknowledge(SM2, back);
        hub.await("RECEIVED", SM2, back);
    }

    @Test
    void what_was_changed_on_the_way_is_refused() throws Exception {
        var wire = new String(hub.signed(alert(SM2, ECDSA)), StandardCharsets.UTF_8);
        assertThat(wire).contains("xmldsig#sm2-sm3", "xmldsig#sm3");
        var answer = hub.send(
                wire.replace("<Recipient>" + ECDSA + "<", "<Recipient>cn.45<").getBytes(StandardCharsets.UTF_8));
        assertThat(answer.kind()).isEqualTo(ReceiptKind.REFUSED);
        assertThat(answer.refusal().orElseThrow().code()).isEqualTo("GT-3131");
    }
}
