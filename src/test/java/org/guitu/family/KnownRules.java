package org.guitu.family;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.guitu.config.ConfigurationException;
import org.guitu.config.Yaml;
import org.guitu.message.Labels;

/** {@code schemas/rules.yaml}: the rules of the domain reference, and what becomes of those that no file runs. */
record KnownRules(List<Section> sections, Map<String, List<String>> gate, Map<String, Known> rules) {
    private static final Path FILE = Shipped.SCHEMAS.resolve("rules.yaml");

    KnownRules {
        rules = new TreeMap<>(rules);
        gate = new TreeMap<>(gate);
    }

    /** One section of the reference, whose rules are numbered from 1 to {@code last}. */
    record Section(String letter, int last, String source, Labels label) {
        List<String> numbers() {
            return java.util.stream.IntStream.rangeClosed(1, last)
                    .mapToObj(number -> "R-%s%02d".formatted(letter, number))
                    .toList();
        }
    }

    /** One rule; the file says what each key means. */
    record Known(Optional<Labels> schema, Optional<Labels> rest, Optional<Labels> waits, Optional<Labels> answered) {}

    static KnownRules read() {
        try {
            return Yaml.read(FILE, KnownRules.class);
        } catch (ConfigurationException e) {
            throw new AssertionError(e);
        }
    }
}
