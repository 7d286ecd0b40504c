package org.guitu.family;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.guitu.config.ConfigurationException;
import org.guitu.config.Yaml;

/** {@code src/test/resources/rules/broken.yaml}: samples changed so that each breaks one rule. */
record BrokenRules(List<Broken> broken) {
    private static final Path FILE = Path.of("src/test/resources/rules/broken.yaml");

    /** One changed sample; the file says what each key means. */
    record Broken(
            String rule,
            Optional<String> code,
            String sample,
            List<Edit> edits,
            Optional<String> state,
            Optional<List<String>> before) {
        String title() {
            return rule + " by " + sample.substring(sample.lastIndexOf('/') + 1);
        }
    }

    record Edit(String find, String put) {}

    static List<Broken> all() throws ConfigurationException {
        return Yaml.read(FILE, BrokenRules.class).broken();
    }
}
