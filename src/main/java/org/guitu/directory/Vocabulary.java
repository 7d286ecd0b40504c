package org.guitu.directory;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guitu.config.BadValue;
import org.guitu.message.Labels;

/**
 * The words that party files may use, from {@code config/parties/_vocabulary.yaml}: a role or group that is not here is a
 * slip of the pen, and is refused.
 */
record Vocabulary(Map<String, Labels> kinds, Map<String, Labels> roles, Map<String, Labels> groups) {
    static final String FILE = "_vocabulary.yaml";

    Vocabulary {
        groups.keySet()
                .forEach(g -> BadValue.unless(
                        g.matches("@[a-z0-9-]+(\\.[a-z0-9-]+)*"),
                        "groups",
                        "must have names like @border.cn-vn, found " + g));
        kinds = Map.copyOf(kinds);
        roles = Map.copyOf(roles);
        groups = Map.copyOf(groups);
    }

    Optional<Labels> label(String roleOrGroup) {
        return Optional.ofNullable((roleOrGroup.startsWith("@") ? groups : roles).get(roleOrGroup));
    }

    /** What a party file says that is not in the vocabulary; empty when all is known. */
    Optional<String> unknown(PartyFile file) {
        if (!kinds.containsKey(file.kind())) {
            return Optional.of("kind " + file.kind());
        }
        return first("role", file.roles(), roles.keySet()).or(() -> first("group", file.groups(), groups.keySet()));
    }

    private static Optional<String> first(String what, Iterable<String> used, Set<String> known) {
        for (var word : used) {
            if (!known.contains(word)) {
                return Optional.of(what + " " + word);
            }
        }
        return Optional.empty();
    }
}
