package org.guitu.family;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.guitu.xml.Elements;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What a rule's test looks at beside its own place, as its text names it and that of the variables it uses: a rule that looks at what
 * the schema does not take has nothing true to say.
 *
 * @param names local names of elements
 * @param every whether it also looks at all that stands in one of them, whatever it is called
 */
record Reads(Set<String> names, boolean every) {
    private static final Pattern NAME = Pattern.compile("(?<![\\w-])[a-z]+:([A-Z]\\w*)");
    private static final Pattern EVERY = Pattern.compile("(?<=[/(|] ?)\\*");
    private static final Pattern VARIABLE = Pattern.compile("\\$([\\w-]+)");

    /** @param rule an assert or a report */
    static Reads of(Element rule) {
        var expressions = new LinkedHashSet<String>();
        collect(rule.getAttribute("test"), rule, expressions);
        return new Reads(
                expressions.stream()
                        .flatMap(expression -> NAME.matcher(expression).results())
                        .map(name -> name.group(1))
                        .collect(Collectors.toUnmodifiableSet()),
                expressions.stream()
                        .anyMatch(expression -> EVERY.matcher(expression).find()));
    }

    private static void collect(String expression, Element at, Set<String> expressions) {
        if (expressions.add(expression)) {
            VARIABLE.matcher(expression)
                    .results()
                    .forEach(variable -> let(variable.group(1), at)
                            .ifPresent(let -> collect(let.getAttribute("value"), let, expressions)));
        }
    }

    /** The nearest of that name around it; none of those that an expression makes for itself. */
    private static Optional<Element> let(String name, Node at) {
        for (var around = at.getParentNode(); around instanceof Element scope; around = around.getParentNode()) {
            var let = Elements.in(scope, "let").stream()
                    .filter(one -> one.getAttribute("name").equals(name))
                    .findFirst();
            if (let.isPresent()) {
                return let;
            }
        }
        return Optional.empty();
    }
}
