package org.guitu.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program that is not ours to its end. One that is not installed fails the test. */
public final class Program {
    private static final long PATIENCE_SECONDS = 120;

    private Program() {}

    /** How a program ended and what it wrote, to both streams. */
    public record Ended(int code, String output) {
        public boolean well() {
            return code == 0;
        }

        /** What stands after these words on the first line that begins with them. */
        public String after(String words) {
            return output.lines()
                    .filter(line -> line.startsWith(words + " "))
                    .map(line -> line.substring(words.length() + 1))
                    .findFirst()
                    .orElse("");
        }
    }

    /**
     * Runs it in this folder.
     *
     * @param line the program and its words
     */
    public static Ended run(Path folder, List<String> line) throws IOException, InterruptedException {
        var output = Files.createTempFile(folder, "said", ".out");
        var process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(line + " does not end: " + Files.readString(output));
        }
        return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
