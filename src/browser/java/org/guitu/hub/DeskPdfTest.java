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
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
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

/** A conversation as a PDF. It needs the fonts of a machine that shows Chinese, so it is in the browser's profile. */
@Tag("browser")
final class DeskPdfTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int A_PICTURE = 72;

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
                current("sighting-report").getBytes(StandardCharsets.UTF_8), false, RunningHub.PATIENCE);
        assertThat(sent.outcome()).as(sent.toString()).isEqualTo(Outcome.ACCEPTED);
        return sent.about().orElseThrow().id().uuid();
    }

    private static byte[] wire(UUID id) throws Exception {
        return Files.readAllBytes(office.file(MessageId.of(id)));
    }

    private PDDocument pdf(Browser browser) throws Exception {
        var answer = browser.bytes("/conversations/" + conversation + "/pdf");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/pdf");
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=" + conversation + ".pdf");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        Files.write(Path.of("target/conversation.pdf"), answer.body());
        return Loader.loadPDF(answer.body());
    }

    private static String words(PDDocument document) throws IOException {
        return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
    }

    private static long ink(PDDocument document, int page) throws IOException {
        var drawn = new PDFRenderer(document).renderImageWithDPI(page, A_PICTURE);
        long dark = 0;
        for (int y = 0; y < drawn.getHeight(); y++) {
            for (int x = 0; x < drawn.getWidth(); x++) {
                dark += (drawn.getRGB(x, y) & 0xff) < 128 ? 1 : 0;
            }
        }
        return dark;
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
            assertThat(words(document))
                    .contains("Conversation · Alerts", "urn:uuid:" + conversation, "Page 1 of " + document.getNumberOfPages())
                    .containsSubsequence("Alert issue", "urn:uuid:" + alert, "CN=cn.52", "小途", "Sighting report", "cn.52", "delivered");
            for (int page = 0; page < document.getNumberOfPages(); page++) {
                assertThat(ink(document, page)).as("ink of page " + page).isGreaterThan(300);
            }
            var attached = document.getDocumentCatalog().getNames().getEmbeddedFiles().getNames();
            var file = Objects.requireNonNull(attached.get("001-AlertIssue-" + alert + ".xml"));
            assertThat(file.getEmbeddedFile().toByteArray()).isEqualTo(wire(alert));
            assertThat(attached).containsKeys("001-AlertIssue-" + alert + ".delivered.xml", "002-SightingReport-" + sighting + ".xml");
        }
        browser.post("/language", Map.of("to", "zh"));
        try (var document = pdf(browser)) {
            assertThat(words(document)).contains("会话 · 预警", "最高隐私等级", "有效", "签名者证书");
        }
        assertThat(Files.readString(home.resolve("acts.log")))
                .contains("\"what\":\"pdf\",\"about\":\"urn:uuid:" + conversation);
    }
}
