package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What the parties are to workflows, by the office's copy of the directory. It only helps to name who may send what; the hub
 * decides by its own, so a file that cannot be read is left out.
 */
final class Roles {
    private static final String HUB = "hub";

    private final PartyId hub;
    private final Optional<Map<String, Set<String>>> known;
    private final Map<String, Labels> names;

    private Roles(PartyId hub, Optional<Map<String, Set<String>>> known, Map<String, Labels> names) {
        this.hub = hub;
        this.known = known;
        this.names = names;
    }

    /** @param directory the copy; without one nothing is known but the hub */
    static Roles of(PartyId hub, Optional<Path> directory) {
        var names = new TreeMap<String, Labels>();
        return new Roles(hub, directory.flatMap(folder -> read(folder, names)), names);
    }

    /** Read again only when a file of the directory changed. */
    static final class Kept {
        private final PartyId hub;
        private final Optional<Path> directory;
        private Map<Path, FileTime> seen = Map.of();
        private @Nullable Roles read;

        /** @param directory the copy; without one nothing is known but the hub */
        Kept(PartyId hub, Optional<Path> directory) {
            this.hub = hub;
            this.directory = directory;
        }

        synchronized Roles get() {
            var now = directory.map(Kept::files).orElse(Map.of());
            var known = read;
            if (known == null || !now.equals(seen)) {
                known = Roles.of(hub, directory);
                read = known;
                seen = now;
            }
            return known;
        }

        private static Map<Path, FileTime> files(Path directory) {
            var files = new HashMap<Path, FileTime>();
            try (var names = Files.newDirectoryStream(directory, "*.yaml")) {
                for (var name : names) {
                    files.put(name, Files.getLastModifiedTime(name));
                }
                return files;
            } catch (IOException e) {
                return Map.of();
            }
        }
    }

    /** What parties are called, and groups by the directory's vocabulary; those without a name by their identifier; empty where nothing is known. */
    Map<String, Labels> names() {
        return Collections.unmodifiableMap(names);
    }

    /** Whether the party, or one of the group, may be somebody with one of these roles. */
    boolean mayBe(String partyOrGroup, Set<String> roles) {
        if (isHub(partyOrGroup)) {
            return roles.contains(HUB);
        }
        return known.isEmpty()
                || known.get().getOrDefault(partyOrGroup, Set.of()).stream().anyMatch(roles::contains);
    }

    /** Whether the directory is here and gives the party one of these roles. */
    boolean has(String party, Set<String> roles) {
        return known.map(all -> all.getOrDefault(party, Set.of())).orElse(Set.of()).stream()
                .anyMatch(roles::contains);
    }

    boolean isHub(String party) {
        return party.equals(hub.value());
    }

    /** The one party that has these roles whatever it did in the conversation; empty unless that is the hub alone. */
    Optional<String> alone(Set<String> roles) {
        return roles.equals(Set.of(HUB)) ? Optional.of(hub.value()) : Optional.empty();
    }

    private static Optional<Map<String, Set<String>>> read(Path directory, Map<String, Labels> names) {
        var found = new HashMap<String, Set<String>>();
        var groups = new HashMap<String, JsonNode>();
        var yaml = new YAMLMapper();
        try (var files = Files.newDirectoryStream(directory, "*.yaml")) {
            for (var file : files) {
                var party = tree(yaml, file);
                add(found, party);
                name(names, party);
                party.path("groups").properties().forEach(group -> groups.put(group.getKey(), group.getValue()));
            }
            names.replaceAll((id, name) -> groups.containsKey(id) ? labels(groups.get(id), id) : name);
            return Optional.of(found);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static JsonNode tree(YAMLMapper yaml, Path file) {
        try {
            return yaml.readTree(file);
        } catch (JacksonException e) {
            return yaml.missingNode();
        }
    }

    private static void add(Map<String, Set<String>> found, JsonNode party) {
        var roles = texts(party.path("roles"));
        found.computeIfAbsent(party.path("id").asString(""), id -> new TreeSet<>())
                .addAll(roles);
        texts(party.path("groups"))
                .forEach(group ->
                        found.computeIfAbsent(group, id -> new TreeSet<>()).addAll(roles));
    }

    private static void name(Map<String, Labels> names, JsonNode party) {
        var id = party.path("id").asString("");
        if (id.isBlank()) {
            // one of the directory's other files
            return;
        }
        names.put(id, labels(party.path("name"), id));
        texts(party.path("groups")).forEach(group -> names.putIfAbsent(group, new Labels(group, group)));
    }

    private static Labels labels(JsonNode name, String id) {
        return new Labels(name.path("zh").asString(id), name.path("en").asString(id));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(text -> text.asString("")).toList();
    }
}
