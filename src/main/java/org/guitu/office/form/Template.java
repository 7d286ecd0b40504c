package org.guitu.office.form;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.guitu.message.MessageType;
import org.guitu.xml.Envelope;

/**
 * A draft of one type with every element of its schema: required ones in place and empty, optional ones as comments, each
 * with its label, its meaning and the values it may have. Empty elements do not pass the checks, so nothing is sent that
 * nobody filled in.
 */
public final class Template {
    /** Deeper than any schema here nests; ends what would recur. */
    private static final int DEEPEST = 12;
    /** Path of everything below the body: only the header has elements that are known. */
    private static final String PAYLOAD = "-";
    /** Lists of countries and the like are not copied into a draft. */
    private static final int MOST_VALUES = 24;

    private final StringBuilder text = new StringBuilder();
    private final Locale locale;
    private final String payloadNamespace;
    private final Map<String, String> known;

    private Template(Locale locale, String payloadNamespace, Map<String, String> known) {
        this.locale = locale;
        this.payloadNamespace = payloadNamespace;
        this.known = known;
    }

    /**
     * Writes the draft.
     *
     * @param known text of header elements by path below {@code Header}, for example {@code Sender/Party}; an element that
     *     is known empty is left for the office to fill and not shown
     * @throws IllegalArgumentException when the family has no payload of this name
     */
    public static String of(SchemaBook book, MessageType type, Locale locale, Map<String, String> known) {
        var payload = book.payload(type.name())
                .orElseThrow(() -> new IllegalArgumentException("the family has no " + type.name()));
        var template = new Template(locale, book.namespace(), known);
        template.line(0, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        template.line(0, "<Message xmlns=\"" + Envelope.NS + "\" xmlns:p=\"" + book.namespace() + "\">");
        template.element(book.header(), 1, "");
        template.line(1, "<Body>");
        template.element(payload, 2, PAYLOAD);
        template.line(1, "</Body>");
        template.line(0, "</Message>");
        return template.text.toString();
    }

    private void element(Declared element, int depth, String path) {
        var given = known.get(path);
        if (given != null) {
            if (!given.isEmpty()) {
                line(depth, open(element) + escaped(given) + close(element));
            }
            return;
        }
        comment(depth, note(element));
        if (element.parts().pieces().isEmpty()) {
            line(depth, open(element) + close(element));
            return;
        }
        line(depth, open(element));
        parts(element.parts(), depth + 1, path);
        line(depth, close(element));
    }

    private void parts(Parts parts, int depth, String path) {
        for (var piece : parts.pieces()) {
            if (piece instanceof Parts.One one) {
                var below = path.isEmpty()
                        ? one.element().name()
                        : path + "/" + one.element().name();
                if (one.element().optional() && known.get(below) == null) {
                    optional(one.element(), depth);
                } else {
                    element(one.element(), depth, below);
                }
            } else if (piece instanceof Parts.Choice choice) {
                choice(choice, depth);
            }
        }
    }

    private void choice(Parts.Choice choice, int depth) {
        var others = choice.alternatives().stream()
                .skip(1)
                .flatMap(parts -> parts.elements().stream().limit(1))
                .map(Declared::name)
                .collect(Collectors.joining(", "));
        comment(depth, words("二选一或多选一；或改用：", "one of several; instead: ") + others);
        if (choice.optional()) {
            choice.alternatives().get(0).elements().forEach(element -> optional(element, depth));
        } else {
            parts(choice.alternatives().get(0), depth, PAYLOAD);
        }
    }

    /** An optional element with everything in it, as one comment, since comments do not nest. */
    private void optional(Declared element, int depth) {
        comment(depth, words("可选：", "optional: ") + note(element));
        var inside = new Template(locale, payloadNamespace, Map.of());
        inside.bare(element, depth);
        line(depth, "<!--");
        text.append(inside.text);
        line(depth, "-->");
    }

    private void bare(Declared element, int depth) {
        var parts = element.parts();
        if (parts.pieces().isEmpty() || depth > DEEPEST) {
            line(depth, open(element) + close(element));
            return;
        }
        line(depth, open(element));
        for (var piece : parts.pieces()) {
            if (piece instanceof Parts.One one) {
                bare(one.element(), depth + 1);
            } else if (piece instanceof Parts.Choice choice) {
                choice.alternatives().get(0).elements().forEach(inside -> bare(inside, depth + 1));
            }
        }
        line(depth, close(element));
    }

    private String note(Declared element) {
        var note =
                new StringBuilder(element.label().map(label -> label.in(locale)).orElse(element.name()));
        element.privacy().ifPresent(privacy -> note.append(" [").append(privacy).append(']'));
        if (element.repeatable()) {
            note.append(words("（可多个）", " (may repeat)"));
        }
        if (!locale.getLanguage().equals("zh")) {
            element.documentation().ifPresent(doc -> note.append(". ").append(doc));
        }
        var values = element.values();
        if (!values.isEmpty() && values.size() <= MOST_VALUES) {
            note.append(words("。取值：", ". Values: "));
            note.append(values.stream()
                    .map(value -> value.value()
                            + value.label().map(label -> " " + label.in(locale)).orElse(""))
                    .collect(Collectors.joining(" | ")));
        }
        return note.toString();
    }

    private String words(String zh, String en) {
        return locale.getLanguage().equals("zh") ? zh : en;
    }

    /** Two hyphens would end a comment. */
    private void comment(int depth, String note) {
        line(depth, "<!-- " + note.replace("--", "- -") + " -->");
    }

    private String open(Declared element) {
        return "<" + qualified(element) + ">";
    }

    private String close(Declared element) {
        return "</" + qualified(element) + ">";
    }

    private String qualified(Declared element) {
        return element.namespace().equals(payloadNamespace) ? "p:" + element.name() : element.name();
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;");
    }

    private void line(int depth, String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }
}
