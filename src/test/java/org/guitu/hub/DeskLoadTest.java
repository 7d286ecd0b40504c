package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.desk.Desk;
import org.guitu.office.Office;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The desk stays quick over everything an office has held for years. */
final class DeskLoadTest {
    private static final int HELD = 10_000;
    private static final Duration QUICK = Duration.ofMillis(300);
    private static final int TRIES = 60;

    @Test
    void the_first_page_is_quick_with_ten_thousand_messages_held(@TempDir Path folder) throws Exception {
        var clock = new MovableClock();
        try (var hub = RunningHub.start(RunningHub.HOME, folder, clock, config -> {}, "cn.52", "cn.44")) {
            var home = hub.office("cn.44");
            try (var office = Office.open(home);
                    var desk = Desk.open(office, 0, clock)) {
                hub.accepted(new Sample(RunningHub.HOME.resolve("schemas"))
                        .current("alert", "alert-issue", clock.instant()));
                Awaitility.await()
                        .atMost(RunningHub.PATIENCE)
                        .until(() -> office.inbox().size() == 1);
                copy(office.inbox().get(0).id().uuid(), home.resolve("received"));
                assertThat(office.inbox()).hasSize(HELD);
                var browser = Browser.english(desk);
                assertThat(best(browser, "/")).isLessThan(QUICK);
                assertThat(best(browser, "/inbox/rows")).isLessThan(QUICK);
                turned(browser);
                fewer(browser, home.resolve("received"));
            }
        }
    }

    /** Once warm, and when nobody else needs the machine. */
    private static Duration best(Browser browser, String path) throws Exception {
        var best = Duration.ofHours(1);
        for (int i = 0; i < TRIES && best.compareTo(QUICK) >= 0; i++) {
            long from = System.nanoTime();
            assertThat(browser.get(path).body()).contains("200 of 10,000");
            var took = Duration.ofNanos(System.nanoTime() - from);
            best = took.compareTo(best) < 0 ? took : best;
        }
        return best;
    }

    /** Every message is on one of the pages, also the last. */
    private static void turned(Browser browser) throws Exception {
        var first = browser.get("/").body();
        assertThat(first).contains("1 to 200 of 10,000", "Next 200").doesNotContain("Previous 200");
        var second = browser.post("/inbox/from", Map.of("from", "200")).body();
        assertThat(second).contains("201 to 400 of 10,000", "Previous 200", "Next 200");
        var ids = messages(first);
        assertThat(ids).hasSize(200).doesNotContainAnyElementsOf(messages(second));
        var last = browser.post("/inbox/from", Map.of("from", "99999")).body();
        assertThat(last).contains("9,801 to 10,000 of 10,000").doesNotContain("Next 200");
        assertThat(browser.post("/inbox/from", Map.of("from", "-7")).body()).contains("1 to 200 of 10,000");
    }

    /** Where there are fewer, the last page is gone back to, and stays where there are more again. */
    private static void fewer(Browser browser, Path received) throws Exception {
        var last = browser.post("/inbox/from", Map.of("from", "9800")).body();
        var away = Files.createDirectory(received.resolveSibling("away"));
        for (var file : files(received).subList(0, HELD / 2)) {
            Files.move(file, away.resolve(file.getFileName()));
        }
        assertThat(browser.rows(last).body()).contains("4,801 to 5,000 of 5,000");
        for (var file : files(away)) {
            Files.move(file, received.resolve(file.getFileName()));
        }
        assertThat(browser.rows(last).body()).contains("4,801 to 5,000 of 10,000");
    }

    private static List<Path> files(Path folder) throws Exception {
        try (var files = Files.newDirectoryStream(folder, "*.json")) {
            var all = new ArrayList<Path>();
            files.forEach(all::add);
            return all;
        }
    }

    private static Set<String> messages(String page) {
        return Pattern.compile("id=\"(message-[0-9a-f-]{36})\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static void copy(UUID known, Path received) throws Exception {
        var text = Files.readString(received.resolve(known + ".json"));
        for (int i = 1; i < HELD; i++) {
            var id = UUID.randomUUID();
            Files.writeString(
                    received.resolve(id + ".json"),
                    text.replace("\"id\":\"urn:uuid:" + known, "\"id\":\"urn:uuid:" + id));
        }
    }
}
