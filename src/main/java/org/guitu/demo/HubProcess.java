package org.guitu.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A hub in a process of its own, started by the launcher as an operator would; its log goes to a file. */
public final class HubProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 40;

    private final Process process;
    private final Path data;
    private final String readyLine;

    private HubProcess(Process process, Path data, String readyLine) {
        this.process = process;
        this.data = data;
        this.readyLine = readyLine;
    }

    /**
     * Starts the hub and waits for its ready line.
     *
     * @param words further words of its command line
     * @throws IOException when it ends instead; the message is what it said
     */
    public static HubProcess start(Path home, Path config, Path data, List<String> javaOptions, String... words)
            throws IOException {
        Files.createDirectories(data);
        var log = data.resolve("hub.log");
        var command = new ArrayList<String>(List.of(
                home.resolve("guitu").toString(), "hub", "--config", config.toString(), "--data", data.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command);
        builder.environment().put("GUITU_BUILD", "never");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("GUITU_JAVA_OPTIONS", String.join(" ", javaOptions));
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        var process = builder.start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("ready: ")) {
                return new HubProcess(process, data, line);
            }
        }
        process.destroy();
        throw new IOException("the hub did not start; " + lastLine(log));
    }

    private static String lastLine(Path log) throws IOException {
        var lines = Files.readAllLines(log);
        return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
    }

    public String readyLine() {
        return readyLine;
    }

    /** Port of its JMS door. */
    public int door() throws IOException {
        return port("jms");
    }

    /** Port of its SOAP door. */
    public int soap() throws IOException {
        return port("soap");
    }

    /** Port of health and metrics. */
    public int management() throws IOException {
        return port("management");
    }

    private int port(String name) throws IOException {
        var run = new Properties();
        try (var in = Files.newBufferedReader(data.resolve("hub.run"))) {
            run.load(in);
        }
        return Integer.parseInt(run.getProperty(name));
    }

    public long pid() {
        return process.pid();
    }

    /** Ends it at once, as a power cut would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop and waits until it has drained; its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
