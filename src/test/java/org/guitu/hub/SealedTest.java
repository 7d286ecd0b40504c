package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.guitu.demo.Sample;
import org.guitu.office.Office;
import org.guitu.office.Outcome;
import org.guitu.xml.Canonical;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** What is sealed goes from office to office through a hub that cannot read it, and nothing that should be goes unsealed. */
final class SealedTest {
    private static final Path SCHEMAS = RunningHub.HOME.resolve("schemas");
    /** Put in as class P2. */
    private static final String NAME = "测试名甲乙丙";

    @TempDir
    Path folder;

    private RunningHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME,
                folder,
                Clock.systemUTC(),
                config -> Files.delete(config.resolve("parties/cn.53.encrypt.pem")),
                "cn.52",
                "cn.44",
                "cn.53",
                "cn.jco");
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    /** An alert of Guizhou to Guangdong, of which the JCO gets a copy. */
    private static String alert() throws IOException {
        return new Sample(SCHEMAS)
                .current("alert", "alert-issue", Instant.now())
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>cn.44</Recipient></Recipients>")
                .replaceFirst("(<Given>)[^<]*", "$1" + NAME);
    }

    private static String text(Document document) {
        return new String(Canonical.exclusive(document), StandardCharsets.UTF_8);
    }

    @Test
    void the_recipient_opens_it_and_a_copy_stays_closed() throws Exception {
        try (var guizhou = Office.open(hub.office("cn.52"));
                var guangdong = Office.open(hub.office("cn.44"));
                var jco = Office.open(hub.office("cn.jco"))) {
            var sent = guizhou.send(alert().getBytes(StandardCharsets.UTF_8), false, RunningHub.PATIENCE);
            assertThat(sent.refusal()).isEmpty();
            assertThat(sent.outcome()).isEqualTo(Outcome.ACCEPTED);
            var id = sent.about().orElseThrow().id();
            var wire = new String(Arrival.at(guangdong, id, folder), StandardCharsets.UTF_8);
            assertThat(wire).contains("EncryptedData").doesNotContain(NAME);
            assertThat(text(guangdong.open(id))).contains(NAME).doesNotContain("EncryptedData");
            assertThat(text(guizhou.open(id))).contains(NAME);
            assertThat(new String(Arrival.at(jco, id, folder), StandardCharsets.UTF_8))
                    .isEqualTo(wire);
            assertThat(text(jco.open(id))).contains("EncryptedData").doesNotContain(NAME);
        }
    }

    @Test
    void what_is_not_sealed_is_refused() throws Exception {
        var answer = hub.send(hub.signedInClear(alert()));
        assertThat(answer.refusal().orElseThrow().code()).isEqualTo("GT-4301");
        assertThat(answer.refusal().orElseThrow().place()).contains("/Person/Identity");
    }

    @Test
    void a_seal_for_others_than_the_recipients_is_refused() throws Exception {
        var both = alert().replace(
                        "<Recipient>cn.44</Recipient>", "<Recipient>cn.44</Recipient><Recipient>cn.jco</Recipient>");
        var one = alert();
        var few = hub.send(hub.signedFor(one, "cn.44", "cn.jco"));
        assertThat(few.refusal().orElseThrow().code()).isEqualTo("GT-4306");
        assertThat(few.refusal().orElseThrow().text().en()).contains("cn.jco");
        var many = hub.send(hub.signedFor(both, "cn.44"));
        assertThat(many.refusal().orElseThrow().code()).isEqualTo("GT-4307");
    }

    @Test
    void a_recipient_that_cannot_read_it_stops_it_at_the_office() throws Exception {
        try (var guizhou = Office.open(hub.office("cn.52"))) {
            var draft = alert().replace("<Recipient>cn.44<", "<Recipient>cn.53<");
            var sent = guizhou.send(draft.getBytes(StandardCharsets.UTF_8), false, RunningHub.PATIENCE);
            assertThat(sent.outcome()).isEqualTo(Outcome.REFUSED_HERE);
            var refusal = sent.refusal().orElseThrow();
            assertThat(refusal.code()).isEqualTo("GT-4308");
            assertThat(refusal.text().en()).contains("cn.53", "+86");
            assertThat(refusal.text().zh()).contains("加密证书");
        }
    }
}
