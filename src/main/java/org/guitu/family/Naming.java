package org.guitu.family;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.guitu.message.Labels;

/** Says the elements that a schema or a rule names as people read them on a form: by their labels. */
final class Naming {
    /** In Chinese nothing else is written so. */
    private static final Pattern IN_CHINESE = Pattern.compile(" ?(?<![A-Za-z0-9-])([A-Z][A-Za-z]+)(?![A-Za-z0-9-]) ?");

    /** In English only what no sentence would hold, or what is to be done something with. */
    private static final Pattern IN_ENGLISH = Pattern.compile(
            "(?<![A-Za-z0-9-])([A-Z][a-z]+[A-Z][A-Za-z]*|(?<=\\b(?:Add|Correct|Remove|Set|or|and|correct) )[A-Z][a-z]+)(?![A-Za-z0-9-])");

    /** What a refusal asks for at its end: of what was not signed yet nothing can be signed again. */
    private static final Pattern AGAIN = Pattern.compile("(后(重新)?签名发送|, sign and send again)(?=[。.]$)");

    private final Map<String, Labels> labels;

    private Naming(Map<String, Labels> labels) {
        this.labels = labels;
    }

    /** The elements of a message with this payload; where several have one name, that of the first. */
    static Naming of(SchemaBook book, String payload) {
        var labels = new HashMap<String, Labels>();
        var seen = new HashSet<String>();
        Stream.concat(book.payload(payload).stream(), Stream.of(book.header()))
                .forEach(root -> collect(root, labels, seen));
        return new Naming(labels);
    }

    private static void collect(Declared declared, Map<String, Labels> labels, Set<String> seen) {
        declared.label().ifPresent(label -> labels.putIfAbsent(declared.name(), label));
        // a type that holds itself is looked into once
        if (seen.add(declared.namespace() + " " + declared.name() + " " + declared.type())) {
            declared.parts().elements().forEach(part -> collect(part, labels, seen));
        }
    }

    Labels in(Labels text) {
        return new Labels(said(IN_CHINESE, text.zh(), Labels::zh), said(IN_ENGLISH, text.en(), Labels::en));
    }

    private String said(Pattern names, String text, Function<Labels, String> language) {
        return names.matcher(AGAIN.matcher(text).replaceFirst("")).replaceAll(found -> {
            var label = labels.get(found.group(1));
            return Matcher.quoteReplacement(label == null ? found.group() : "“" + language.apply(label) + "”");
        });
    }
}
