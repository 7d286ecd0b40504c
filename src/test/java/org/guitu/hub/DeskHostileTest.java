package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.desk.Desk;
import org.guitu.message.Visible;
import org.guitu.office.Office;
import org.guitu.office.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever somebody writes stays text, in every place of the desk that shows it. */
final class DeskHostileTest {
    private static final Path TEMPLATES = Path.of("src/main/resources/org/guitu/desk/templates");
    private static final Pattern TAG =
            Pattern.compile("<(?!!)/?([A-Za-z:][^\\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([^\\s=\"'/]+)(?:\\s*=\\s*(?:\"[^\"]*\"|'[^']*'))?");
    private static final Pattern TYPED = Pattern.compile("(?s)value=\"[^\"]*\"|<textarea.*?</textarea>");
    private static final Pattern LINK = Pattern.compile("(?:href|src|action|hx-get|hx-post)=\"([^\"]*)\"");
    private static final String CLOTHING = "/Body[1]/AlertIssue[1]/Person[1]/Appearance[1]/Clothing[1]";
    private static final String OFFICER = "/Header[1]/Sender[1]/ResponsibleOfficer[1]";

    @TempDir
    static Path folder;

    private static final MovableClock CLOCK = new MovableClock();
    private static RunningHub hub;
    private static Office guizhou;
    private static Office guangdong;
    private static Desk writing;
    private static Desk reading;
    private static Set<String> tags;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(RunningHub.HOME, folder, CLOCK, config -> {}, "cn.52", "cn.44");
        guizhou = Office.open(hub.office("cn.52"));
        guangdong = Office.open(hub.office("cn.44"));
        writing = Desk.open(guizhou, 0, CLOCK);
        reading = Desk.open(guangdong, 0, CLOCK);
        tags = new TreeSet<>();
        try (var templates = Files.list(TEMPLATES)) {
            for (var template : templates.toList()) {
                TAG.matcher(Files.readString(template)).results().forEach(tag -> tags.add(tag.group(1)));
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        writing.close();
        reading.close();
        guizhou.close();
        guangdong.close();
        hub.close();
    }

    static Stream<HostileText> texts() throws IOException {
        return HostileText.all();
    }

    private static String alert(HostileText hostile) throws IOException {
        return hostile.in(new Sample(RunningHub.HOME.resolve("schemas"))
                .current("alert", "alert-issue", CLOCK.instant())
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>cn.44</Recipient></Recipients>"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Nothing but the tags of the templates, no attribute that runs, no address of elsewhere, nothing that hides or turns. */
    private static void requireHarmless(String page) {
        var found = new ArrayList<String>();
        TAG.matcher(page).results().forEach(tag -> {
            found.add(tag.group(1));
            ATTRIBUTE
                    .matcher(tag.group(2))
                    .results()
                    .forEach(attribute -> assertThat(attribute.group(1))
                            .as(tag.group())
                            .doesNotStartWithIgnoringCase("on")
                            .doesNotStartWithIgnoringCase("autofocus")
                            .doesNotStartWithIgnoringCase("style"));
        });
        assertThat(tags).containsAll(found);
        assertThat(LINK.matcher(page).results().map(link -> link.group(1)))
                .allMatch(link -> link.matches("/(?!/).*|#.*"));
        assertThat(TYPED.matcher(page).replaceAll(""))
                .isEqualTo(Visible.of(TYPED.matcher(page).replaceAll("")));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void what_was_received_stays_text_wherever_it_is_shown(HostileText hostile) throws Exception {
        var id = RunningHub.id(hub.accepted(alert(hostile)));
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() ->
                        guangdong.inbox().stream().anyMatch(held -> held.id().equals(id)));
        var conversation = guangdong.inbox().stream()
                .filter(held -> held.id().equals(id))
                .findFirst()
                .orElseThrow()
                .conversation()
                .uuid();
        var browser = Browser.english(reading);
        var message = browser.get("/messages/" + id.uuid()).body();
        requireHarmless(message);
        assertThat(message)
                .as("apart from its label, and as a direction of reading of its own")
                .contains("<bdi class=\"value\">" + escaped(hostile.shown()) + "</bdi>");
        for (var path : List.of("/", "/inbox/rows", "/conversations/" + conversation, "/drafts")) {
            var page = browser.get(path).body();
            requireHarmless(page);
            assertThat(page).as("no content there").doesNotContain(escaped(hostile.shown()));
        }
        var answer = browser.post(
                "/drafts",
                Map.of("type", "alert/SightingReport", "answered", id.uuid().toString()));
        requireHarmless(answer.body());
        try (var zip = new ZipInputStream(
                new ByteArrayInputStream(browser.bytes("/conversations/" + conversation + "/files")
                        .body()),
                StandardCharsets.UTF_8)) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entry.getName())
                        .matches("([0-9A-Za-z][0-9A-Za-z.-]*/?)+")
                        .doesNotContain("..");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void what_is_written_stays_text_in_the_form_and_is_kept_as_it_was_typed(HostileText hostile) throws Exception {
        var browser = Browser.english(writing);
        var draft = browser.post("/drafts", Map.of("type", "alert/AlertIssue"))
                .uri()
                .getPath();
        browser.submit(draft, Map.of(), "add:/Body[1]/AlertIssue[1]/Person[1]/Appearance[1]");
        var typed = hostile.text().replaceAll("\\s+", " ");
        requireHarmless(browser.check(
                draft, Map.of(CLOTHING, typed, OFFICER, typed, "/Header[1]/Recipients[1]/Recipient[1]", typed)));
        var form = browser.get(draft).body();
        requireHarmless(form);
        assertThat(form).contains("value=\"" + escaped(typed) + "\"");
        if (!hostile.shown().equals(typed)) {
            assertThat(form)
                    .as("what hides is told beside the field")
                    .contains("<bdi>" + escaped(hostile.shown()) + "</bdi>");
        }
        requireHarmless(browser.submit(draft, Map.of(), "check").body());
        requireHarmless(browser.submit(draft, Map.of(), "send").body());
        requireHarmless(browser.get("/drafts").body());
        browser.submit(draft, Map.of(), "discard-surely");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void what_was_sent_stays_text_on_the_page_that_shows_how_it_goes(HostileText hostile) throws Exception {
        var sent = guizhou.send(alert(hostile).getBytes(StandardCharsets.UTF_8), true, RunningHub.PATIENCE);
        assertThat(sent.outcome()).as(sent.toString()).isEqualTo(Outcome.ACCEPTED);
        var browser = Browser.english(writing);
        var page =
                browser.get("/sent/" + sent.about().orElseThrow().id().uuid()).body();
        requireHarmless(page);
        assertThat(page).contains("<bdi class=\"value\">" + escaped(hostile.shown()) + "</bdi>");
    }

    @Test
    void a_text_longer_than_the_schema_takes_is_told_beside_its_field_and_not_sent() throws Exception {
        var browser = Browser.english(writing);
        var draft = browser.post("/drafts", Map.of("type", "alert/AlertIssue"))
                .uri()
                .getPath();
        assertThat(browser.check(draft, Map.of(OFFICER, "长".repeat(100_000)))).contains("data-for=\"" + OFFICER + "\"");
        assertThat(browser.submit(draft, Map.of(), "send").statusCode()).isEqualTo(422);
        browser.submit(draft, Map.of(), "discard-surely");
    }

    @Test
    void a_search_for_it_finds_nothing_and_shows_it_only_where_it_was_typed() throws Exception {
        var browser = Browser.english(reading);
        for (var hostile : HostileText.all().toList()) {
            requireHarmless(browser.post(
                            "/inbox/filter", Map.of("text", hostile.text().replaceAll("\\s+", " ")))
                    .body());
        }
        assertThat(browser.get("/conversations/" + UUID.randomUUID()).statusCode())
                .isEqualTo(409);
    }
}
