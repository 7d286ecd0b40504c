package org.guitu.family;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Expressions and functions to which a workflow gives a name once: each may use those above it, and any condition all of them. */
final class Lets {
    private final Map<String, String> named;
    private final Set<String> used = new LinkedHashSet<>();

    /** @param named in the order of the file */
    Lets(Map<String, String> named) {
        this.named = named;
    }

    /** The condition behind those it uses, so that it asks for nothing it does not need. */
    String before(String condition) {
        var expression = condition;
        var above = named.keySet().stream().collect(Collectors.toCollection(java.util.ArrayDeque::new));
        while (!above.isEmpty()) {
            var name = above.removeLast();
            if (Pattern.compile("\\$" + Pattern.quote(name) + "(?![\\w.-])")
                    .matcher(expression)
                    .find()) {
                used.add(name);
                expression = "let $" + name + " := " + named.get(name) + " return " + expression;
            }
        }
        return expression;
    }

    /** One that no condition has used yet. */
    Optional<String> unused() {
        return named.keySet().stream().filter(name -> !used.contains(name)).findFirst();
    }
}
