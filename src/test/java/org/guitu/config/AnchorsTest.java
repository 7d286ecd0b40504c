package org.guitu.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AnchorsTest {
    @TempDir
    Path folder;

    record Rule(String id, List<String> words) {}

    record Rules(Rule first, List<Rule> all, String text, List<List<Rule>> groups) {}

    private Rules read(String text) throws IOException, ConfigurationException {
        return Yaml.read(Files.writeString(folder.resolve("rules.yaml"), text), Rules.class);
    }

    @Test
    void what_is_said_once_with_an_anchor_stands_wherever_its_alias_does() throws Exception {
        var rules = read("""
                first: &one {id: a, words: &words [x, y]}
                all: &all
                  - *one
                  - {id: &name b, words: *words}
                text: *name
                groups: [*all, [*one]]
                """);
        var one = new Rule("a", List.of("x", "y"));
        var two = new Rule("b", List.of("x", "y"));
        assertThat(rules).isEqualTo(new Rules(one, List.of(one, two), "b", List.of(List.of(one, two), List.of(one))));
    }

    @Test
    void an_alias_without_an_anchor_before_it_is_refused_with_its_line() {
        assertThatThrownBy(() -> read("first: {id: a, words: []}\nall: [*one]\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("rules.yaml:2: is not well-formed YAML", "undefined alias one");
    }
}
