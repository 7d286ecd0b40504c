package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.desk.Desk;
import org.guitu.office.Office;
import org.guitu.office.Outcome;
import org.guitu.office.Overviews;
import org.guitu.oversight.OverviewXml;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The overview of the Joint Conference Office: asked of a real hub, shown at its desk. */
final class OversightTest {
    @TempDir
    static Path folder;

    private static final MovableClock CLOCK = new MovableClock();
    private static RunningHub hub;
    private static Office jco;
    private static Desk desk;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(RunningHub.HOME, folder, CLOCK, config -> {}, "cn.jco", "cn.52", "cn.44", "cn.35");
        jco = Office.open(hub.office("cn.jco"));
        desk = Desk.open(jco, 0, CLOCK);
    }

    @AfterAll
    static void stop() throws Exception {
        desk.close();
        jco.close();
        hub.close();
    }

    /** A request of Fujian to Guangdong. */
    private static String request(UUID conversation, Instant at) throws Exception {
        return new Sample(RunningHub.HOME.resolve("schemas"))
                .current("case", "assistance-request", at)
                .replaceFirst("<Recipient>cn.53", "<Recipient>cn.44")
                .replaceAll("<Conversation>[^<]*", "<Conversation>urn:uuid:" + conversation);
    }

    /** Asks, and waits until the page shows what the hub told after that. */
    private static String told(Browser browser) throws Exception {
        var before = newest();
        browser.post("/oversight/ask", Map.of());
        Awaitility.await().atMost(RunningHub.PATIENCE).until(() -> newest().isAfter(before));
        return browser.get("/oversight").body();
    }

    private static Instant newest() throws Exception {
        return jco.inbox().stream()
                .filter(held -> held.type().equals(OverviewXml.OVERVIEW))
                .map(held -> held.receivedAt())
                .reduce((earlier, later) -> later)
                .orElse(Instant.EPOCH);
    }

    private static String row(String page, UUID conversation) {
        for (var row : page.split("<tr", -1)) {
            if (row.contains(conversation.toString())) {
                return row.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
            }
        }
        throw new AssertionError("no row of " + conversation);
    }

    @Test
    void a_conversation_of_others_is_shown_with_whom_it_waits_for() throws Exception {
        var conversation = UUID.randomUUID();
        hub.accepted(request(conversation, Instant.now()));
        var page = told(Browser.english(desk));
        assertThat(row(page, conversation))
                .contains("Requests waiting for a reply", "Requested", "(cn.35)", "“Assistance request”", "(cn.44)")
                .contains("as its sender asks")
                .as("who has not read it is named as everywhere else")
                .containsPattern("as its sender asks [^(]*[A-Za-z][^(]* \\(cn\\.44\\) [^(]*" + conversation)
                .doesNotContain("overdue");
        assertThat(page).contains("Fujian", "→");
    }

    @Test
    void what_was_asked_and_not_answered_in_time_is_overdue_and_the_office_is_named() throws Exception {
        var conversation = UUID.randomUUID();
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        hub.accepted(request(conversation, now.minus(Duration.ofHours(3)))
                .replaceFirst("<ReplyBy>[^<]*", "<ReplyBy>" + now.minus(Duration.ofHours(1))));
        var browser = Browser.english(desk);
        assertThat(row(told(browser), conversation)).contains("overdue", "(cn.44)");
        var taken = browser.post("/oversight/filter", Map.of("group", "", "party", "cn.44", "state", "overdue"));
        assertThat(taken.uri().getPath()).matches("/oversight/[0-9a-f-]{36}");
        assertThat(taken.body()).contains(conversation.toString());
        var other = browser.post("/oversight/filter", Map.of("group", "", "party", "cn.52", "state", "overdue"));
        assertThat(other.body()).doesNotContain(conversation.toString());
        assertThat(browser.get("/oversight/part?window=" + Browser.window(taken.body()))
                        .body())
                .as("another window changes nothing of it")
                .contains(conversation.toString());
    }

    @Test
    void what_the_hub_told_long_ago_says_that_it_is_old() throws Exception {
        var browser = Browser.english(desk);
        var seen = "seen=";
        assertThat(told(browser)).contains(seen, "<summary>Help</summary>").doesNotContain("older than 15 minutes:");
        CLOCK.ahead(Duration.ofMinutes(14));
        browser.get("/oversight");
        CLOCK.ahead(Duration.ofMinutes(16));
        try {
            assertThat(browser.get("/oversight/part?seen=another").body()).contains("older than 15 minutes:");
        } finally {
            CLOCK.ahead(Duration.ZERO);
        }
    }

    @Test
    void figures_are_exact_for_the_office_and_blurred_for_others() throws Exception {
        hub.accepted(request(UUID.randomUUID(), Instant.now()));
        var browser = Browser.english(desk);
        told(browser);
        assertThat(browser.get("/oversight/figures/TEST/partners/exact").body())
                .matches("(?s)\uFEFFParty \\(as of 20[-0-9:TZ.]+\\),open,.*")
                .containsPattern("\\(cn\\.35\\),[1-9]");
        assertThat(browser.get("/oversight/figures/TEST/partners/few").body())
                .containsPattern("\\(cn\\.35\\),<11")
                .doesNotContainPattern("\\(cn\\.35\\),[1-9]");
        assertThat(browser.get("/oversight/figures/TEST/nothing/exact").statusCode())
                .isEqualTo(404);
        assertThat(browser.get("/acts").body())
                .contains("took figures as a file", "asked the hub how everything stands");
    }

    @Test
    void what_the_hub_tells_is_no_message_that_an_officer_has_to_read() throws Exception {
        var browser = Browser.english(desk);
        told(browser);
        assertThat(browser.get("/").body()).doesNotContain("Overview</a>\n            <span class=\"tag\"");
        assertThat(browser.get("/inbox/rows").body()).contains("Nothing has come yet");
    }

    @Test
    void nothing_of_what_people_wrote_is_in_it() throws Exception {
        var sample = new Sample(RunningHub.HOME.resolve("schemas"));
        hub.accepted(sample.current("alert", "alert-issue", CLOCK.instant())
                .replaceAll("<Conversation>[^<]*", "<Conversation>urn:uuid:" + UUID.randomUUID()));
        told(Browser.english(desk));
        var wire = Files.readString(newestFile());
        assertThat(wire).contains("<PrivacyCeiling>P1</PrivacyCeiling>").doesNotContain("person:", "SubjectId");
        for (var text : sample.current("alert", "alert-issue", CLOCK.instant()).split("[<>]", -1)) {
            if (text.codePoints().anyMatch(Character::isIdeographic)) {
                assertThat(wire).doesNotContain(text);
            }
        }
    }

    @Test
    void what_does_not_verify_any_more_is_passed_over() throws Exception {
        var browser = Browser.english(desk);
        told(browser);
        var before = newestFile();
        told(browser);
        var changed = newestFile();
        assertThat(changed).isNotEqualTo(before);
        var signed = Files.readString(changed);
        Files.writeString(changed, signed.replaceFirst("LeftOut>0<", "LeftOut>7<"));
        try (var office = Office.open(jco.home())) {
            var overviews = new Overviews(office);
            assertThat(overviews.newest().orElseThrow().message().uuid() + ".xml")
                    .isEqualTo(before.getFileName().toString());
        } finally {
            Files.writeString(changed, signed);
        }
    }

    private static Path newestFile() throws Exception {
        var newest = jco.inbox().stream()
                .filter(held -> held.type().equals(OverviewXml.OVERVIEW))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        return jco.file(newest.id());
    }

    @Test
    void a_reader_looks_and_does_not_ask() throws Exception {
        var terminal = new Terminal(jco.home(), "correct horse 7");
        terminal.officer("--add", "Wang", "--role", "reader");
        try {
            var reader = new Browser(desk);
            reader.login("Wang", "correct horse 7");
            assertThat(reader.get("/oversight").body()).doesNotContain("/oversight/ask");
            assertThat(reader.post("/oversight/ask", Map.of()).statusCode()).isEqualTo(403);
        } finally {
            Files.delete(jco.home().resolve("officers.json"));
        }
    }

    @Test
    void no_other_party_may_ask() throws Exception {
        try (var office = Office.open(hub.office("cn.52"))) {
            var draft = new Sample(RunningHub.HOME.resolve("schemas"))
                    .current("oversight", "request", CLOCK.instant())
                    .replace("cn.jco", "cn.52")
                    .replaceAll(
                            "(?s)<m:Since>.*</m:Since>",
                            "<m:Since>" + CLOCK.instant().minusSeconds(60) + "</m:Since>");
            var sent = office.send(draft.getBytes(StandardCharsets.UTF_8), true, RunningHub.PATIENCE);
            assertThat(sent.outcome()).as(sent.toString()).isEqualTo(Outcome.REFUSED_BY_HUB);
            assertThat(sent.refusal().orElseThrow().code()).isEqualTo("GT-5102");
            try (var theirs = Desk.open(office, 0, CLOCK)) {
                var browser = Browser.english(theirs);
                assertThat(browser.get("/").body()).doesNotContain("/oversight");
                assertThat(browser.get("/oversight").body()).contains("the Joint Conference Office");
            }
        }
    }
}
