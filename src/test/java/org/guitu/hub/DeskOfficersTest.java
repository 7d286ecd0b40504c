package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.guitu.desk.Desk;
import org.guitu.office.Office;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several officers at one desk: each says who it is, may what its role allows, and what it does is noted. */
final class DeskOfficersTest {
    private static final String PASSWORD = "correct horse 1";
    private static final String TYPE = "selftest/Echo";

    @TempDir
    static Path folder;

    private static final MovableClock CLOCK = new MovableClock();
    private static RunningHub hub;
    private static Path home;
    private static Office office;
    private static Desk desk;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(RunningHub.HOME, folder, CLOCK, config -> {}, "cn.52", "cn.44");
        home = hub.office("cn.52");
        office = Office.open(home);
        desk = Desk.open(office, 0, CLOCK);
    }

    @AfterAll
    static void stop() throws Exception {
        desk.close();
        office.close();
        hub.close();
    }

    @AfterEach
    void nobody() throws Exception {
        Files.deleteIfExists(home.resolve("officers.json"));
        CLOCK.ahead(Duration.ZERO);
    }

    private static String officer(String... arguments) {
        return new Terminal(home, PASSWORD).officer(arguments);
    }

    private static Browser login(String name, String password) throws Exception {
        var browser = new Browser(desk);
        browser.login(name, password);
        return browser;
    }

    @Test
    void once_there_are_officers_the_link_asks_who_it_is_and_only_name_and_password_open_a_session() throws Exception {
        assertThat(officer("--add", "Li Na")).startsWith("0 ").contains("Li Na  clerk");
        var browser = new Browser(desk);
        assertThat(browser.enter()).contains("name=\"password\"");
        assertThat(browser.get("/").body()).contains("href=\"/login\"");
        assertThat(browser.get("/").statusCode()).isEqualTo(401);
        assertThat(login("Li Na", "wrong horse 1").get("/").statusCode()).isEqualTo(401);
        assertThat(login("Nobody", PASSWORD).get("/").statusCode()).isEqualTo(401);
        var known = login("Li Na", PASSWORD);
        assertThat(known.get("/").body()).contains("Li Na");
        assertThat(Files.readString(home.resolve("officers.json")))
                .contains("$argon2id$")
                .doesNotContain("horse");
        known.post("/leave", Map.of());
        assertThat(known.get("/").statusCode()).isEqualTo(401);
    }

    @Test
    void who_stands_before_the_lock_chooses_the_language_there_and_has_it_inside_too() throws Exception {
        officer("--add", "Li Na");
        var browser = new Browser(desk);
        var locked = browser.get("/drafts");
        assertThat(locked.body()).contains("办公桌已锁定").doesNotContain("This desk is locked");
        var english = browser.otherLanguage(locked.body());
        assertThat(english.statusCode()).isEqualTo(401);
        assertThat(english.uri().getPath()).isEqualTo("/drafts");
        assertThat(english.body()).contains("This desk is locked");
        assertThat(browser.get("/login").body()).contains("Who are you?", "<summary>Help</summary>");
        assertThat(browser.login("Li Na", PASSWORD).body()).contains("Inbox", "<summary>Help</summary>");
    }

    @Test
    void the_language_asked_for_at_the_terminal_is_that_of_the_first_page_until_an_officer_chooses_another()
            throws Exception {
        assertThat(office.language().getLanguage()).as("of office.yaml").isEqualTo("zh");
        try (var english = Desk.open(office, 0, Locale.ENGLISH, CLOCK)) {
            assertThat(new Browser(english).enter()).contains("<html lang=\"en\"", "Inbox");
            var officer = new Browser(english);
            var chinese = officer.otherLanguage(officer.enter());
            assertThat(chinese.body()).contains("<html lang=\"zh", "收件箱");
            assertThat(officer.get("/drafts").body()).contains("起草与发送");
        }
    }

    @Test
    void a_page_that_cannot_be_shown_speaks_the_other_language_too() throws Exception {
        officer("--add", "Wang", "--role", "reader");
        var reader = login("Wang", PASSWORD);
        for (var path : new String[] {"/drafts", "/nothing-of-this-name", "/conversations/" + UUID.randomUUID()}) {
            var page = reader.get(path);
            var other = reader.otherLanguage(page.body());
            assertThat(other.uri().getPath()).isEqualTo(path);
            assertThat(other.statusCode()).isEqualTo(page.statusCode()).isGreaterThanOrEqualTo(400);
            var both = page.body() + other.body();
            assertThat(both).contains("<html lang=\"en\"", "<html lang=\"zh");
            assertThat(both).doesNotContain("--all");
        }
        var sent = reader.post("/drafts", Map.of("type", TYPE));
        assertThat(reader.otherLanguage(sent.body()).uri().getPath())
                .as("what was sent is not sent again")
                .doesNotContain("read");
    }

    @Test
    void a_reader_reads_and_nothing_more() throws Exception {
        officer("--add", "Wang", "--role", "reader");
        var reader = login("Wang", PASSWORD);
        assertThat(reader.get("/").statusCode()).isEqualTo(200);
        assertThat(reader.get("/drafts").statusCode()).isEqualTo(403);
        assertThat(reader.get("/acts").statusCode()).isEqualTo(403);
        assertThat(reader.post("/drafts", Map.of("type", TYPE)).statusCode()).isEqualTo(403);
        assertThat(reader.post("/messages/0f0c2f6e-0000-4000-8000-000000000001/read", Map.of())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoever_is_taken_off_or_gets_another_role_or_password_is_out_at_the_next_request() throws Exception {
        officer("--add", "Wang", "--role", "approver");
        officer("--add", "Li Na");
        var wang = login("Wang", PASSWORD);
        assertThat(wang.get("/acts").statusCode()).isEqualTo(200);
        officer("--add", "Wang", "--role", "reader");
        assertThat(wang.get("/acts").statusCode()).isEqualTo(401);
        var again = login("Wang", PASSWORD);
        assertThat(again.get("/").statusCode()).isEqualTo(200);
        officer("--add", "Wang", "--role", "reader");
        assertThat(again.get("/").statusCode()).as("with a password of before").isEqualTo(401);
        var last = login("Wang", PASSWORD);
        officer("--remove", "Wang");
        assertThat(last.get("/").statusCode()).isEqualTo(401);
        // and a session of the link ends once there are officers
        Files.delete(home.resolve("officers.json"));
        var link = Browser.english(desk);
        assertThat(link.get("/").statusCode()).isEqualTo(200);
        officer("--add", "Li Na");
        assertThat(link.get("/").statusCode()).isEqualTo(401);
    }

    @Test
    void after_five_wrong_passwords_a_name_waits_a_minute_whatever_it_says_then() throws Exception {
        officer("--add", "Zhao");
        for (int i = 0; i < 5; i++) {
            login("Zhao", "wrong horse " + i);
        }
        assertThat(login("Zhao", PASSWORD).get("/").statusCode()).isEqualTo(401);
        CLOCK.ahead(Duration.ofSeconds(61));
        assertThat(login("Zhao", PASSWORD).get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void what_needs_approval_is_not_sent_beside_the_desk() throws Exception {
        var draft = RunningHub.HOME.resolve("schemas/selftest/1.0/samples/echo.xml");
        assertThat(officer("--approve", "selftest/*")).startsWith("0 ");
        assertThat(new Terminal(home, PASSWORD).office("send", "--refresh", draft.toString()))
                .startsWith("3 ")
                .containsAnyOf("second officer's approval", "须经第二人批准");
        try (var queued = Files.list(home.resolve("outbox"))) {
            assertThat(queued).isEmpty();
        }
    }

    @Test
    void a_type_that_is_none_here_is_not_taken_for_one_that_needs_approval() {
        for (var type : List.of("selftest/Ecko", "selftset/*")) {
            assertThat(officer("--approve", type)).startsWith("2 ").contains(type);
        }
        assertThat(officer("--approve", TYPE)).startsWith("0 ");
    }

    @Test
    void what_needs_approval_is_signed_only_when_another_officer_approves_the_very_words() throws Exception {
        officer("--add", "Li Na", "--role", "approver");
        officer("--add", "Wang", "--role", "approver");
        assertThat(officer("--approve", "selftest/*")).contains("selftest/*");
        var writer = login("Li Na", PASSWORD);
        var draft = writer.post("/drafts", Map.of("type", TYPE)).uri().getPath();
        var recipient = Map.of(
                "/Header[1]/Recipients[1]/Recipient[1]",
                "cn.44",
                "/Body[1]/Echo[1]/Note[1]",
                "自检",
                "/Header[1]/Status[1]",
                "Test");
        writer.submit(draft, recipient, "keep");
        var asked = writer.submit(draft, Map.of(), "send");
        assertThat(asked.uri().getPath()).as(asked.body()).isEqualTo(draft);
        assertThat(asked.body()).contains("Li Na").doesNotContain("value=\"approve\"");
        assertThat(writer.submit(draft, Map.of(), "approve").statusCode())
                .as("one's own")
                .isEqualTo(409);
        var second = login("Wang", PASSWORD);
        assertThat(second.get(draft).body()).contains("value=\"approve\"");
        assertThat(second.get("/drafts").body())
                .as("whoever may approve is told on every page, and in the list by whom and to whom")
                .contains("有 1 份草稿等待您批准")
                .containsPattern("Li Na 请求批准；发往 [^<]*\\(cn\\.44\\)");
        assertThat(second.get("/line").body()).contains("有 1 份草稿等待您批准");
        assertThat(writer.get("/drafts").body())
                .as("nobody approves what one has asked for")
                .contains("Li Na 请求批准")
                .doesNotContain("等待您批准");
        assertThat(writer.submit(draft, Map.of(), "discard").body())
                .as("told before it is deleted")
                .contains("由 Li Na 于", "草稿正等待批准（由 Li Na 请求）");
        // a change after it was asked for ends that
        writer.submit(draft, Map.of("/Header[1]/Recipients[1]/Recipient[1]", "cn.35"), "keep");
        assertThat(second.get("/line").body()).doesNotContain("等待您批准");
        assertThat(second.submit(draft, Map.of("words", words(second, draft)), "approve")
                        .statusCode())
                .isEqualTo(409);
        writer.submit(draft, recipient, "send");
        var seen = words(second, draft);
        // asked for anew with other words, while the approving officer still has the old ones on the page
        writer.submit(draft, Map.of("/Body[1]/Echo[1]/Note[1]", "另一内容"), "send");
        assertThat(second.submit(draft, Map.of("words", seen), "approve").statusCode())
                .isEqualTo(409);
        writer.submit(draft, recipient, "send");
        var sent = second.submit(
                draft,
                Map.of("words", words(second, draft), "/Header[1]/Recipients[1]/Recipient[1]", "cn.35"),
                "approve");
        assertThat(sent.uri().getPath()).startsWith("/sent/");
        assertThat(sent.body()).contains("cn.44").doesNotContain("cn.35");
        var acts = second.get("/acts").body();
        assertThat(acts).contains("Li Na", "Wang", draft.substring("/drafts/".length()));
        assertThat(Files.readString(home.resolve("acts.log")))
                .contains("\"who\":\"Li Na\",\"what\":\"ask\"", "\"who\":\"Wang\",\"what\":\"approve\"")
                .contains("urn:uuid:" + sent.uri().getPath().substring("/sent/".length()));
        officer("--no-approval", "selftest/*");
    }

    @Test
    void a_damaged_line_of_the_log_hides_no_other() throws Exception {
        officer("--add", "Zhou", "--role", "approver");
        var file = home.resolve("acts.log");
        var before = Files.readAllBytes(file);
        for (var damaged : List.of(
                "{\"at\":\"2026-11", "{\"at\":\"yesterday\",\"who\":\"x\",\"what\":\"read\",\"about\":\"\"}", "[]")) {
            Files.writeString(file, damaged + "\n", StandardOpenOption.APPEND);
        }
        Files.write(file, new byte[] {'"', (byte) 0xff, '"', '\n'}, StandardOpenOption.APPEND);
        var page = login("Zhou", PASSWORD).get("/acts");
        Files.write(file, before);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("有 4 行已损坏", "增加人员", "登录");
        assertThat(login("Zhou", PASSWORD).get("/acts").body()).doesNotContain("已损坏");
    }

    @Test
    void what_was_torn_off_damages_its_own_line_alone() throws Exception {
        officer("--add", "Wu", "--role", "approver");
        var file = home.resolve("acts.log");
        var before = Files.readAllBytes(file);
        Files.writeString(file, "{\"at\":\"2026-11", StandardOpenOption.APPEND);
        var page = login("Wu", PASSWORD).get("/acts");
        var after = Files.readString(file);
        Files.write(file, before);
        assertThat(page.body()).contains("有 1 行已损坏");
        assertThat(after.lines().filter(line -> line.contains("\"Wu\"") && line.contains("login")))
                .as("noted on lines of their own")
                .allMatch(line -> line.lastIndexOf('{') == 0 && line.endsWith("}"))
                .isNotEmpty();
    }

    /** What the page shows for approval, by its digest. */
    private static String words(Browser browser, String draft) throws Exception {
        return browser.get(draft).body().replaceAll("(?s).*name=\"words\" value=\"([0-9a-f]*)\".*", "$1");
    }

    @Test
    void names_of_the_offices_here_are_taken_however_they_are_composed() throws Exception {
        for (var name : List.of("ສົມພອນ", "阿布都·热依木", "Jose\u0301", "O'Brien", "Nguyễn Văn Á")) {
            assertThat(officer("--add", name, "--role", "reader")).as(name).startsWith("0 ");
            assertThat(login(java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFD), PASSWORD)
                            .get("/")
                            .statusCode())
                    .as(name)
                    .isEqualTo(200);
            assertThat(officer("--remove", name)).as(name).startsWith("0 ");
        }
        assertThat(officer("--add", "terminal")).startsWith("2 ");
        assertThat(officer("--add", "cn.52")).startsWith("2 ");
    }

    @Test
    void a_role_for_nobody_is_refused_with_how_to_give_it() {
        officer("--add", "Li Na");
        assertThat(officer("--role", "approver")).startsWith("2 ").containsPattern("--add (NAME|姓名) --role approver");
        assertThat(officer("--remove", "Li Na", "--role", "approver"))
                .as("and nothing else is done")
                .startsWith("2 ");
        assertThat(officer()).contains("Li Na  clerk");
    }

    @Test
    void bad_names_passwords_types_and_roles_are_refused() {
        assertThat(officer("--add", "<b>")).startsWith("2 ");
        assertThat(officer("--add", "Li", "--role", "king")).startsWith("2 ");
        assertThat(officer("--remove", "Nobody")).startsWith("2 ");
        assertThat(officer("--approve", "everything")).startsWith("2 ");
    }
}
