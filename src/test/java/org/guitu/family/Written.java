package org.guitu.family;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** YAML as it is written, read without any of the code that the hub reads it with. */
final class Written {
    private static final YAMLMapper YAML = new YAMLMapper();

    private Written() {}

    static JsonNode in(Path file) {
        return YAML.readTree(file);
    }

    static JsonNode workflow(Family family) {
        return in(family.folder().resolve("workflow.yaml"));
    }

    /** The roles that a party file may name. */
    static JsonNode roles() {
        return in(Path.of("config/parties/_vocabulary.yaml")).get("roles");
    }

    static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(item -> texts.add(item.asString()));
        return texts;
    }
}
