package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.desk.Desk;
import org.guitu.office.Office;
import org.guitu.office.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Officers of Guizhou and Guangdong at their desks, in Debian's Chromium: what they do is in src/browser/node/scenes, one file
 * each. In every scene a violation of the pages' policy, an error in the console or a request to another host is a failure.
 */
@Tag("browser")
final class DeskBrowserTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    static Path folder;

    private static RunningHub hub;
    private static Cable jms;
    private static Cable soap;
    private static Path home;
    private static Office guizhou;
    private static Office guangdong;
    private static Desk sender;
    private static Desk reader;
    private static Office jco;
    private static Desk watcher;
    private static final Map<String, String> GIVEN = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(RunningHub.HOME, folder, CLOCK, config -> {}, "cn.52", "cn.44", "vn.mps", "cn.jco", "cn.35", "cn.53");
        jms = new Cable(hub.jmsPort());
        soap = new Cable(hub.soapDoor().getPort());
        home = throughCables(hub.office("cn.52"));
        guizhou = Office.open(home);
        guangdong = Office.open(hub.office("cn.44"));
        sender = Desk.open(guizhou, 0, CLOCK);
        reader = Desk.open(guangdong, 0, CLOCK);
        jco = Office.open(hub.office("cn.jco"));
        watcher = Desk.open(jco, 0, CLOCK);
        var sample = new Sample(RunningHub.HOME.resolve("schemas")).current("alert", "alert-issue", CLOCK.instant());
        var photo = photograph();
        GIVEN.put("SAMPLE", Files.writeString(folder.resolve("sample.xml"), sample).toString());
        GIVEN.put("PHOTO", photo.toString());
        GIVEN.put("SENT", sent(sample, photo));
        GIVEN.put("OVERDUE", requests());
        GIVEN.put("PICTURES", RunningHub.HOME.resolve("docs/pictures").toString());
        GIVEN.put("UPDATE", String.valueOf("update".equals(System.getProperty("pictures"))));
    }

    private static Path throughCables(Path home) throws IOException {
        var settings = home.resolve("office.yaml");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replace("port: " + hub.jmsPort(), "port: " + jms.port())
                        .replace(":" + hub.soapDoor().getPort() + "/", ":" + soap.port() + "/"));
        return home;
    }

    private static Path photograph() throws IOException {
        var picture = new BufferedImage(2_400, 1_600, BufferedImage.TYPE_INT_RGB);
        var brush = picture.createGraphics();
        brush.setColor(new Color(0xdd, 0xe6, 0xee));
        brush.fillRect(0, 0, 2_400, 1_600);
        brush.setColor(new Color(0xb3, 0x26, 0x1e));
        brush.fillOval(900, 700, 600, 900);
        brush.setColor(new Color(0xe8, 0xc3, 0x9e));
        brush.fillOval(950, 250, 500, 560);
        brush.dispose();
        var file = folder.resolve("photograph.png");
        assertThat(ImageIO.write(picture, "png", file.toFile())).isTrue();
        return file;
    }

    /** Requests of several provinces, old and new, one of them answered by nobody in time; returns the identifier of that one. */
    private static String requests() throws Exception {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var overdue = "";
        for (int i = 0; i < 12; i++) {
            var conversation = UUID.randomUUID();
            var to = List.of("cn.44", "cn.53", "cn.52").get(i % 3);
            var at = now.minus(Duration.ofHours(11L * i + 2));
            hub.accepted(new Sample(RunningHub.HOME.resolve("schemas"))
                    .current("case", "assistance-request", at)
                    .replaceFirst("<Recipient>cn.53", "<Recipient>" + to)
                    .replaceAll("<Conversation>[^<]*", "<Conversation>urn:uuid:" + conversation)
                    .replaceFirst("<ReplyBy>[^<]*", "<ReplyBy>" + (i % 4 == 0 ? at.plusSeconds(3600) : now.plusSeconds(90_000))));
            overdue = i == 0 ? conversation.toString() : overdue;
        }
        return overdue;
    }

    /** An alert that lies at Guangdong before any scene; returns its identifier. */
    private static String sent(String sample, Path photo) throws Exception {
        var alert = Sample.withPhoto(
                sample.replaceFirst("(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>cn.44</Recipient></Recipients>")
                        .replaceFirst("<MimeType>[^<]*", "<MimeType>image/png"),
                Files.readAllBytes(photo));
        var sent = guizhou.send(alert.getBytes(StandardCharsets.UTF_8), false, RunningHub.PATIENCE);
        assertThat(sent.outcome()).as(sent.toString()).isEqualTo(Outcome.ACCEPTED);
        var id = sent.about().orElseThrow().id();
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> guangdong.inbox().stream().anyMatch(held -> held.id().equals(id)));
        return id.uuid().toString();
    }

    @AfterAll
    static void stop() throws Exception {
        sender.close();
        reader.close();
        watcher.close();
        guizhou.close();
        guangdong.close();
        jco.close();
        jms.close();
        soap.close();
        hub.close();
    }

    private static void play(String scene, String... words) throws Exception {
        var given = new HashMap<>(GIVEN);
        given.put("SENDER", sender.link().toString());
        given.put("READER", reader.link().toString());
        given.put("WATCHER", watcher.link().toString());
        given.put("WORDS", String.join(" ", words));
        Chromium.play(scene, given, Map.of("cut", DeskBrowserTest::cut, "join", DeskBrowserTest::join));
    }

    private static void cut() {
        jms.cut();
        soap.cut();
    }

    private static void join() {
        jms.join();
        soap.join();
    }

    @Test
    void an_alert_goes_from_the_form_to_another_desk_with_its_photograph_and_receipts_come_by_themselves()
            throws Exception {
        play("alert");
    }

    @Test
    void a_fault_stands_beside_its_field_while_somebody_types_and_goes_once_it_is_mended() throws Exception {
        play("fault");
    }

    @Test
    void a_name_typed_into_a_long_list_becomes_what_it_means_and_the_name_stands_beside() throws Exception {
        play("pick");
    }

    @Test
    void what_was_typed_last_is_kept_whatever_is_pressed_next_and_another_window_overwrites_nothing() throws Exception {
        play("typing");
    }

    @Test
    void what_the_hub_refuses_is_mended_and_sent() throws Exception {
        play("refused");
    }

    @Test
    void without_a_line_the_page_says_that_it_waits_and_then_that_it_was_accepted() throws Exception {
        try {
            play("offline");
        } finally {
            join();
        }
    }

    @ParameterizedTest
    @CsvSource({"zh, light", "en, light", "zh, dark"})
    void axe_finds_nothing_serious_on_any_page(String language, String colours) throws Exception {
        play("accessible", language, colours);
    }

    @ParameterizedTest
    @CsvSource({"zh, light", "en, dark"})
    void what_a_clerk_writes_is_sent_once_another_officer_approves_it(String language, String colours)
            throws Exception {
        var terminal = new Terminal(home, GIVEN.computeIfAbsent("PASSWORD", name -> "correct horse 1"));
        terminal.officer("--add", "Li Na", "--role", "clerk");
        terminal.officer("--add", "Wang Fang", "--role", "approver");
        terminal.officer("--approve", "alert/*");
        try {
            play("approval", language, colours);
        } finally {
            Files.delete(home.resolve("officers.json"));
        }
    }

    @Test
    void whatever_is_typed_runs_nowhere() throws Exception {
        GIVEN.put("HOSTILE", RunningHub.HOME.resolve("src/test/resources/hostile").toString());
        play("hostile");
    }

    @ParameterizedTest
    @CsvSource({"zh, 会话 · 预警", "en, Conversation · Alerts"})
    void a_conversation_is_taken_from_its_page_as_a_pdf(String language, String title) throws Exception {
        play("pdf", language);
        var file = Path.of("target/browser/conversation-" + language + ".pdf");
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
        try (var document = Printed.read(Files.readAllBytes(file))) {
            assertThat(document.words()).contains(title, "小途");
            assertThat(document.pages()).isGreaterThan(2);
            document.requireInk();
        }
    }

    @Test
    void a_message_is_opened_and_confirmed_with_the_keyboard_alone() throws Exception {
        play("keyboard");
    }

    /** A small phone, a phone, and 200 % of a window of 1,280. */
    @ParameterizedTest
    @ValueSource(strings = {"320", "390", "640"})
    void no_page_scrolls_sideways(String width) throws Exception {
        play("narrow", width);
    }

    @Test
    void no_page_breaks_its_policy_or_asks_another_host() throws Exception {
        play("quiet");
    }

    @Test
    void an_unread_flash_is_heard_once() throws Exception {
        play("sound");
    }

    @Test
    void the_overview_shows_who_is_late_and_its_figures_can_be_taken_along() throws Exception {
        play("overview");
    }

    /** With {@code -Dpictures=update} into docs/pictures, else beside the build. */
    @Test
    void pictures_of_the_desk_are_taken() throws Exception {
        play("pictures");
    }
}
