package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.desk.Desk;
import org.guitu.message.MessageId;
import org.guitu.office.Office;
import org.guitu.office.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A conversation as a PDF. It needs the fonts of a machine that shows Chinese, so it is in the browser's profile. */
@Tag("browser")
final class DeskPdfTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    static Path folder;

    private static RunningHub hub;
    private static Path home;
    private static Office office;
    private static Desk desk;

    private final UUID conversation = UUID.randomUUID();
    private final Sample sample = new Sample(RunningHub.HOME.resolve("schemas"));

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(RunningHub.HOME, folder, CLOCK, config -> {}, "cn.52", "cn.44");
        home = hub.office("cn.44");
        office = Office.open(home);
        desk = Desk.open(office, 0, CLOCK);
    }

    @AfterAll
    static void stop() throws Exception {
        desk.close();
        office.close();
        hub.close();
    }

    private String current(String name) throws IOException {
        return sample.current("alert", name, CLOCK.instant())
                .replaceAll("<Conversation>[^<]*", "<Conversation>urn:uuid:" + conversation);
    }

    /** An alert of Guizhou to Guangdong, with a photograph. */
    private UUID alert(UnaryOperator<String> changed) throws Exception {
        var picture = new ByteArrayOutputStream();
        assertThat(ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", picture))
                .isTrue();
        var text = Sample.withPhoto(
                current("alert-issue")
                        .replaceFirst("(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>cn.44</Recipient></Recipients>")
                        .replaceFirst("<MimeType>[^<]*", "<MimeType>image/png"),
                picture.toByteArray());
        var id = RunningHub.id(hub.accepted(changed.apply(text)));
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> office.inbox().stream().anyMatch(held -> held.id().equals(id)));
        return id.uuid();
    }

    private UUID sighting() throws Exception {
        var sent = office.send(
                current("sighting-report").getBytes(StandardCharsets.UTF_8), true, RunningHub.PATIENCE);
        assertThat(sent.outcome()).as(sent.toString()).isEqualTo(Outcome.ACCEPTED);
        return sent.about().orElseThrow().id().uuid();
    }

    private static byte[] wire(UUID id) throws Exception {
        return Files.readAllBytes(office.file(MessageId.of(id)));
    }

    private Printed pdf(Browser browser) throws Exception {
        var answer = browser.bytes("/conversations/" + conversation + "/pdf");
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/pdf");
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=" + conversation + ".pdf");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        return Printed.read(answer.body());
    }

    @Test
    void a_conversation_is_a_document_with_what_was_said_who_signed_it_and_who_has_it() throws Exception {
        var alert = alert(text -> text);
        var sighting = sighting();
        hub.await("DELIVERED", "cn.52", wire(sighting));
        var browser = Browser.english(desk);
        Awaitility.await().atMost(RunningHub.PATIENCE).untilAsserted(() -> assertThat(
                        browser.get("/conversations/" + conversation).body())
                .contains("delivered"));
        try (var document = pdf(browser)) {
            assertThat(document.words())
                    .contains("Conversation · Alerts", "urn:uuid:" + conversation, "Page 1 of " + document.pages())
                    .contains("Highest privacy class: Victim identity (P2)")
                    .containsSubsequence("Alert issue", "urn:uuid:" + alert, "CN=cn.52", "小途")
                    .containsSubsequence("Sighting report", "cn.52", "delivered", "CN=cn.44");
            document.requireInk();
            assertThat(document.pictures()).isEqualTo(2);
            assertThat(document.attached("001-AlertIssue-" + alert + ".xml")).isEqualTo(wire(alert));
            assertThat(document.attached("002-SightingReport-" + sighting + ".xml")).isEqualTo(wire(sighting));
            assertThat(document.attached("001-AlertIssue-" + alert + ".delivered.xml")).isNotEmpty();
        }
        browser.post("/language", Map.of("to", "zh"));
        try (var document = pdf(browser)) {
            assertThat(document.words()).contains("会话 · 预警", "最高隐私等级", "有效", "签名者证书");
        }
        assertThat(Files.readString(home.resolve("acts.log")))
                .contains("\"what\":\"pdf\",\"about\":\"urn:uuid:" + conversation);
    }

    @Test
    void what_does_not_verify_is_said_and_its_content_is_not_printed() throws Exception {
        var alert = alert(text -> text);
        var file = office.file(MessageId.of(alert));
        var genuine = Files.readString(file);
        Files.writeString(file, genuine.replaceFirst("<a:Route>[^<]+", "<a:Route>forged77"));
        try (var document = pdf(Browser.english(desk))) {
            assertThat(document.words())
                    .contains("Highest privacy class: Sealed (P3)", "This message does not verify", "nobody vouches for it", "urn:uuid:" + alert)
                    .doesNotContain("forged77", "小途");
            assertThat(document.pictures()).isZero();
        }
        Files.delete(file);
        try (var document = pdf(Browser.english(desk))) {
            assertThat(document.words())
                    .contains("NOT IN THE OFFICE'S FOLDER ANY MORE")
                    .doesNotContain("小途");
        }
    }

    @ParameterizedTest
    @MethodSource("org.guitu.hub.HostileText#all")
    void what_a_hostile_sender_writes_stays_text_in_its_own_column(HostileText hostile) throws Exception {
        alert(hostile::in);
        try (var document = pdf(Browser.english(desk))) {
            assertThat(document.isPassive()).isTrue();
            var said = document.words();
            assertThat(said.chars()).as("nothing turns or hides").noneMatch(c -> "\u202E\u2066\u2067\uFEFF\u2060".indexOf(c) >= 0);
            var beginning = hostile.shown().substring(0, Math.min(12, hostile.shown().length()));
            if (hostile.shown().chars().allMatch(c -> c < 0x300)) {
                assertThat(said).contains(beginning);
            }
            document.requireInk();
        }
    }

    @Test
    void a_long_conversation_is_made_in_seconds() throws Exception {
        alert(text -> text);
        for (int i = 0; i < 24; i++) {
            sighting();
        }
        var browser = Browser.english(desk);
        long before = System.nanoTime();
        var answer = browser.bytes("/conversations/" + conversation + "/pdf");
        long millis = (System.nanoTime() - before) / 1_000_000;
        try (var document = Printed.read(answer.body())) {
            assertThat(document.pages()).isBetween(20, 100);
        }
        assertThat(millis).isLessThan(30_000);
        assertThat(answer.body().length).isLessThan(4 << 20);
    }
}
