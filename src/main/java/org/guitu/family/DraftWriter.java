package org.guitu.family;

import java.util.List;
import java.util.stream.Collectors;
import org.guitu.message.Labels;
import org.guitu.xml.Elements;
import org.w3c.dom.Element;

/** Writes a sample out with comments, and beside what it has, as comments, what it could have. */
final class DraftWriter {
    /** Longer lists, of countries and the like, are not copied into a draft. */
    private static final int MOST_VALUES = 24;

    /** What an office fills in at sending where the draft leaves it out; its people may write their own. */
    static final List<String> FILLED_AT_SENDING = List.of(
            "MessageId", "Blind", "Conversation", "Party", "CertificateDigest", "Unit", "ResponsibleOfficer", "SentAt");

    private static final Labels FILLED = new Labels("发送时自动填写", "filled in at sending");
    private static final Labels OPTIONAL = new Labels("可选", "optional");
    private static final Labels REPEATABLE = new Labels("可重复", "may repeat");
    private static final Labels INSTEAD = new Labels("下一项也可改用", "instead of the next there may stand");
    private static final Labels VALUES = new Labels("取值", "values");

    private final Markup markup;
    private final Dates dates;
    private final Examples examples;
    private boolean inHeader;
    private boolean conversationNamed;

    DraftWriter(Markup markup, Dates dates, Examples examples) {
        this.markup = markup;
        this.dates = dates;
        this.examples = examples;
    }

    static String both(Labels labels) {
        return labels.zh() + " / " + labels.en();
    }

    /** @param named whether the conversation is the draft's to name, and not made at sending */
    void header(Element sample, Declared declared, boolean named) {
        conversationNamed = named;
        inHeader = true;
        element(sample, declared, 1);
        inHeader = false;
    }

    /** An element of the sample with its comment, and everything in it. */
    void element(Element sample, Declared declared, int depth) {
        if (filledAtSending(declared)) {
            comment(depth, both(FILLED) + ": ", declared);
            return;
        }
        comment(depth, "", declared);
        var children = Elements.in(sample);
        if (children.isEmpty()) {
            plain(sample, depth);
            return;
        }
        markup.line(depth, "<" + sample.getNodeName() + Markup.attributes(sample) + ">");
        new Inside(children, depth + 1).write(declared.parts());
        markup.line(depth, "</" + sample.getNodeName() + ">");
    }

    private boolean filledAtSending(Declared declared) {
        return inHeader
                && FILLED_AT_SENDING.contains(declared.name())
                && !(conversationNamed && declared.name().equals("Conversation"));
    }

    /** An element of the sample as it is. */
    private void plain(Element sample, int depth) {
        var children = Elements.in(sample);
        var name = sample.getNodeName();
        if (children.isEmpty()) {
            var value = dates.moved(sample.getTextContent().strip());
            markup.leaf(depth, name, Markup.attributes(sample), value);
            return;
        }
        markup.line(depth, "<" + name + Markup.attributes(sample) + ">");
        children.forEach(child -> plain(child, depth + 1));
        markup.line(depth, "</" + name + ">");
    }

    /** Goes through the sample's children and the content model side by side. */
    private final class Inside {
        private final List<Element> children;
        private final int depth;
        private int at;

        Inside(List<Element> children, int depth) {
            this.children = children;
            this.depth = depth;
        }

        void write(Parts parts) {
            pieces(parts);
            while (at < children.size()) {
                plain(children.get(at++), depth);
            }
        }

        private void pieces(Parts parts) {
            for (var piece : parts.pieces()) {
                if (piece instanceof Parts.One one) {
                    one(one.element());
                } else if (piece instanceof Parts.Choice choice) {
                    choice(choice);
                }
            }
        }

        private void one(Declared declared) {
            if (at == children.size() || !declared.declares(children.get(at))) {
                absent(declared, depth);
                return;
            }
            element(children.get(at++), declared, depth);
            while (at < children.size() && declared.declares(children.get(at))) {
                plain(children.get(at++), depth);
            }
        }

        private void choice(Parts.Choice choice) {
            var taken = at == children.size()
                    ? choice.alternatives().stream().findFirst()
                    : choice.alternatives().stream()
                            .filter(parts -> parts.hold(children.get(at)))
                            .findFirst()
                            .or(() -> choice.alternatives().stream().findFirst());
            taken.ifPresent(parts -> {
                instead(choice, parts);
                pieces(parts);
            });
        }

        private void instead(Parts.Choice choice, Parts taken) {
            var others = choice.alternatives().stream()
                    .filter(parts -> !parts.equals(taken))
                    .flatMap(parts -> parts.elements().stream().limit(1))
                    .map(other -> markup.qualified(other)
                            + other.label().map(label -> " " + both(label)).orElse(""))
                    .collect(Collectors.joining(" | "));
            if (!others.isEmpty()) {
                markup.comment(depth, both(INSTEAD) + ": " + others);
            }
        }
    }

    /** What the sample does not have: as a comment, with what it needs inside, since comments do not nest. */
    private void absent(Declared declared, int depth) {
        if (filledAtSending(declared)) {
            comment(depth, both(FILLED) + ": ", declared);
            return;
        }
        if (declared.holdsForeign()) {
            return;
        }
        comment(depth, both(OPTIONAL) + ": ", declared);
        if (declared.parts().pieces().isEmpty()) {
            markup.comment(depth, leaf(declared));
            return;
        }
        markup.line(depth, "<!--");
        needed(declared, depth, true);
        markup.line(depth, "-->");
    }

    /** @param whole also shows what is optional directly inside */
    private void needed(Declared declared, int depth, boolean whole) {
        var parts = declared.parts();
        if (parts.pieces().isEmpty()) {
            markup.line(depth, leaf(declared).replace("--", "- -"));
            return;
        }
        markup.line(depth, "<" + markup.qualified(declared) + ">");
        needed(parts, depth + 1, whole);
        markup.line(depth, "</" + markup.qualified(declared) + ">");
    }

    private void needed(Parts parts, int depth, boolean whole) {
        for (var piece : parts.pieces()) {
            if (piece instanceof Parts.One one) {
                if ((whole || !one.element().optional()) && !one.element().holdsForeign()) {
                    needed(one.element(), depth, false);
                }
            } else if (piece instanceof Parts.Choice choice) {
                choice.alternatives().stream().findFirst().ifPresent(first -> needed(first, depth, whole));
            }
        }
    }

    private String leaf(Declared declared) {
        var attributes = examples.example(declared, Markup::attributes).orElse("");
        var value =
                declared.definition().isEmpty() && declared.builtIn().isEmpty() ? "" : examples.text(declared, dates);
        return Markup.leaf(markup.qualified(declared), attributes, value);
    }

    private void comment(int depth, String before, Declared declared) {
        var note = new StringBuilder(before);
        note.append(declared.label().map(DraftWriter::both).orElse(declared.name()));
        declared.privacy()
                .ifPresent(privacy -> note.append(" [").append(privacy).append(']'));
        if (declared.repeatable()) {
            note.append(" (").append(both(REPEATABLE)).append(')');
        }
        declared.documentation().ifPresent(text -> note.append(". ").append(both(text)));
        var values = declared.values();
        if (!values.isEmpty() && values.size() <= MOST_VALUES) {
            note.append(". ").append(both(VALUES)).append(": ");
            note.append(values.stream()
                    .map(value -> value.value()
                            + value.label().map(label -> " " + both(label)).orElse(""))
                    .collect(Collectors.joining(" | ")));
        }
        markup.comment(depth, note.toString());
    }
}
