package org.guitu.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** One YAML file as a tree that still knows on which line each of its keys stands. */
final class YamlDocument {
    private final Path file;
    private final JsonNode tree;
    private final Map<String, Integer> lines;
    private final Map<String, Yaml.Given> overridden;

    private YamlDocument(Path file, JsonNode tree, Map<String, Integer> lines, Map<String, Yaml.Given> overridden) {
        this.file = file;
        this.tree = tree;
        this.lines = lines;
        this.overridden = overridden;
    }

    /** The same document, of which some values are set from elsewhere. */
    YamlDocument overridden(Map<String, Yaml.Given> by) {
        return new YamlDocument(file, tree, lines, by);
    }

    JsonNode tree() {
        return tree;
    }

    static YamlDocument read(YAMLMapper mapper, Path file) throws ConfigurationException {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + ": is not UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read; check that it exists and its permissions", e);
        }
        try {
            var tree = mapper.readTree(text);
            if (!tree.isObject() && !tree.isArray()) {
                throw ConfigurationException.in(
                        file, "has no keys", "write them as the documentation of this file says");
            }
            return new YamlDocument(file, tree, lines(mapper, text), Map.of());
        } catch (JacksonException e) {
            int line = Math.max(1, e.getLocation() == null ? 1 : e.getLocation().getLineNr());
            throw ConfigurationException.at(
                    file, line, "is not well-formed YAML (" + first(e) + ")", "correct the line");
        }
    }

    /** What the binding of records did not take, in an operator's words. */
    ConfigurationException problem(JacksonException e) {
        var path = e.getPath().stream()
                .map(r -> r.getPropertyName() == null ? "" + r.getIndex() : r.getPropertyName())
                .collect(Collectors.toList());
        if (root(e) instanceof BadValue bad) {
            path.add(bad.key());
        }
        var override = overridden.get(String.join(".", path));
        if (override != null) {
            return new ConfigurationException(
                    override.source() + ": " + what(e, String.join(".", path)) + "; " + next(e));
        }
        int line = 1;
        for (int n = path.size(); n >= 0; n--) {
            var found = lines.get(String.join("/", path.subList(0, n)));
            if (found != null) {
                line = found;
                break;
            }
        }
        return ConfigurationException.at(file, line, what(e, String.join(".", path)), next(e));
    }

    private static String what(JacksonException e, String key) {
        if (root(e) instanceof IllegalArgumentException own) {
            return key + " " + (own instanceof BadValue ? "" : "is ") + own.getMessage();
        }
        if (e instanceof UnrecognizedPropertyException) {
            return "unknown key " + key;
        }
        if (e instanceof InvalidFormatException format) {
            return key + " cannot be " + format.getValue();
        }
        if (e instanceof MismatchedInputException && e.getOriginalMessage().startsWith("Missing required creator")) {
            return "key " + key + " is missing";
        }
        return (key.isEmpty() ? "it" : key) + " has the wrong type";
    }

    private static String next(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown && unknown.getKnownPropertyIds() != null) {
            return "known here: "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        return "correct the value";
    }

    private static Throwable root(Throwable e) {
        var cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String first(JacksonException e) {
        var text = e.getOriginalMessage();
        return text.lines().findFirst().orElse("unreadable");
    }

    private static Map<String, Integer> lines(YAMLMapper mapper, String text) {
        var lines = new HashMap<String, Integer>();
        try (var parser = mapper.createParser(text)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY) {
                    var path = path(parser.streamReadContext());
                    lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
                }
            }
        }
        return lines;
    }

    private static String path(TokenStreamContext context) {
        var pointer = context.pathAsPointer().toString();
        return pointer.isEmpty() ? "" : pointer.substring(1);
    }
}
