package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Debian's browser, driven by a program of src/browser/node. What of it is not installed fails the test, by name. */
final class Chromium {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Path NODE = RunningHub.HOME.resolve("src/browser/node");
    private static final long PATIENCE_SECONDS = 150;
    /** How a line begins by which the program asks that something be done outside the browser. */
    private static final String ASKS = "ask: ";

    private Chromium() {}

    /**
     * Plays one scene to its end, and fails with all the program said where it ends badly.
     *
     * @param given what the scene is told, by environment: a link is for nobody else of this machine to read
     * @param acts what it may ask for, by name
     */
    static void play(String scene, Map<String, String> given, Map<String, Runnable> acts) throws Exception {
        assertThat(PROGRAM)
                .as("the browser: install Debian's package chromium (apt-get install chromium)")
                .isExecutable();
        assertThat(NODE.resolve("node_modules/playwright-core/package.json"))
                .as("the browser's driver: npm ci --prefix src/browser/node")
                .exists();
        var builder = new ProcessBuilder("node", "play.js", scene)
                .directory(NODE.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(given);
        builder.environment().put("CHROMIUM", PROGRAM.toString());
        builder.environment().put("TARGET", Files.createDirectories(Path.of("target/browser").toAbsolutePath())
                .toString());
        var process = started(builder);
        var unused = process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).exceptionally(late ->
                process.destroyForcibly());
        var said = new StringBuilder();
        try (var lines = process.inputReader(StandardCharsets.UTF_8);
                var answers = process.outputWriter(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                if (line.startsWith(ASKS)) {
                    Objects.requireNonNull(acts.get(line.substring(ASKS.length())), line).run();
                    answers.write("done\n");
                    answers.flush();
                }
            }
        }
        assertThat(process.waitFor()).as(scene + " " + given.get("WORDS") + ":\n" + said).isZero();
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError("node cannot be started: install Node 20 or later (apt-get install nodejs npm)", e);
        }
    }
}
