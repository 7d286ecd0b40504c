package org.guitu.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.guitu.message.Visible;

/** What a hostile sender writes: the files of src/test/resources/hostile. */
record HostileText(String name, String text) {
    private static final Path FOLDER = Path.of("src/test/resources/hostile").toAbsolutePath();
    /** The longest name the schemas take. */
    private static final int NAME = 100;

    static Stream<HostileText> all() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files
                    .filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(HostileText::read)
                    .toList()
                    .stream();
        }
    }

    private static HostileText read(Path file) {
        try {
            return new HostileText(file.getFileName().toString(), Files.readString(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** As the schemas take it, in one line, and as it is to be shown. */
    String shown() {
        return Visible.of(text.strip().replaceAll("\\s+", " "));
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** An alert in which whatever is free text says it. */
    String in(String alert) {
        var said = xml(text).replace("\\", "\\\\").replace("$", "\\$");
        var all = alert;
        for (var place : new String[] {"ResponsibleOfficer", "Clothing", "Circumstances", "Caption"}) {
            all = all.replaceFirst("<((?:[a-z]+:)?" + place + ")>[^<]+", "<$1>" + said);
        }
        return text.length() > NAME ? all : all.replaceFirst("<((?:[a-z]+:)?Given)>[^<]+", "<$1>" + said);
    }

    @Override
    public String toString() {
        return name;
    }
}
