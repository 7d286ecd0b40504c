package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.message.Digest;
import org.guitu.message.Refusal;
import org.guitu.xml.Canonical;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.w3c.dom.Element;

/** A running hub at which Yunnan and Guangdong conclude an agreement, and then send alerts for a purpose no baseline covers. */
final class AgreementRun implements AutoCloseable {
    private static final Path SCHEMAS = RunningHub.HOME.resolve("schemas");
    private static final SafeXml XML = new SafeXml(XmlLimits.standard());

    final RunningHub hub;

    private final MovableClock clock;
    /** One sample, whose documents share their identifiers. */
    private final Sample agreement = new Sample(SCHEMAS);

    private final LocalDate today;

    private AgreementRun(RunningHub hub, MovableClock clock) {
        this.hub = hub;
        this.clock = clock;
        this.today = LocalDate.ofInstant(clock.instant(), ZoneOffset.ofHours(8));
    }

    static AgreementRun start(Path folder, String... others) throws Exception {
        var clock = new MovableClock();
        var joined = new java.util.ArrayList<>(List.of("cn.53", "cn.44", "cn.jco"));
        joined.addAll(List.of(others));
        var hub = RunningHub.start(RunningHub.HOME, folder, clock, config -> {}, joined.toArray(String[]::new));
        return new AgreementRun(hub, clock);
    }

    /** So many days after the start, in Beijing. */
    LocalDate day(int days) {
        return today.plusDays(days);
    }

    /** The clock of the hub and of everybody, so many days after the start. */
    void after(int days) {
        clock.ahead(Duration.ofDays(days));
    }

    /** A sample of the agreement with these changes, in pairs of old and new. */
    String text(String name, String... changes) throws IOException {
        return changed(agreement.current("agreement", name, clock.instant()), changes);
    }

    /** The text proposed: its first clause, and the data it may carry, serve {@code RETURN}. */
    String proposal(String... changes) throws Exception {
        return text("proposal", changes).replace("<m:Purpose>INVESTIGATION<", "<m:Purpose>RETURN<");
    }

    static String changed(String text, String... changes) {
        var result = text;
        for (int i = 0; i < changes.length; i += 2) {
            assertThat(result).contains(changes[i]);
            result = result.replace(changes[i], changes[i + 1]);
        }
        return result;
    }

    static String digest(String proposal) throws Exception {
        var document = XML.parse(proposal.getBytes(StandardCharsets.UTF_8));
        var terms = document.getElementsByTagNameNS("urn:guitu:agreement:1.0", "Terms");
        return Digest.of(Canonical.exclusive((Element) terms.item(0))).hex();
    }

    static String with(String text, String digest) {
        return text.replaceFirst("(<m:TextDigest>)[^<]+", "$1" + digest);
    }

    /** Two provinces sign it. */
    String concluded(String proposal) throws Exception {
        var digest = digest(proposal);
        hub.accepted(with(proposal, digest));
        hub.accepted(with(text("signature-proposer"), digest));
        assertThat(refusal(alert("RETURN")).code()).isEqualTo("GT-5003");
        hub.accepted(with(text("signature-other"), digest));
        return digest;
    }

    /** A new alert of Yunnan to Guangdong for that purpose. */
    String alert(String purpose) throws IOException {
        return alert(new Sample(SCHEMAS), "alert-issue", purpose, "cn.44");
    }

    static Sample conversation() {
        return new Sample(SCHEMAS);
    }

    String alert(Sample sample, String name, String purpose, String... to) throws IOException {
        return sample.current("alert", name, clock.instant())
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1cn.53")
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>",
                        "<Recipients><Recipient>" + String.join("</Recipient><Recipient>", to)
                                + "</Recipient></Recipients>")
                .replaceFirst("(?s)\\s*<CopyTo>.*</CopyTo>", "")
                .replaceFirst("<Purpose>[A-Z]+<", "<Purpose>" + purpose + "<");
    }

    Refusal refusal(String document) throws Exception {
        return hub.send(hub.signed(document)).refusal().orElseThrow();
    }

    /** Waits until the hub has said so, as often in all, and returns to whom, in order. */
    List<String> said(String type, int times) {
        Awaitility.await(type)
                .atMost(RunningHub.PATIENCE)
                .until(() -> hub.rows("SELECT id FROM message WHERE type = ?", "agreement/" + type)
                                .size()
                        == times);
        return hub.rows(
                "SELECT DISTINCT recipient FROM delivery d JOIN message m ON m.id = d.message WHERE m.type = ? ORDER BY 1",
                "agreement/" + type);
    }

    String state() {
        return String.join(" ", hub.rows("SELECT state FROM conversation WHERE family = 'agreement'"));
    }

    /** Every message of it: sender, type, and the state after it. */
    List<String> timeline() {
        return hub.rows("""
                SELECT m.sender, substring(m.type FROM 11), m.state_after
                FROM message m JOIN conversation c ON c.id = m.conversation
                WHERE c.family = 'agreement' ORDER BY m.number""");
    }

    /** The grants deliveries were allowed by, each once. */
    String grants() {
        return String.join("\n", hub.rows("SELECT DISTINCT grant_id FROM delivery ORDER BY 1"));
    }

    @Override
    public void close() throws JMSException {
        hub.close();
    }
}
