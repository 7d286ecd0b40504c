package org.guitu.family;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.guitu.family.Field.Kind;
import org.guitu.family.Field.Option;
import org.guitu.family.Field.Text;
import org.guitu.family.Field.Times;
import org.guitu.message.Labels;
import org.guitu.xml.Elements;
import org.w3c.dom.Element;

/** Lays the fields of a form out: what has to be there and what is there, and beside it what could be. */
final class FormLayout {
    /** More values are searched, not looked through. */
    static final int FEW = 12;
    /** Longer text gets more than one line. */
    private static final int LINE = 250;

    private static final Set<String> SET_BY_THE_OFFICE = Set.of(
            "MessageId",
            "Type",
            "SchemaVersion",
            "Blind",
            "Conversation",
            "InReplyTo",
            "References",
            "Party",
            "CertificateDigest",
            "SentAt");
    private static final Set<String> OF_A_FILE = Set.of("MimeType", "Digest", "SizeBytes", "Content");
    static final Labels YES = new Labels("是", "Yes");
    static final Labels NO = new Labels("否", "No");

    private final Locale locale;
    private final Pinyin pinyin;
    private final ZoneId zone;
    private final Map<String, List<Option>> lists = new TreeMap<>();

    FormLayout(Locale locale, Pinyin pinyin, ZoneId zone) {
        this.locale = locale;
        this.pinyin = pinyin;
        this.zone = zone;
    }

    Map<String, List<Option>> lists() {
        return lists;
    }

    /** An element that only says something by being there. */
    static boolean isMark(Declared declared) {
        return declared.parts().pieces().isEmpty()
                && declared.structure().isPresent()
                && declared.definition().isEmpty();
    }

    /** Whether the office fills this in, and nobody else. */
    static boolean isSetByTheOffice(String parent, String name) {
        return parent.startsWith("/Header[") && SET_BY_THE_OFFICE.contains(name);
    }

    /** A group that holds bytes with what describes them. */
    static boolean isFile(Declared declared) {
        var names = declared.parts().elements().stream().map(Declared::name).toList();
        return names.containsAll(OF_A_FILE);
    }

    /** What an officer may choose: sealing is not the officer's. */
    static List<Parts> alternatives(Parts.Choice choice) {
        return choice.alternatives().stream()
                .filter(parts -> parts.elements().stream().noneMatch(Declared::holdsForeign))
                .toList();
    }

    /** The choice of that number in a group, counted over its content model. */
    static Optional<Parts.Choice> choice(Declared group, String number) {
        var all = new ArrayList<Parts.Choice>();
        collect(group.parts(), all);
        try {
            int at = Integer.parseInt(number);
            return at >= 0 && at < all.size() ? Optional.of(all.get(at)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void collect(Parts parts, List<Parts.Choice> all) {
        for (var piece : parts.pieces()) {
            if (piece instanceof Parts.Choice choice) {
                all.add(choice);
                choice.alternatives().forEach(alternative -> collect(alternative, all));
            }
        }
    }

    Field group(Element element, Declared declared, String path) {
        return group(element, declared, path, new Times(true, false, false));
    }

    private Field group(Element element, Declared declared, String path, Times times) {
        var inside = new Inside(element, declared, path);
        inside.lay();
        var file = isFile(declared);
        return new Field(
                path,
                file ? Kind.FILE : Kind.GROUP,
                label(declared),
                hint(declared),
                times,
                file ? new Text(described(element), 0, "", List.of()) : Text.NONE,
                inside.fields,
                inside.more);
    }

    private static String described(Element file) {
        return Elements.first(file, "SizeBytes")
                .map(size -> size.getTextContent().strip())
                .filter(size -> !size.isEmpty())
                .map(size -> Elements.first(file, "MimeType")
                                .map(format -> format.getTextContent().strip())
                                .orElse("")
                        + ", " + size + " B")
                .orElse("");
    }

    private String label(Declared declared) {
        return declared.label().map(labels -> labels.in(locale)).orElse(declared.name());
    }

    private String hint(Declared declared) {
        return declared.documentation().map(hint -> hint.in(locale)).orElse("");
    }

    /** Goes through the content model of one group. */
    private final class Inside {
        private final Element element;
        private final Declared declared;
        private final String path;
        private final boolean file;
        private final Parts model;
        private final List<Field> fields = new ArrayList<>();
        private final List<Field> more = new ArrayList<>();
        private final List<Parts.Choice> choices = new ArrayList<>();

        Inside(Element element, Declared declared, String path) {
            this.element = element;
            this.declared = declared;
            this.path = path;
            this.file = isFile(declared);
            this.model = declared.parts();
            collect(model, choices);
        }

        void lay() {
            pieces(model);
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

        private void one(Declared part) {
            if (isSetByTheOffice(path, part.name())
                    || (file && OF_A_FILE.contains(part.name()))
                    || part.holdsForeign()
                    || SignedText.fills(part.name())) {
                return;
            }
            var there = Elements.in(element).stream().filter(part::declares).toList();
            for (int i = 0; i < there.size(); i++) {
                boolean last = i == there.size() - 1;
                var times = new Times(
                        !part.optional(), last && part.repeatable(), isRemovable(part, there.get(i), there.size() > 1));
                field(there.get(i), part, FormPath.child(path, part.name(), i + 1), times);
            }
            if (there.isEmpty()) {
                absent(part);
            }
        }

        /** A single one that is empty is as good as not there: to take it away would change nothing anybody sees. */
        private static boolean isRemovable(Declared part, Element child, boolean several) {
            boolean empty =
                    part.parts().pieces().isEmpty() && child.getTextContent().isEmpty();
            return several || (part.optional() && !empty);
        }

        private void field(Element child, Declared part, String at, Times times) {
            if (!part.parts().pieces().isEmpty()) {
                fields.add(group(child, part, at, times));
                return;
            }
            fields.add(leaf(part, at, times, isMark(part) ? "true" : Form.shown(part, child.getTextContent(), zone)));
            for (var required : part.attributes()) {
                fields.add(new Field(
                        at + "/@" + required.name(),
                        Kind.LINE,
                        label(part) + ": "
                                + required.label().map(one -> one.in(locale)).orElse(required.name()),
                        "",
                        new Times(true, false, false),
                        new Text(child.getAttribute(required.name()), 0, "", List.of()),
                        List.of(),
                        List.of()));
            }
        }

        private void absent(Declared part) {
            var at = FormPath.child(path, part.name(), 1);
            var times = new Times(!part.optional(), false, false);
            if (part.parts().pieces().isEmpty() && part.attributes().isEmpty()) {
                (part.optional() ? more : fields).add(leaf(part, at, times, ""));
            } else {
                (part.optional() ? more : fields)
                        .add(new Field(
                                at, Kind.ABSENT, label(part), hint(part), times, Text.NONE, List.of(), List.of()));
            }
        }

        private void choice(Parts.Choice choice) {
            var usable = alternatives(choice);
            var children = Elements.in(element);
            int taken = 0;
            for (int i = 0; i < usable.size(); i++) {
                var parts = usable.get(i);
                if (children.stream().anyMatch(parts::hold)) {
                    taken = i;
                    break;
                }
            }
            if (usable.size() > 1
                    && !(file && usable.get(taken).elements().stream().anyMatch(Declared::binary))) {
                var options = new ArrayList<Option>();
                for (int i = 0; i < usable.size(); i++) {
                    options.add(new Option(String.valueOf(i), names(usable.get(i)), i == taken));
                }
                fields.add(new Field(
                        path + "?" + choices.indexOf(choice),
                        Kind.CHOICE,
                        label(declared),
                        "",
                        new Times(true, false, false),
                        new Text("", 0, "", options),
                        List.of(),
                        List.of()));
            }
            if (!usable.isEmpty()) {
                pieces(usable.get(taken));
            }
        }

        private String names(Parts parts) {
            return parts.elements().stream()
                    .filter(part -> !part.optional())
                    .findFirst()
                    .or(() -> parts.elements().stream().findFirst())
                    .map(FormLayout.this::label)
                    .orElse("");
        }
    }

    private Field leaf(Declared part, String path, Times times, String value) {
        return new Field(path, kind(part), label(part), hint(part), times, text(part, value), List.of(), List.of());
    }

    private static Kind kind(Declared part) {
        int values = part.values().size();
        if (part.closed() && values <= FEW) {
            return Kind.SELECT;
        }
        if (values > 0 || !list(part).isEmpty()) {
            return Kind.PICK;
        }
        return isMark(part)
                ? Kind.MARK
                : switch (part.builtIn()) {
                    case "boolean" -> Kind.SELECT;
                    case "date" -> Kind.DATE;
                    case "dateTime" -> Kind.TIME;
                    case "integer", "decimal", "positiveInteger", "nonNegativeInteger", "int", "short" -> Kind.NUMBER;
                    default -> part.longest().orElse(0) > LINE ? Kind.LINES : Kind.LINE;
                };
    }

    /** Parties have no list in the schema; whoever shows the form may know them. */
    private static String list(Declared part) {
        return part.isParty() ? part.type() : part.values().isEmpty() ? "" : part.type();
    }

    private Text text(Declared part, String value) {
        var options = part.builtIn().equals("boolean") && part.values().isEmpty()
                ? List.of(new Option("true", YES.in(locale), false), new Option("false", NO.in(locale), false))
                : part.values().stream()
                        .map(one -> new Option(
                                one.value(),
                                one.label().map(labels -> labels.in(locale)).orElse(one.value()),
                                false))
                        .toList();
        boolean pick = kind(part) == Kind.PICK;
        var list = pick ? list(part) : "";
        if (pick && !options.isEmpty()) {
            lists.putIfAbsent(list, part.values().stream().map(this::searched).toList());
        }
        return new Text(
                value,
                part.longest().orElse(0),
                list,
                pick
                        ? options.stream()
                                .filter(one -> one.value().equals(value))
                                .toList()
                        : options.stream()
                                .map(one -> new Option(
                                        one.value(), one.label(), one.value().equals(value)))
                                .toList());
    }

    /** In both languages, in pinyin and by its other names, whatever an officer types. */
    private Option searched(Declared.Value value) {
        var names = value.label().map(label -> pinyin.searched(label, value.also()));
        return new Option(value.value(), names.orElse(value.value()), false);
    }
}
