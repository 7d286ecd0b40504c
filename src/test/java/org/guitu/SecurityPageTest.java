package org.guitu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the threat model true: every threat names tests, and they exist. */
final class SecurityPageTest {
    private static final Path PAGE = Path.of("SECURITY.md");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test)(?:\\.(\\w+))?`");
    private static final Pattern CASE = Pattern.compile("(?<=cases? |, )`([a-z0-9-]+)`");
    private static final Pattern SAMPLE = Pattern.compile("sample `([a-z0-9-]+)`");

    @Test
    void every_threat_names_what_shows_that_it_is_stood_against() throws IOException {
        var threats = threats();
        assertThat(threats).hasSizeGreaterThan(25);
        for (var threat : threats) {
            assertThat(TEST.matcher(threat).find() || CASE.matcher(threat).find())
                    .as(threat)
                    .isTrue();
        }
    }

    @Test
    void the_tests_cases_and_samples_it_names_exist() throws IOException {
        var files = files(Path.of("src/test/java"));
        files.addAll(files(Path.of("src/peers/java")));
        var cases = files(Path.of("src/test/resources/cases"));
        var samples = files(Path.of("schemas"));
        int named = 0;
        for (var threat : threats()) {
            for (var test = TEST.matcher(threat); test.find(); named++) {
                var name = test.group(1) + ".java";
                var file = files.stream().filter(f -> f.endsWith(name)).findFirst();
                assertThat(file).as(name).isPresent();
                if (test.group(2) != null) {
                    assertThat(Files.readString(file.get())).as(name).contains("void " + test.group(2) + "(");
                }
            }
            for (var wire = CASE.matcher(threat); wire.find(); named++) {
                var folder = wire.group(1);
                assertThat(cases).as(folder).anyMatch(f -> f.toString().contains("/" + folder + "/"));
            }
            for (var sample = SAMPLE.matcher(threat); sample.find(); named++) {
                var name = sample.group(1) + ".xml";
                assertThat(samples).as(name).anyMatch(f -> f.endsWith(name));
            }
        }
        assertThat(named).isGreaterThan(50);
    }

    /** The rows of the table of stations. */
    private static List<String> threats() throws IOException {
        var text = Files.readString(PAGE);
        var rows = new ArrayList<String>();
        text.substring(text.indexOf("## What each station"), text.indexOf("## Not defended"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| station"))
                .forEach(rows::add);
        return rows;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).collect(Collectors.toList());
        }
    }
}
