package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.desk.Desk;
import org.guitu.message.MessageId;
import org.guitu.office.Office;
import org.guitu.office.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an officer reads at the desk of what the office holds, over an office that a real hub delivers to. */
final class DeskReadingTest {
    @TempDir
    static Path folder;

    private static final MovableClock CLOCK = new MovableClock();
    private static RunningHub hub;
    private static Office office;
    private static Desk desk;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(RunningHub.HOME, folder, CLOCK, config -> {}, "cn.52", "cn.44");
        office = Office.open(hub.office("cn.44"));
        desk = Desk.open(office, 0, CLOCK);
    }

    @AfterAll
    static void stop() throws Exception {
        desk.close();
        office.close();
        hub.close();
    }

    @BeforeEach
    void now() {
        CLOCK.ahead(Duration.ZERO);
    }

    /** One conversation: an alert of Guizhou, and what this office, Guangdong, says to it. */
    private static final class Talk {
        private final UUID id = UUID.randomUUID();
        private final Sample sample = new Sample(RunningHub.HOME.resolve("schemas"));

        /** To Guangdong, and to Fujian, which has not joined. */
        UUID alert(UnaryOperator<String> changed) throws Exception {
            var wire = hub.accepted(changed.apply(current("alert-issue")
                    .replaceFirst(
                            "(?s)<Recipients>.*</Recipients>",
                            "<Recipients><Recipient>cn.44</Recipient><Recipient>cn.35</Recipient></Recipients>")));
            var uuid = RunningHub.id(wire).uuid();
            Awaitility.await()
                    .atMost(RunningHub.PATIENCE)
                    .until(() -> office.inbox().stream()
                            .anyMatch(held -> held.id().uuid().equals(uuid)));
            return uuid;
        }

        String current(String name) throws IOException {
            return sample.current("alert", name, CLOCK.instant())
                    .replaceAll("<Conversation>[^<]*", "<Conversation>urn:uuid:" + id);
        }

        UUID send(String draft, Outcome expected) throws Exception {
            var sent = office.send(draft.getBytes(StandardCharsets.UTF_8), false, RunningHub.PATIENCE);
            assertThat(sent.outcome()).as(sent.toString()).isEqualTo(expected);
            return sent.about().orElseThrow().id().uuid();
        }

        String path() {
            return "/conversations/" + id;
        }
    }

    private static byte[] wire(UUID id) throws Exception {
        return Files.readAllBytes(office.file(MessageId.of(id)));
    }

    private static Map<String, byte[]> unpacked(byte[] zip) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                assertThat(files.put(entry.getName(), in.readAllBytes())).isNull();
            }
        }
        return files;
    }

    @Test
    void a_conversation_shows_what_was_said_who_has_it_and_where_it_stands() throws Exception {
        var talk = new Talk();
        var alert = talk.alert(text -> text);
        var sighting = talk.send(
                talk.current("sighting-report")
                        .replaceFirst("</Recipient>", "</Recipient><Recipient>cn.35</Recipient>"),
                Outcome.ACCEPTED);
        hub.await("DELIVERED", "cn.52", wire(sighting));
        hub.acknowledge("cn.52", wire(sighting));
        var browser = Browser.english(desk);
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .untilAsserted(() -> assertThat(browser.get(talk.path()).body())
                        .containsSubsequence(sighting.toString(), "cn.52", "queued", "delivered", "received"));
        var shown = browser.get(talk.path()).body();
        assertThat(shown)
                .as("in the hub's order, and only what came has a page")
                .containsSubsequence("id=\"" + alert, "href=\"/messages/" + alert, "Alert issue", "id=\"" + sighting)
                .doesNotContain("/messages/" + sighting)
                .as("with the telephone of whom the hub could not reach")
                .containsPattern("(?s)cn\\.35</strong>\\s*<span>call \\+\\d.*not joined, not reached");
        assertThat(shown)
                .containsPattern("(?s)<li class=\"present\" aria-current=\"step\">\\s*<span>Active</span>")
                .containsSubsequence("<span>Active</span>", "<span>Resolved</span>", "<span>Cancelled</span>");
        assertThat(shown.split("aria-current", -1)).hasSize(2);
        assertThat(shown)
                .containsPattern("Alert resolved</span>\\s*<span>from cn.52 \\(")
                .contains("urn:guitu:person:cn.52:test-0001");
        assertThat(browser.get("/messages/" + alert).body()).contains("href=\"" + talk.path() + "\"");
        assertThat(browser.get("/inbox/rows").body()).contains("href=\"" + talk.path() + "\"");
        browser.post("/language", Map.of("to", "zh"));
        assertThat(browser.get(talk.path()).body())
                .contains("有效", "目击报告", "未加入，未送达", "已接收")
                .doesNotContain("??");
    }

    @Test
    void what_is_asked_for_is_open_until_it_is_answered_and_overdue_when_its_time_has_passed() throws Exception {
        var talk = new Talk();
        var by = CLOCK.instant().plus(Duration.ofMinutes(20)).truncatedTo(ChronoUnit.SECONDS);
        talk.alert(text -> text.replaceFirst("</Urgency>", "</Urgency><ReplyBy>" + by + "</ReplyBy>"));
        assertThat(Browser.english(desk).get(talk.path()).body())
                .contains("Answer to “Alert issue”, from cn.44, cn.35, by ")
                .doesNotContain("overdue");
        CLOCK.ahead(Duration.ofMinutes(21));
        assertThat(Browser.english(desk).get(talk.path()).body())
                .containsPattern("<li class=\"late\">\\s*<strong class=\"tag\">overdue");
        CLOCK.ahead(Duration.ZERO);
        talk.send(talk.current("sighting-report"), Outcome.ACCEPTED);
        assertThat(Browser.english(desk).get(talk.path()).body()).contains("No answer is awaited");
    }

    @Test
    void what_the_hub_refused_stands_there_with_its_reason() throws Exception {
        var talk = new Talk();
        talk.alert(text -> text);
        var refused = talk.send(
                talk.current("alert-resolved")
                        .replaceFirst("(?s)<References>.*</References>", "")
                        .replaceFirst("<Party>cn.52", "<Party>cn.44")
                        .replaceFirst(
                                "(?s)<Recipients>.*</Recipients>",
                                "<Recipients><Recipient>cn.52</Recipient></Recipients>"),
                Outcome.REFUSED_BY_HUB);
        assertThat(Browser.english(desk).get(talk.path()).body())
                .containsSubsequence("id=\"" + refused, "Refused by the hub:", "GT-5103")
                .as("nothing moved")
                .containsPattern("(?s)aria-current=\"step\">\\s*<span>Active</span>");
    }

    @Test
    void a_conversation_is_taken_along_as_the_files_that_were_signed() throws Exception {
        var talk = new Talk();
        var alert = talk.alert(text -> text);
        var sighting = talk.send(talk.current("sighting-report"), Outcome.ACCEPTED);
        hub.await("RECEIVED", "cn.44", wire(alert));
        var answer = Browser.english(desk).bytes(talk.path() + "/files");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=" + talk.id + ".zip");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        var files = unpacked(answer.body());
        assertThat(files.keySet())
                .allMatch(name -> name.matches("[0-9A-Za-z./-]+"))
                .contains(
                        "001-AlertIssue-" + alert + ".xml",
                        "001-AlertIssue-" + alert + ".delivered.xml",
                        "002-SightingReport-" + sighting + ".xml",
                        "index.txt")
                .anyMatch(name -> name.startsWith("002-SightingReport-" + sighting + ".receipts/Accepted-"))
                .anyMatch(name -> name.startsWith("001-AlertIssue-" + alert + ".receipts/Received-"));
        assertThat(files).containsEntry("001-AlertIssue-" + alert + ".xml", wire(alert));
        var index = new String(files.get("index.txt"), StandardCharsets.UTF_8);
        assertThat(index)
                .contains("会话 urn:uuid:" + talk.id, "Conversation urn:uuid:" + talk.id)
                .contains("预警发布，cn.52 发往 cn.44", "Sighting report, from cn.44 to cn.52", "Statement of the hub")
                .doesNotContain("归", "小途");
        assertThat(files.keySet()).filteredOn(name -> !name.equals("index.txt")).allMatch(index::contains);
    }

    @Test
    void a_file_that_was_put_elsewhere_is_said_in_the_index() throws Exception {
        var talk = new Talk();
        var alert = talk.alert(text -> text);
        Files.move(office.file(MessageId.of(alert)), folder.resolve("elsewhere.xml"));
        var files = unpacked(Browser.english(desk).bytes(talk.path() + "/files").body());
        assertThat(files).doesNotContainKey("001-AlertIssue-" + alert + ".xml");
        assertThat(new String(files.get("index.txt"), StandardCharsets.UTF_8))
                .containsSubsequence("001-AlertIssue-" + alert + ".xml", "NOT IN THE OFFICE'S FOLDER ANY MORE");
    }

    @Test
    void a_conversation_that_nobody_here_knows_is_said_and_one_without_a_session_is_not_shown() throws Exception {
        var nothing = "/conversations/" + UUID.randomUUID();
        var browser = Browser.english(desk);
        for (var path : new String[] {nothing, nothing + "/files"}) {
            assertThat(browser.get(path).body()).contains("No message urn:uuid:", "href=\"/\"");
            assertThat(new Browser(desk).get(path).statusCode()).isEqualTo(401);
        }
    }
}
