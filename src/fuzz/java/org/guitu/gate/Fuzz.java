package org.guitu.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.guitu.message.Console;

/**
 * Searches with Jazzer, guided by the code that each input reaches, for bytes that receive, verify or validate answer with
 * anything but a coded refusal, later than four seconds, or by more memory than a hub has.
 *
 * <p>{@code mvn -B -Pfuzz -DskipTests verify}; {@code -Dfuzz.seconds=60} for each target, {@code
 * -Dfuzz.targets=Receive,Verify,Validate}. What was found stands in {@code target/fuzz/<target>/} as {@code crash-…}, {@code
 * timeout-…} or {@code oom-…}; {@code -Dfuzz.input=<file>} with one target tries it again. What reached new code is kept
 * beside it and is where the next run begins, until {@code target} is removed.
 */
@Console
public final class Fuzz {
    static final Path FOLDER = Path.of("target/fuzz");

    /** Whose code guides the search. */
    private static final String OURS = "org.guitu.**:org.apache.xml.security.**";

    private static final String HEAP = "-Xmx1g";
    /** Seconds for one answer. */
    private static final int LONGEST = 4;
    /** MiB of the whole process; the fuzzer's own tables and the JVM's are in it. */
    private static final int MEMORY = 2560;
    /** Bytes of an input; what is larger by far is tried by HostileMessagesTest. */
    private static final int INPUT = 64 << 10;

    private Fuzz() {}

    public static void main(String[] arguments) throws Exception {
        var failed = new ArrayList<String>();
        FuzzMessages.seeds();
        for (var target : System.getProperty("fuzz.targets", "Receive,Verify,Validate").split(",", -1)) {
            if (run(target) != 0) {
                failed.add(target);
            }
        }
        if (!failed.isEmpty()) {
            System.err.println("found something: " + failed + ", see " + FOLDER);
            System.exit(1);
        }
    }

    private static int run(String target) throws IOException, InterruptedException {
        var own = Files.createDirectories(FOLDER.resolve(target.toLowerCase(Locale.ROOT)));
        var corpus = Files.createDirectories(own.resolve("corpus"));
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "-Djdk.attach.allowAttachSelf=true",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=org.guitu.gate." + target + "Fuzz",
                "--instrumentation_includes=" + OURS,
                "--custom_hook_includes=" + OURS,
                "--reproducer_path=" + own,
                "-artifact_prefix=" + own + "/",
                "-dict=src/fuzz/xml.dict",
                "-timeout=" + LONGEST,
                "-rss_limit_mb=" + MEMORY,
                "-max_len=" + INPUT,
                "-print_final_stats=1"));
        var input = System.getProperty("fuzz.input", "");
        if (input.isEmpty()) {
            command.add("-max_total_time=" + Integer.getInteger("fuzz.seconds", 30));
            command.add(corpus.toString());
            command.add(FOLDER.resolve("seeds").toString());
        } else {
            command.add(input);
        }
        var log = own.resolve("log.txt");
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        var lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        lines.subList(Math.max(0, lines.size() - (exit == 0 ? 12 : 60)), lines.size())
                .forEach(line -> System.out.println(target + " " + line));
        return exit;
    }
}
