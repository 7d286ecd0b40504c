package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import org.awaitility.Awaitility;
import org.guitu.Guitu;
import org.guitu.demo.Sample;
import org.guitu.message.Digest;
import org.guitu.message.MessageId;
import org.guitu.office.Office;
import org.guitu.office.Outcome;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.XmlVerifier;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A domestic office knows SM2 only, a foreign agency knows everything but SM2 and trusts no authority of it: the hub stands
 * between them, and each can prove later on what it relied.
 */
final class BridgingTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String DOMESTIC = "cn.jco";
    private static final String FOREIGN = "vn.mps";
    private static final int NOT_VERIFIED = 6;

    @TempDir
    static Path folder;

    private static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(RunningHub.HOME, folder, CLOCK, BridgingTest::configure, DOMESTIC, FOREIGN);
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    private static void configure(Path config) throws IOException {
        Sm2Key.to(DOMESTIC, folder);
        understands(config, DOMESTIC, "[sm2-sm3]");
    }

    private static void understands(Path config, String party, String suites) throws IOException {
        var file = config.resolve("parties").resolve(party + ".yaml");
        Files.writeString(
                file, Files.readString(file).replaceFirst("(?m)^suites:.*\\R", "") + "suites: " + suites + "\n");
    }

    /** It pins the hub's SM2 certificate only. */
    private static Office domestic() throws Exception {
        var home = hub.office(DOMESTIC);
        var settings = home.resolve("office.yaml");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replace("ca/hub.pem", "config/parties/cn.hub.sign.sm2.pem")
                        .replaceFirst("(?m)^suites: .*", "suites: [sm2-sm3]"));
        return Office.open(home);
    }

    /** It trusts no authority of SM2, as every foreign office of the exercise. */
    private static Office foreign() throws Exception {
        return Office.open(hub.office(FOREIGN), true);
    }

    private static byte[] sent(Office from, Office to) throws Exception {
        var draft = new Sample(RunningHub.HOME.resolve("schemas"))
                .current("alert", "alert-issue", Instant.now())
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1" + from.party())
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>",
                        "<Recipients><Recipient>" + to.party() + "</Recipient></Recipients>")
                .replaceFirst("(?s)(<LegalBasis>\\s*<Code>)[^<]+(</Code>)", "$1PALERMO$2");
        var sent = from.send(draft.getBytes(StandardCharsets.UTF_8), false, RunningHub.PATIENCE);
        assertThat(sent.refusal()).isEmpty();
        assertThat(sent.outcome()).isEqualTo(Outcome.ACCEPTED);
        return Files.readAllBytes(from.file(sent.about().orElseThrow().id()));
    }

    private static String suite(byte[] wire, String... certificates) throws Exception {
        var candidates = new ArrayList<X509Certificate>();
        for (var file : certificates) {
            candidates.addAll(KeyFiles.certificates(folder.resolve("config/parties/" + file)));
        }
        return new XmlVerifier()
                .verify(new SafeXml(XmlLimits.standard()).parse(wire), candidates)
                .suite()
                .name();
    }

    private static String hubs(byte[] receipt) throws Exception {
        return suite(receipt, "cn.hub.sign.pem", "cn.hub.sign.sm2.pem");
    }

    private static byte[] receipt(MessageId message, String kind, String party) {
        return Awaitility.await(kind)
                .atMost(RunningHub.PATIENCE)
                .until(
                        () -> hub.rows(
                                "SELECT encode(bytes, 'base64') FROM receipt WHERE message = ? AND kind = ? AND party = ?",
                                message.uuid(),
                                kind,
                                party),
                        found -> !found.isEmpty())
                .stream()
                .map(Base64.getMimeDecoder()::decode)
                .findFirst()
                .orElseThrow();
    }

    private static Path statement(Path file) {
        return file.resolveSibling(file.getFileName().toString().replace(".xml", ".delivered.xml"));
    }

    @Test
    void a_foreign_agency_relies_on_the_hubs_word_for_a_suite_it_does_not_verify() throws Exception {
        try (var office = domestic();
                var agency = foreign()) {
            var wire = sent(office, agency);
            assertThat(suite(wire, DOMESTIC + ".sign.pem")).isEqualTo("sm2-sm3");
            assertThat(Arrival.at(agency, RunningHub.id(wire), folder)).isEqualTo(wire);

            var file = agency.file(RunningHub.id(wire));
            var statement = statement(file);
            assertThat(hubs(Files.readAllBytes(statement))).isEqualTo("ecdsa-p256");
            var certificate = KeyFiles.certificates(folder.resolve("config/parties/" + DOMESTIC + ".sign.pem"))
                    .get(0);
            assertThat(verify(0, file))
                    .contains("the hub's statement is relied on")
                    .contains("valid, in suite sm2-sm3; its statement is signed with ecdsa-p256")
                    .contains(Digest.of(certificate.getEncoded()).hex())
                    .contains(Digest.of(wire).hex());

            Files.writeString(file, Files.readString(file) + " ");
            assertThat(verify(NOT_VERIFIED, file)).contains("The hub's statement is about other bytes.");
            Files.write(file, wire);
            Files.delete(statement);
            assertThat(verify(NOT_VERIFIED, file))
                    .contains("Put the hub's statement, .delivered.xml, beside the file.");
        }
    }

    /** What an officer of the agency sees. */
    private static String verify(int exit, Path file) {
        var out = new StringWriter();
        assertThat(Guitu.run(
                        new PrintWriter(out, true),
                        new PrintWriter(out, true),
                        "office",
                        "--home",
                        folder.resolve("offices/" + FOREIGN).toString(),
                        "--lang",
                        "en",
                        "verify",
                        file.toString()))
                .as(out.toString())
                .isEqualTo(exit);
        return out.toString();
    }

    @Test
    void the_domestic_sender_gets_every_receipt_in_its_own_suite() throws Exception {
        try (var office = domestic();
                var agency = foreign()) {
            var wire = sent(office, agency);
            var id = RunningHub.id(wire);
            assertThat(hubs(receipt(id, "Accepted", DOMESTIC))).isEqualTo("sm2-sm3");
            assertThat(Arrival.at(agency, id, folder)).isEqualTo(wire);
            assertThat(hubs(receipt(id, "Delivered", DOMESTIC))).isEqualTo("sm2-sm3");
        }
    }

    @Test
    void a_foreign_message_reaches_the_domestic_office_by_the_hubs_word_in_sm2() throws Exception {
        try (var office = domestic();
                var agency = foreign()) {
            var wire = sent(agency, office);
            assertThat(suite(wire, FOREIGN + ".sign.pem")).isEqualTo("rsa-sha256");
            assertThat(Arrival.at(office, RunningHub.id(wire), folder)).isEqualTo(wire);
            var statement = statement(office.file(RunningHub.id(wire)));
            assertThat(hubs(Files.readAllBytes(statement))).isEqualTo("sm2-sm3");
            assertThat(hubs(receipt(RunningHub.id(wire), "Accepted", FOREIGN))).isEqualTo("ecdsa-p256");
        }
    }
}
