package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        hub = RunningHub.start(RunningHub.HOME, folder, CLOCK, config -> {}, "cn.52", "cn.44", "cn.35");
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

        /** To Guangdong, and to Yunnan, which has not joined. */
        UUID alert(UnaryOperator<String> changed) throws Exception {
            return arrive(changed.apply(current("alert-issue")
                    .replaceFirst(
                            "(?s)<Recipients>.*</Recipients>",
                            "<Recipients><Recipient>cn.44</Recipient><Recipient>cn.53</Recipient></Recipients>")));
        }

        private static UUID arrive(String document) throws Exception {
            var uuid = RunningHub.id(hub.accepted(document)).uuid();
            Awaitility.await()
                    .atMost(RunningHub.PATIENCE)
                    .until(() -> office.inbox().stream()
                            .anyMatch(held -> held.id().uuid().equals(uuid)));
            return uuid;
        }

        /** Of Fujian, in a family of its own. */
        static UUID request(UnaryOperator<String> changed) throws Exception {
            return arrive(changed.apply(new Sample(RunningHub.HOME.resolve("schemas"))
                    .current("case", "assistance-request", CLOCK.instant())
                    .replaceFirst("<Recipient>cn.53", "<Recipient>cn.44")));
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
    void what_does_not_verify_any_more_is_named_in_its_conversation_and_says_nothing_there() throws Exception {
        var talk = new Talk();
        var alert = talk.alert(text -> text);
        var browser = Browser.english(desk);
        assertThat(browser.get(talk.path()).body()).contains("now</strong>").doesNotContain("does not verify");
        var file = office.file(MessageId.of(alert));
        var signed = Files.readString(file);
        Files.writeString(file, signed.replace("<Recipient>cn.53</Recipient>", "<Recipient>cn.11</Recipient>"));
        try {
            assertThat(browser.get(talk.path()).body())
                    .contains("This message does not verify", alert.toString())
                    .doesNotContain("cn.11", "now</strong>", "/messages/" + alert);
            var index = unpacked(browser.bytes(talk.path() + "/files").body()).get("index.txt");
            assertThat(new String(index, StandardCharsets.UTF_8))
                    .contains("does not verify any more")
                    .doesNotContain("cn.11");
        } finally {
            Files.writeString(file, signed);
        }
    }

    @Test
    void a_conversation_shows_what_was_said_who_has_it_and_where_it_stands() throws Exception {
        var talk = new Talk();
        var alert = talk.alert(text -> text);
        var sighting = talk.send(
                talk.current("sighting-report")
                        .replaceFirst("</Recipient>", "</Recipient><Recipient>cn.53</Recipient>"),
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
                .as("in the hub's order, what came and what went, each with its page")
                .containsSubsequence("id=\"" + alert, "href=\"/messages/" + alert, "Alert issue", "id=\"" + sighting)
                .contains("href=\"/sent/" + sighting)
                .doesNotContain("/messages/" + sighting)
                .as("with the telephone of whom the hub could not reach")
                .containsPattern(
                        "(?s)Yunnan Anti-Trafficking Office \\(cn\\.53\\)</strong>\\s*<span>call \\+\\d.*not joined, not reached");
        assertThat(shown)
                .containsPattern("(?s)<li class=\"present\" aria-current=\"step\">\\s*<span>Active</span>")
                .containsSubsequence("<span>Active</span>", "<span>Resolved</span>", "<span>Cancelled</span>");
        assertThat(shown.split("aria-current", -1)).hasSize(2);
        assertThat(shown)
                .containsPattern(
                        "Alert resolved</span>\\s*<span>from Guizhou Anti-Trafficking Office \\(cn.52\\)</span>")
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
                .contains("Answer to “Alert issue”, from Guangdong Anti-Trafficking Office (cn.44), "
                        + "Yunnan Anti-Trafficking Office (cn.53), by ")
                .doesNotContain("overdue");
        CLOCK.ahead(Duration.ofMinutes(21));
        assertThat(Browser.english(desk).get(talk.path()).body())
                .containsPattern("<li class=\"late\">\\s*<strong class=\"tag\">overdue");
        CLOCK.ahead(Duration.ZERO);
        talk.send(talk.current("sighting-report"), Outcome.ACCEPTED);
        assertThat(Browser.english(desk).get(talk.path()).body()).contains("No answer is awaited");
    }

    /** Rows of the table that has this column. */
    private static List<String> rows(String page, String column) {
        var table = page.substring(page.lastIndexOf("<table", page.indexOf(">" + column + "</th>")));
        return java.util.Arrays.stream(table.substring(0, table.indexOf("</table>"))
                        .replaceAll("(?s)^.*</thead>", "")
                        .split("</tr>"))
                .map(row ->
                        row.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip())
                .filter(row -> !row.isEmpty())
                .toList();
    }

    @Test
    void what_was_answered_says_so_beside_the_time_it_was_asked_for() throws Exception {
        var talk = new Talk();
        var by = CLOCK.instant().plus(Duration.ofMinutes(20)).truncatedTo(ChronoUnit.SECONDS);
        var alert = talk.alert(text -> text.replaceFirst("</Urgency>", "</Urgency><ReplyBy>" + by + "</ReplyBy>"));
        var browser = Browser.english(desk);
        assertThat(line(browser.get("/").body(), alert)).doesNotContain("answered");
        talk.send(talk.current("sighting-report"), Outcome.ACCEPTED);
        assertThat(line(browser.get("/").body(), alert)).containsPattern("\\d\\d:\\d\\d answered$");
    }

    private static String line(String page, UUID message) {
        var from = page.substring(page.indexOf("id=\"message-" + message));
        return from.substring(0, from.indexOf("</tr>"))
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    @Test
    void each_message_has_the_state_it_led_to() throws Exception {
        var talk = new Talk();
        talk.alert(text -> text);
        talk.send(talk.current("sighting-report"), Outcome.ACCEPTED);
        assertThat(rows(Browser.english(desk).get(talk.path()).body(), "State after it"))
                .hasSize(2)
                .allMatch(row -> row.contains(" Active "));
        Talk.arrive(talk.current("alert-resolved")
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>cn.44</Recipient></Recipients>"));
        var browser = Browser.english(desk);
        assertThat(rows(browser.get(talk.path()).body(), "State after it"))
                .satisfiesExactly(
                        row -> assertThat(row).contains("Alert issue", " Active "),
                        row -> assertThat(row).contains("Sighting report", " Active "),
                        row -> assertThat(row)
                                .contains("Alert resolved", " Resolved ")
                                .doesNotContain("Active"));
    }

    @Test
    void a_deadline_says_when_and_by_which_message_it_was_met_or_that_it_was_not() throws Exception {
        var talk = new Talk();
        var by = CLOCK.instant().plus(Duration.ofMinutes(20)).truncatedTo(ChronoUnit.SECONDS);
        var alert = talk.alert(text -> text.replaceFirst("</Urgency>", "</Urgency><ReplyBy>" + by + "</ReplyBy>"));
        var asked = "An answer, as its sender asks Alert issue Guangdong Anti-Trafficking Office (cn.44), "
                + "Yunnan Anti-Trafficking Office (cn.53)";
        assertThat(rows(Browser.english(desk).get(talk.path()).body(), "What has to be done"))
                .hasSize(3)
                .anyMatch(row -> row.matches("\\S+ \\S+ A Flash alert is collected within 15 minutes Alert issue "
                        + "Guangdong Anti-Trafficking Office \\(cn.44\\) collected at [-0-9]+ [0-9:]+"))
                .anyMatch(row -> row.endsWith(asked + " open"))
                .anyMatch(row -> row.matches("\\S+ \\S+ It runs out Alert issue runs"));
        CLOCK.ahead(Duration.ofMinutes(21));
        assertThat(rows(Browser.english(desk).get(talk.path()).body(), "What has to be done"))
                .anyMatch(row -> row.endsWith(asked + " overdue"));
        CLOCK.ahead(Duration.ofDays(91));
        assertThat(rows(Browser.english(desk).get(talk.path()).body(), "What has to be done"))
                .anyMatch(row -> row.endsWith("It runs out Alert issue time over, not ended"));
        CLOCK.ahead(Duration.ZERO);
        var sighting = talk.send(talk.current("sighting-report"), Outcome.ACCEPTED);
        var page = Browser.english(desk).get(talk.path()).body();
        assertThat(rows(page, "What has to be done"))
                .anyMatch(row ->
                        row.matches(".*" + Pattern.quote(asked) + " answered at [-0-9]+ [0-9:]+ with Sighting report"))
                .noneMatch(row -> row.contains(asked) && (row.endsWith(" open") || row.contains("late")));
        assertThat(page).contains("<a href=\"#" + sighting + "\">Sighting report", "<a href=\"#" + alert);
    }

    @Test
    void an_answer_that_came_too_late_is_said_to_be_late_and_what_has_ended_runs_out_no_more() throws Exception {
        var talk = new Talk();
        talk.alert(text -> text.replaceFirst(
                "</Urgency>", "</Urgency><ReplyBy>" + CLOCK.instant().plusSeconds(5) + "</ReplyBy>"));
        CLOCK.ahead(Duration.ofMinutes(21));
        talk.send(talk.current("sighting-report"), Outcome.ACCEPTED);
        Talk.arrive(talk.current("alert-resolved")
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>cn.44</Recipient></Recipients>"));
        assertThat(rows(Browser.english(desk).get(talk.path()).body(), "What has to be done"))
                .anyMatch(row -> row.endsWith("with Sighting report late"))
                .anyMatch(row -> row.endsWith("It runs out Alert issue ended"));
    }

    @Test
    void a_link_opens_a_session_also_where_the_one_before_is_over() throws Exception {
        var browser = Browser.english(desk);
        CLOCK.ahead(Duration.ofMinutes(16));
        assertThat(browser.enter()).contains("收件箱");
        assertThat(browser.get("/").statusCode()).isEqualTo(200);
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
        for (var path : new String[] {nothing, nothing + "/files", nothing + "/pdf"}) {
            assertThat(browser.get(path).body()).contains("No message urn:uuid:", "href=\"/\"");
            assertThat(new Browser(desk).get(path).statusCode()).isEqualTo(401);
        }
    }

    private static String named(String text, String surname, String given, String romanised) {
        return text.replaceFirst("<Surname>归", "<Surname>" + surname)
                .replaceFirst("<Given>小途", "<Given>" + given)
                .replaceFirst("<Romanised>Gui Xiaotu", "<Romanised>" + romanised);
    }

    private static Map<String, String> search(String text) {
        return Map.of("text", text);
    }

    @Test
    void the_inbox_is_filtered_by_kind_and_sender_and_state_and_stays_so_while_it_asks_for_what_is_new()
            throws Exception {
        var alert = new Talk().alert(text -> text.replaceFirst("FLASH", "URGENT"));
        var request = Talk.request(text -> text);
        var browser = Browser.english(desk);
        assertThat(browser.get("/").body())
                .contains(">Alerts</option>", ">Fujian Anti-Trafficking Office (cn.35)</option>", alert.toString());
        var filtered = browser.post("/inbox/filter", Map.of("family", "case", "sender", "cn.35", "state", "UNREAD"));
        assertThat(filtered.uri().toString())
                .as("without a script the inbox comes anew")
                .matches(".*:\\d+/inbox/[0-9a-f-]{36}");
        assertThat(filtered.body())
                .contains(request.toString(), "selected=\"selected\"", " match.")
                .doesNotContain(alert.toString());
        assertThat(browser.rows(filtered.body()).body())
                .contains(request.toString())
                .doesNotContain(alert.toString());
        assertThat(browser.post("/inbox/filter", Map.of("sender", "cn.52")).body())
                .contains(alert.toString())
                .doesNotContain(request.toString());
        office.read(MessageId.of(request));
        assertThat(browser.post("/inbox/filter", Map.of("state", "UNREAD")).body())
                .contains(alert.toString())
                .doesNotContain(request.toString());
        assertThat(browser.post("/inbox/filter", Map.of("state", "OVERDUE")).body())
                .doesNotContain(alert.toString());
        assertThat(browser.post("/inbox/filter", Map.of()).body()).contains(alert.toString(), request.toString());
        assertThat(Browser.english(desk).get("/").body()).as("another session").contains(alert.toString());
    }

    @Test
    void a_filter_belongs_to_its_window_and_goes_along_with_it() throws Exception {
        var alert = new Talk().alert(text -> text.replaceFirst("FLASH", "URGENT"));
        var request = Talk.request(text -> text);
        var browser = Browser.english(desk);
        var one = browser.get("/").body();
        var other = browser.get("/").body();
        browser.post("/inbox/filter", Map.of("family", "case", "window", Browser.window(one)));
        browser.post("/inbox/filter", Map.of("family", "alert", "window", Browser.window(other)));
        assertThat(browser.rows(one).body()).contains(request.toString()).doesNotContain(alert.toString());
        assertThat(browser.rows(other).body()).contains(alert.toString()).doesNotContain(request.toString());
        var again = browser.get("/inbox/" + Browser.window(one)).body();
        assertThat(again)
                .as("loaded anew, or opened beside it")
                .contains(request.toString(), "value=\"case\" selected")
                .doesNotContain(alert.toString());
        browser.post("/inbox/filter", Map.of("window", Browser.window(again)));
        assertThat(browser.rows(again).body()).contains(alert.toString(), request.toString());
        assertThat(browser.rows(one).body()).as("which is another from then on").doesNotContain(alert.toString());
        var here = "/inbox/" + Browser.window(other);
        assertThat(browser.post("/language", Map.of("to", "zh", "here", here)).body())
                .as("also in the other language")
                .contains(alert.toString(), "收件箱")
                .doesNotContain(request.toString());
        assertThat(other).contains("name=\"here\" value=\"" + here);
        assertThat(browser.get("/inbox/" + UUID.randomUUID()).body())
                .as("a window nobody knows shows everything")
                .contains(alert.toString(), request.toString());
    }

    @Test
    void what_is_overdue_or_due_today_is_found_by_its_state() throws Exception {
        var by = CLOCK.instant().plus(Duration.ofMinutes(20)).truncatedTo(ChronoUnit.SECONDS);
        var request = Talk.request(text -> text.replaceFirst("<ReplyBy>[^<]*", "<ReplyBy>" + by));
        CLOCK.ahead(Duration.ofMinutes(21));
        assertThat(Browser.english(desk)
                        .post("/inbox/filter", Map.of("state", "OVERDUE"))
                        .body())
                .contains(request.toString(), "overdue</span>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"独小一", "小一独", "独 小一", "dú xiǎoyī", "DU  Xiaoyi", "TEST-Q-52-7731", "q-52-7731", "Plate9"})
    void a_message_is_found_by_a_name_or_number_in_it_also_in_what_was_sealed(String words) throws Exception {
        var found = new Talk()
                .alert(text -> named(text, "独", "小一", "Du Xiaoyi")
                        .replaceFirst("TEST-A-52-0001", "TEST-Q-52-7731")
                        .replaceFirst("测A·T0001", "测A·Plate9"));
        var other = new Talk().alert(text -> text.replaceFirst("FLASH", "URGENT"));
        var browser = Browser.english(desk);
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .untilAsserted(() -> assertThat(browser.post("/inbox/filter", search(words), "HX-Request", "true")
                                .body())
                        .contains(found.toString())
                        .doesNotContain(other.toString(), "still being looked into", "<html"));
    }

    @Test
    void a_message_is_found_by_its_conversation_and_what_was_sent_from_here_too() throws Exception {
        var talk = new Talk();
        var alert = talk.alert(text -> text);
        var sighting =
                talk.send(talk.current("sighting-report").replaceFirst("往西方向列车", "往西方向列车G4412次"), Outcome.ACCEPTED);
        var browser = Browser.english(desk);
        assertThat(browser.post("/inbox/filter", search(talk.id.toString())).body())
                .contains(alert.toString(), "Found in what was sent from here", sighting.toString());
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .untilAsserted(() -> assertThat(
                                browser.post("/inbox/filter", search("g4412")).body())
                        .contains("href=\"" + talk.path() + "\"", sighting.toString()));
    }

    @Test
    void what_does_not_verify_is_not_found_by_what_it_says() throws Exception {
        var talk = new Talk();
        var alert = talk.alert(text -> text.replaceFirst("FLASH", "URGENT"));
        var file = office.file(MessageId.of(alert));
        Files.writeString(file, Files.readString(file).replaceFirst("<a:Route>[^<]+", "<a:Route>forged77"));
        var browser = Browser.english(desk);
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .untilAsserted(() -> assertThat(browser.post("/inbox/filter", search("forged77"))
                                .body())
                        .doesNotContain("still being looked into", alert.toString()));
        assertThat(browser.post("/inbox/filter", search(talk.id.toString())).body())
                .contains(alert.toString());
    }

    @Test
    void whatever_is_looked_for_an_unread_flash_is_seen_and_heard() throws Exception {
        var flash = new Talk().alert(text -> text);
        assertThat(Browser.english(desk)
                        .post("/inbox/filter", search("nobody-of-this-name"))
                        .body())
                .contains("data-flash=\"" + flash + "\"", "Unread Flash that is not in this list");
    }

    @Test
    void a_search_is_asked_from_the_page_and_stands_in_no_address() throws Exception {
        var browser = Browser.english(desk);
        assertThat(browser.postWithoutToken("/inbox/filter", search("归")).statusCode())
                .isEqualTo(403);
        assertThat(browser.get("/inbox/filter?text=x").statusCode()).isEqualTo(405);
        assertThat(browser.get("/").body())
                .containsPattern("<form class=\"filter\" method=\"post\" action=\"/inbox/filter\" hx-post")
                .doesNotContain("hx-push-url");
        assertThat(new Browser(desk)
                        .postWithoutToken("/inbox/filter", search("归"))
                        .statusCode())
                .isIn(401, 403);
    }

    private static byte[] drawn(String format) throws IOException {
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), format, out))
                .isTrue();
        return out.toByteArray();
    }

    private static UUID withPicture(String type, byte[] picture) throws Exception {
        return new Talk()
                .alert(text -> Sample.withPhoto(
                        text.replaceFirst("FLASH", "URGENT").replaceFirst("<MimeType>[^<]*", "<MimeType>" + type),
                        picture));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void a_photo_is_shown_as_what_it_is_and_kept_by_nobody(String format) throws Exception {
        var picture = drawn(format);
        var alert = withPicture("image/" + format, picture);
        var browser = Browser.english(desk);
        var path = "/messages/" + alert + "/media/1";
        var page = browser.get("/messages/" + alert);
        assertThat(page.body()).contains("<img src=\"" + path + "\" alt=\"Photograph\">", "测试图片</bdi></figcaption>");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("img-src 'self';");
        var answer = browser.bytes(path);
        assertThat(answer.body()).isEqualTo(picture);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("image/" + format);
        assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(browser.get("/messages/" + alert + "/media/2").statusCode()).isEqualTo(404);
        assertThat(new Browser(desk).get(path).statusCode()).isEqualTo(401);
    }

    @Test
    void what_only_says_that_it_is_a_picture_is_not_served_as_one() throws Exception {
        var page = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".getBytes(StandardCharsets.UTF_8);
        var browser = Browser.english(desk);
        for (var alert : List.of(
                withPicture("image/png", page),
                withPicture("image/jpeg", drawn("png")),
                withPicture("image/png", drawn("jpeg")))) {
            assertThat(browser.get("/messages/" + alert).body())
                    .contains("Photograph: not shown.")
                    .doesNotContain("<img");
            var answer = browser.get("/messages/" + alert + "/media/1");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/html");
            assertThat(answer.body()).doesNotContain("<svg");
        }
    }

    @Test
    void what_is_no_picture_has_none() throws Exception {
        var alert = withPicture("application/pdf", drawn("png"));
        var browser = Browser.english(desk);
        assertThat(browser.get("/messages/" + alert).body()).doesNotContain("<figure", "<img");
        assertThat(browser.get("/messages/" + alert + "/media/1").statusCode()).isEqualTo(404);
    }

    @Test
    void a_picture_whose_digest_is_another_is_not_shown() throws Exception {
        var picture = drawn("png");
        var alert = new Talk()
                .alert(text -> Sample.withPhoto(text.replaceFirst("FLASH", "URGENT"), picture)
                        .replaceFirst("<Digest>[0-9a-f]{64}", "<Digest>" + "0".repeat(64)));
        var browser = Browser.english(desk);
        assertThat(browser.get("/messages/" + alert).body()).contains("Photograph: not shown.", "GT-4202");
        assertThat(browser.get("/messages/" + alert + "/media/1").statusCode()).isEqualTo(404);
    }

    @Test
    void a_picture_of_a_message_that_does_not_verify_is_never_served() throws Exception {
        var alert = withPicture("image/png", drawn("png"));
        var browser = Browser.english(desk);
        assertThat(browser.get("/messages/" + alert + "/media/1").statusCode()).isEqualTo(200);
        var file = office.file(MessageId.of(alert));
        Files.writeString(file, Files.readString(file).replaceFirst("<a:Route>[^<]+", "<a:Route>changed"));
        var answer = browser.bytes("/messages/" + alert + "/media/1");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("PNG");
    }
}
