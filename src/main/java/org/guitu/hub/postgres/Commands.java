package org.guitu.hub.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs the short programs that set up and stop the server; each in a bare environment, so no secret of the hub's leaks. */
final class Commands {
    /** initdb takes a second here; a slow disk may need many. */
    private static final long LIMIT_SECONDS = 120;

    private Commands() {}

    /** How a program ended; {@code said} is its output, out and err together. */
    record Outcome(int exit, String said) {
        boolean well() {
            return exit == 0;
        }

        /** The line that says most, for a one-line message. */
        String lastLine() {
            var lines = said.lines().filter(line -> !line.isBlank()).toList();
            return lines.isEmpty()
                    ? "exit code " + exit
                    : lines.get(lines.size() - 1).strip();
        }
    }

    static boolean succeeds(List<String> command) {
        return run(command, Path.of("/")).well();
    }

    static Outcome run(List<String> command, Path directory) {
        Process process;
        try {
            process = bare(command, directory).redirectErrorStream(true).start();
        } catch (IOException e) {
            return new Outcome(127, command.get(0) + " cannot be run");
        }
        CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        try {
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), said);
        } catch (IOException e) {
            process.destroyForcibly();
            return new Outcome(126, command.get(0) + " was cut off");
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Outcome(126, command.get(0) + " was interrupted");
        }
    }

    static ProcessBuilder bare(List<String> command, Path directory) {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        var path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("LC_ALL", "C");
        return builder;
    }
}
