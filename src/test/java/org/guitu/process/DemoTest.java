package org.guitu.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's commands, as a person runs them who has just cloned the project. */
@Tag("process")
class DemoTest {
    /** On two cores of its own it takes half a minute. */
    private static final long MINUTES = 5;

    @TempDir
    Path folder;

    @Test
    void it_keeps_the_hub_if_asked_deals_with_what_a_killed_one_left_and_leaves_nothing_running() throws Exception {
        var kept = demo("--keep");
        assertThat(kept).contains("./guitu office", "Stop it:");
        var hub = ProcessHandle.of(Long.parseLong(found(kept, "kill (\\d+)"))).orElseThrow();
        try {
            var health = HttpRequest.newBuilder(URI.create(found(kept, "curl (http://\\S+)")))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(health, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("\"status\":\"UP\"");
            sendTheFirstMessageAsTheReadmeSays();
        } finally {
            hub.destroyForcibly();
            hub.onExit().get(MINUTES, TimeUnit.MINUTES);
        }
        var second = demo();
        assertThat(second)
                .contains("alert/AlertIssue", "case/AssistanceReply", "repatriation/Acknowledgement")
                .contains("agreement/OfficeReceipt", "GT-3131", "GT-3001", "GT-4101", "GT-6001", "GT-5101")
                .doesNotContain("NOT AS EXPECTED");
        assertThat(second.lines()
                        .filter(line -> line.contains("HandoverConfirmation") && line.contains("[HANDED_OVER]")))
                .as("handed over together, and the one who was postponed, each signed by both sides")
                .hasSize(2);
        assertThat(second).contains("person 3 is ill and is postponed", "[FOLLOW_UP]");
        await().atMost(Site.PATIENCE).untilAsserted(() -> assertThat(ours()).isEmpty());
    }

    @Test
    void one_that_fails_on_its_way_leaves_no_hub_that_nobody_was_told_of() throws Exception {
        // found once the hub is up: the settings of an office cannot be written
        Files.createDirectories(folder.resolve("demo/offices/vn.mps/office.yaml/in the way"));
        var output = folder.resolve("failed.log");
        var demo = Site.guitu(output, "", "demo", "--data", folder.resolve("demo"), "--keep");
        assertThat(demo.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue()).as(Files.readString(output)).isEqualTo(1);
        assertThat(Files.readString(output)).contains("demo: ready: ").doesNotContain("Stop it:");
        await().atMost(Site.PATIENCE).untilAsserted(() -> assertThat(ours()).isEmpty());
    }

    /** Every line of the README about an office of the demo, in its order. */
    private void sendTheFirstMessageAsTheReadmeSays() throws IOException, InterruptedException {
        var lines = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.matches("\\./guitu office (--soap )?--home var/demo/.*"))
                .toList();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(6);
        for (var line : lines) {
            var words = line.substring("./guitu ".length())
                    .replace("var/demo", folder.resolve("demo").toString())
                    .replace("alert.xml", folder.resolve("alert.xml").toString())
                    .split(" ", -1);
            var output = folder.resolve("office.log");
            var office = Site.guitu(output, "", (Object[]) words);
            assertThat(office.waitFor(MINUTES, TimeUnit.MINUTES)).as(line).isTrue();
            assertThat(office.exitValue())
                    .as(line + "\n" + Files.readString(output))
                    .isZero();
        }
    }

    private String demo(String... arguments) throws IOException, InterruptedException {
        var output = folder.resolve("demo.log");
        var words = new Object[arguments.length + 3];
        words[0] = "demo";
        words[1] = "--data";
        words[2] = folder.resolve("demo");
        System.arraycopy(arguments, 0, words, 3, arguments.length);
        var demo = Site.guitu(output, "", words);
        try {
            assertThat(demo.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            demo.destroy();
        }
        assertThat(demo.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    private static String found(String text, String pattern) {
        var matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    /** Every process, Java or PostgreSQL, that was started on this demo's folder. */
    private List<String> ours() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(folder.toString()))
                .toList();
    }
}
