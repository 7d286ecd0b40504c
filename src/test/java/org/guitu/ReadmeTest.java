package org.guitu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Keeps the README true: its commands are understood, and what it points at is there. */
class ReadmeTest {
    private static final List<Path> READMES = List.of(Path.of("README.md"), Path.of("README.zh-CN.md"));
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @TestFactory
    Stream<DynamicTest> every_command_of_the_readme_is_understood() throws IOException {
        var commands = new ArrayList<DynamicTest>();
        for (var readme : READMES) {
            for (var line : commands(readme)) {
                commands.add(DynamicTest.dynamicTest(readme + ": " + line, () -> understood(line)));
            }
        }
        assertThat(commands).hasSizeGreaterThan(10);
        return commands.stream();
    }

    @Test
    void both_languages_show_the_same_commands() throws IOException {
        var quoted = Pattern.compile("'[^']*'");
        var english = commands(READMES.get(0)).stream()
                .map(line -> quoted.matcher(line).replaceAll("''"));
        var chinese = commands(READMES.get(1)).stream()
                .map(line -> quoted.matcher(line).replaceAll("''"));
        assertThat(chinese).containsExactlyElementsOf(english.toList());
    }

    @Test
    void what_the_readme_points_at_is_there_and_it_stays_short() throws IOException {
        for (var readme : READMES) {
            var text = Files.readString(readme);
            assertThat(text.lines().count()).as(readme + " lines").isLessThan(150);
            var links = LINK.matcher(text);
            while (links.find()) {
                assertThat(Path.of(links.group(1))).exists();
            }
        }
    }

    private static List<String> commands(Path readme) throws IOException {
        return BLOCK.matcher(Files.readString(readme))
                .results()
                .flatMap(block -> block.group(1).lines())
                .filter(line -> line.startsWith("./guitu "))
                .toList();
    }

    /** With {@code --help} picocli reads the whole line, refuses what it does not know, and does nothing. */
    private static void understood(String line) {
        var words = new ArrayList<String>();
        WORD.matcher(line.substring("./guitu ".length()))
                .results()
                .forEach(word -> words.add(word.group(1) == null ? word.group(2) : word.group(1)));
        assumeThat(built(words.get(0))).as("part of this build").isTrue();
        words.remove("--help");
        words.addAll(List.of("--help", "--lang=en"));
        var err = new StringWriter();
        int code = Guitu.run(
                new PrintWriter(new StringWriter()), new PrintWriter(err, true), words.toArray(String[]::new));
        assertThat(code).as(line + "\n" + err).isZero();
    }

    private static boolean built(String part) {
        var home = switch (part) {
            case "check", "admin" -> "hub";
            case "partner" -> "office";
            default -> part;
        };
        var name = part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1);
        return ReadmeTest.class.getResource("/org/guitu/" + home + "/" + name + "Command.class") != null;
    }
}
