package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.desk.Desk;
import org.guitu.office.Office;
import org.guitu.trust.CertificateName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The officer's page, asked for as a browser does, over an office that a real hub delivers to. */
final class DeskTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    @TempDir
    static Path folder;

    private static final MovableClock CLOCK = new MovableClock();
    private static RunningHub hub;
    private static Office office;
    private static Desk desk;

    private HttpClient browser = HttpClient.newHttpClient();

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
    void freshBrowser() {
        CLOCK.ahead(Duration.ZERO);
        browser = browser();
    }

    private static HttpClient browser() {
        return HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    private static URI page(String path) {
        return URI.create("http://127.0.0.1:" + desk.port() + path);
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(page(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static String token(String html) {
        var found = TOKEN.matcher(html);
        assertThat(found.find()).as("a form with a token").isTrue();
        return found.group(1);
    }

    /** An alert of Yunnan to Guangdong; a Flash where that is wanted. */
    private static UUID arrive(String urgency) throws Exception {
        return arrive(urgency, text -> text);
    }

    private static UUID arrive(String urgency, UnaryOperator<String> changed) throws Exception {
        var wire = hub.accepted(changed.apply(new Sample(RunningHub.HOME.resolve("schemas"))
                .current("alert", "alert-issue", CLOCK.instant())
                .replaceAll("<MessageId>[^<]*", "<MessageId>urn:uuid:" + UUID.randomUUID())
                .replaceAll("<Conversation>[^<]*", "<Conversation>urn:uuid:" + UUID.randomUUID())
                .replaceFirst("<Urgency>[^<]*", "<Urgency>" + urgency)
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>cn.44</Recipient></Recipients>")
                .replaceFirst("(?s)\\s*<CopyTo>.*</CopyTo>", "")));
        var id = RunningHub.id(wire);
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> office.inbox().stream().anyMatch(held -> held.id().equals(id)));
        return id.uuid();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/inbox/rows",
                "/messages/" + SOME,
                "/messages/" + SOME + "/original",
                "/figures.js",
                "/line",
                "/actuator",
                "/nothing"
            })
    void without_a_session_nothing_is_shown(String path) throws Exception {
        var answer = get(page(path));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("办公桌已锁定").doesNotContain("cn.44");
    }

    private static final String SOME = "0f0c2f6e-0000-4000-8000-000000000001";

    @Test
    void the_first_page_was_made_beforehand_and_is_not_made_again_for_anybody() throws Exception {
        var answer = get(page("/first"));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("cn.44");
    }

    @Test
    void a_port_that_is_taken_is_said() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Desk.open(office, desk.port()))
                .hasMessageContaining("choose another port");
    }

    /** A browser tells ports of one machine not apart, so two desks in it must not share a cookie. */
    @Test
    void the_session_is_kept_under_the_name_of_its_office() throws Exception {
        assertThat(get(desk.link()).statusCode()).isEqualTo(200);
        var cookies = (CookieManager) browser.cookieHandler().orElseThrow();
        assertThat(cookies.getCookieStore().getCookies())
                .extracting(cookie -> cookie.getName())
                .contains("guitu-desk-cn.44");
    }

    @Test
    void a_link_opens_one_session_once_and_only_the_newest_does() throws Exception {
        var old = desk.link();
        var link = desk.link();
        assertThat(get(old).statusCode()).isEqualTo(403);
        assertThat(get(link).statusCode()).isEqualTo(200);
        assertThat(get(page("/")).statusCode()).isEqualTo(200);
        browser = browser();
        assertThat(get(link).statusCode()).isEqualTo(403);
        assertThat(get(page("/")).statusCode()).isEqualTo(401);
        assertThat(get(page("/enter")).statusCode()).isEqualTo(403);
    }

    @Test
    void a_link_is_over_after_ten_minutes() throws Exception {
        var link = desk.link();
        CLOCK.ahead(Duration.ofMinutes(10).minusSeconds(1));
        var other = desk.link();
        assertThat(get(link).statusCode()).as("only the newest").isEqualTo(403);
        CLOCK.ahead(Duration.ofMinutes(20));
        assertThat(get(other).statusCode()).isEqualTo(403);
    }

    @Test
    void a_session_ends_after_a_quarter_of_an_hour_in_which_nobody_does_anything_however_often_the_page_asks()
            throws Exception {
        assertThat(get(desk.link()).statusCode()).isEqualTo(200);
        for (int minutes = 5; minutes < 15; minutes += 5) {
            CLOCK.ahead(Duration.ofMinutes(minutes));
            for (var asked : List.of("/inbox/rows", "/line", "/flash")) {
                assertThat(get(page(asked)).statusCode()).isEqualTo(200);
            }
        }
        CLOCK.ahead(Duration.ofMinutes(15));
        assertThat(get(page("/inbox/rows")).statusCode()).isEqualTo(401);
        CLOCK.ahead(Duration.ZERO);
        assertThat(get(page("/")).statusCode()).isEqualTo(401);
    }

    @Test
    void what_an_officer_does_keeps_the_session() throws Exception {
        assertThat(get(desk.link()).statusCode()).isEqualTo(200);
        CLOCK.ahead(Duration.ofMinutes(14));
        assertThat(get(page("/")).statusCode()).isEqualTo(200);
        CLOCK.ahead(Duration.ofMinutes(28));
        assertThat(get(page("/inbox/rows")).statusCode()).isEqualTo(200);
    }

    @Test
    void another_sites_name_leads_nowhere() throws Exception {
        try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), desk.port())) {
            socket.getOutputStream()
                    .write("GET /enter HTTP/1.1\r\nHost: desk.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void a_browser_takes_nothing_from_elsewhere_and_keeps_nothing() throws Exception {
        var answer = get(desk.link());
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                .contains("frame-ancestors 'none'", "form-action 'self'")
                .doesNotContain("unsafe");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.body()).doesNotContain("http://", "https://", "<script>", "style=\"", "onclick");
    }

    @Test
    void what_comes_is_shown_and_what_presses_most_stands_first() throws Exception {
        get(desk.link());
        var routine = arrive("ROUTINE");
        var flash = arrive("FLASH");
        arrive("ROUTINE");
        var rows = get(page("/inbox/rows")).body();
        assertThat(rows).contains(flash.toString(), routine.toString(), "data-flash=\"" + flash);
        assertThat(rows.indexOf(flash.toString())).isLessThan(rows.indexOf(routine.toString()));
        assertThat(rows).contains("特急", "cn.52").doesNotContain("<html");
    }

    @Test
    void an_unread_flash_is_told_on_every_page_and_a_locked_one_says_only_that_there_is_one() throws Exception {
        var other = arrive("URGENT");
        var flash = arrive("FLASH");
        assertThat(get(desk.link()).body()).as("it has its row there").doesNotContain("hx-get=\"/flash\"");
        assertThat(get(page("/messages/" + other)).body()).contains("hx-get=\"/flash\"");
        assertThat(get(page("/flash")).body())
                .contains("未读特急", "data-flash=\"" + flash, "href=\"/messages/" + flash)
                .doesNotContain(other.toString());
        browser = browser();
        assertThat(get(page("/")).body()).contains("hx-get=\"/flash\"");
        var locked = get(page("/flash"));
        assertThat(locked.statusCode()).isEqualTo(200);
        assertThat(locked.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(locked.body().strip())
                .matches("<p class=\"ringing\" data-flash=\"[0-9a-f]+\">收到尚无人阅读的特急消息，请打开办公桌查看。</p>");
        arrive("FLASH");
        assertThat(get(page("/flash")).body()).as("another one rings anew").isNotEqualTo(locked.body());
        for (var held : office.inbox()) {
            if (held.readAt().isEmpty()) {
                office.noteRead(held.id());
            }
        }
        assertThat(get(page("/flash")).body()).doesNotContain("data-flash");
    }

    @Test
    void a_message_is_read_in_the_chosen_language_with_who_signed_and_who_checked() throws Exception {
        var id = arrive("URGENT");
        var chinese = get(desk.link()).body();
        assertThat(post("/language", "to=en&_csrf=" + token(chinese)).body()).contains("Inbox");
        var shown = get(page("/messages/" + id)).body();
        assertThat(shown).contains("Case number", "CN=cn.52", "Verified by the hub at", "urn:uuid:" + id);
        var signer = hub.identity(RunningHub.party("cn.52"), "sign").certificate();
        assertThat(shown)
                .as("the report of its signature")
                .contains(
                        "CN=Guitu demo CA",
                        signer.getSerialNumber().toString(16).toUpperCase(java.util.Locale.ROOT),
                        CertificateName.digest(signer).hex(),
                        "ECDSA P-256 with SHA-256",
                        "Receipts of this office for it",
                        "<strong>Received</strong>",
                        "signed at ");
        var original = browser.send(
                HttpRequest.newBuilder(page("/messages/" + id + "/original")).build(), BodyHandlers.ofByteArray());
        assertThat(original.body()).isEqualTo(Files.readAllBytes(office.file(org.guitu.message.MessageId.of(id))));
        assertThat(original.headers().firstValue("Content-Disposition").orElseThrow())
                .isEqualTo("attachment; filename=" + id + ".xml");
    }

    @Test
    void reading_is_confirmed_once_and_the_sender_gets_it() throws Exception {
        var id = arrive("URGENT");
        get(desk.link());
        var shown = get(page("/messages/" + id)).body();
        var after = post("/messages/" + id + "/read", "_csrf=" + token(shown)).body();
        assertThat(after).contains("已阅，并已告知发送方").doesNotContain("确认已阅");
        hub.await("READ", "cn.44", Files.readAllBytes(office.file(org.guitu.message.MessageId.of(id))));
    }

    @Test
    void nothing_is_done_that_was_not_asked_from_the_page() throws Exception {
        var id = arrive("URGENT");
        get(desk.link());
        var answer = post("/messages/" + id + "/read", "");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("请重新打开页面再操作");
        assertThat(office.inbox())
                .filteredOn(held -> held.id().uuid().equals(id))
                .allMatch(held -> held.readAt().isEmpty());
    }

    @Test
    void a_message_that_was_changed_on_the_disk_is_shown_as_such_and_never_as_content() throws Exception {
        var id = arrive("URGENT");
        var file = office.file(org.guitu.message.MessageId.of(id));
        var text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("<ResponsibleOfficer>[^<]+", "<ResponsibleOfficer>changed"));
        get(desk.link());
        var answer = get(page("/messages/" + id));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("此消息未通过核验", "枢纽的声明所指的是另一些字节").doesNotContain("changed");
        Files.writeString(file, text);
    }

    @Test
    void a_message_that_does_not_verify_is_marked_in_the_inbox_until_it_does() throws Exception {
        var id = arrive("URGENT");
        var file = office.file(org.guitu.message.MessageId.of(id));
        var text = Files.readString(file);
        get(desk.link());
        assertThat(marked(id)).isFalse();
        Files.writeString(file, text.replaceFirst("<ResponsibleOfficer>[^<]+", "<ResponsibleOfficer>changed"));
        Awaitility.await().atMost(RunningHub.PATIENCE).until(() -> marked(id));
        Files.writeString(file, text);
        Awaitility.await().atMost(RunningHub.PATIENCE).until(() -> !marked(id));
    }

    private boolean marked(UUID id) throws Exception {
        var rows = get(page("/inbox/rows")).body();
        var row = rows.substring(rows.indexOf("id=\"message-" + id));
        return row.substring(0, row.indexOf("</td>")).contains("未通过核验");
    }

    @Test
    void what_the_server_itself_refuses_is_said_in_both_languages_and_nothing_of_it_comes_back() throws Exception {
        for (var address : List.of("/%00", "/" + "a".repeat(9_000), "/<b>", "/nothing;/..%5c")) {
            var answer = raw("GET " + address + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            assertThat(answer)
                    .as(address.substring(0, Math.min(20, address.length())))
                    .contains("HTTP/1.1 40", "无法读取此请求", "This request cannot be read", "href=\"/\"")
                    .doesNotContain("Tomcat", "HTTP Status", "aaaa", "Exception");
        }
    }

    /** What no client sends that minds its addresses. */
    private static String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), desk.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void another_language_is_chosen_where_one_is_and_leads_nowhere_else() throws Exception {
        var id = arrive("URGENT");
        get(desk.link());
        var page = get(page("/messages/" + id)).body();
        assertThat(page).contains("name=\"here\" value=\"/messages/" + id + "\"");
        var answer = post("/language", "to=en&here=/messages/" + id + "&_csrf=" + token(page));
        assertThat(answer.uri().getPath()).isEqualTo("/messages/" + id);
        assertThat(answer.body()).contains("Case number");
        for (var other :
                List.of("//evil.invalid/x", "https://evil.invalid/", "/\\evil.invalid", "/messages/../../x?y")) {
            assertThat(post("/language", "to=en&_csrf=" + token(page) + "&here=" + other.replace("?", "%3F"))
                            .uri())
                    .isEqualTo(page("/"));
        }
    }

    @Test
    void without_officers_the_lock_offers_no_login() throws Exception {
        assertThat(get(page("/")).body()).contains("办公桌已锁定").doesNotContain("/login");
    }

    @Test
    void what_is_not_there_is_said_with_the_way_back() throws Exception {
        get(desk.link());
        assertThat(get(page("/messages/" + SOME)).body()).contains("此处没有消息", "href=\"/\"");
        for (var address : List.of(
                "/nothing",
                "/messages/xyz",
                "/sent/xyz",
                "/drafts/xyz",
                "/conversations/xyz",
                "/oversight/figures/NONE/kinds/exact")) {
            var answer = get(page(address));
            assertThat(answer.statusCode()).as(address).isEqualTo(404);
            assertThat(answer.body()).contains("没有此页面或消息", "地址可能有误").doesNotContain("GUITU_TRACE");
        }
        assertThat(get(page("/inbox/rows?window=xyz")).statusCode())
                .as("an address that is there, asked for wrongly")
                .isEqualTo(400);
    }
}
