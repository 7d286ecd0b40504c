package org.guitu.xml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.validation.Validator;
import org.guitu.message.Refusal;
import org.guitu.message.Refusals;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.SAXNotSupportedException;
import org.xml.sax.SAXParseException;

/**
 * Makes our own sentences of the errors of one validation: of the first alone, or of each. The parser's texts quote values of the message, which may
 * be a victim's name; only what they quote of the <em>schema</em> (expected elements, allowed values, bounds) is taken.
 */
final class SchemaErrors implements ErrorHandler {
    private static final String CURRENT_NODE = "http://apache.org/xml/properties/dom/current-element-node";
    private static final Pattern RULE = Pattern.compile("^([a-zA-Z]+(?:-[a-zA-Z]+)*(?:\\.[0-9a-z]+)*):");
    private static final Pattern QUALIFIED = Pattern.compile("\"[^\"]*\":([^,}\\s]+)");
    private static final int LONGEST_LIST = 300;
    private static final String EMPTY = "GT-4117";

    /** Which refusal a rule of XML Schema (Part 1, Appendix C.1) becomes; the first row that fits counts. */
    private enum Row {
        UNEXPECTED("cvc-complex-type.2.4.a", "GT-4101", "^.*One of '\\{(.*?)\\}' is expected\\.$"),
        INCOMPLETE("cvc-complex-type.2.4.b", "GT-4102", "^.*One of '\\{(.*?)\\}' is expected\\.$"),
        UNKNOWN_IN_WILDCARD("cvc-complex-type.2.4.c", "GT-4104", ""),
        TOO_MUCH("cvc-complex-type.2.4", "GT-4103", ""),
        ATTRIBUTE_UNKNOWN("cvc-complex-type.3", "GT-4105", ""),
        ATTRIBUTE_MISSING("cvc-complex-type.4", "GT-4106", "^[^']*Attribute '([^']*)' must appear on element"),
        CONTENT("cvc-complex-type.2", "GT-4112", ""),
        CHILDREN_IN_VALUE("cvc-type.3.1.2", "GT-4112", ""),
        ENUMERATION(
                "cvc-enumeration-valid",
                "GT-4107",
                "enumeration '\\[([^\\]]*)\\]'\\. It must be a value from the enumeration\\.$"),
        PATTERN("cvc-pattern-valid", "GT-4108", ""),
        TOO_SHORT("cvc-minLength-valid", "GT-4109", "minLength '(\\d+)' for type '[^']*'\\.$"),
        TOO_LONG("cvc-maxLength-valid", "GT-4110", "maxLength '(\\d+)' for type '[^']*'\\.$"),
        TOO_SMALL("cvc-min", "GT-4111", "min(?:In|Ex)clusive '([^']*)' for type '[^']*'\\.$"),
        TOO_LARGE("cvc-max", "GT-4113", "max(?:In|Ex)clusive '([^']*)' for type '[^']*'\\.$"),
        DATATYPE("cvc-datatype-valid.1.2.1", "GT-4114", "is not a valid value for '([A-Za-z]*)'\\.$"),
        VALUE("cvc-datatype-valid", "GT-4108", ""),
        LENGTH("cvc-length-valid", "GT-4108", ""),
        DIGITS("cvc-totalDigits-valid", "GT-4108", ""),
        FRACTION("cvc-fractionDigits-valid", "GT-4108", ""),
        UNIQUE("cvc-identity-constraint", "GT-4115", ""),
        ID("cvc-id", "GT-4115", ""),
        ROOT("cvc-elt.1", "GT-4104", ""),
        TYPE("cvc-elt", "GT-4116", ""),
        TYPE_OF_TYPE("cvc-type", "GT-4116", ""),
        ATTRIBUTE("cvc-attribute", "GT-4108", ""),
        OTHER("", "GT-4199", "");

        private final String rule;
        private final String code;
        private final Pattern detail;

        Row(String rule, String code, String detail) {
            this.rule = rule;
            this.code = code;
            this.detail = Pattern.compile(detail, Pattern.DOTALL);
        }

        static Row of(String rule) {
            for (var row : values()) {
                if (rule.startsWith(row.rule)) {
                    return row;
                }
            }
            return OTHER;
        }
    }

    /** One error; its node is the attribute where it is about one. */
    private static final class Found {
        private final Row row;
        private final CompiledSchema.Expected expected;
        private final boolean value;
        private @Nullable Node node;

        Found(Row row, CompiledSchema.Expected expected, boolean value, @Nullable Node node) {
            this.row = row;
            this.expected = expected;
            this.value = value;
            this.node = node;
        }

        boolean isOf(@Nullable Node element) {
            return node == element || (node instanceof Attr attribute && attribute.getOwnerElement() == element);
        }

        CompiledSchema.Fault fault() {
            var place = node == null ? "" : SafeXml.place(node);
            var name = node == null ? "Message" : localName(node);
            var said = expected.said().isEmpty() ? "–" : String.join(", ", expected.said());
            var code = isLeftEmpty() ? EMPTY : row.code;
            return new CompiledSchema.Fault(
                    Optional.ofNullable(node), Refusals.refusal(code, place, "", name, said), expected);
        }

        /** Whoever left it empty is not helped by what else its value would have to be. */
        private boolean isLeftEmpty() {
            return value && node != null && node.getTextContent().isBlank();
        }
    }

    /** Ends a validation whose first error is known. */
    private static final class Enough extends SAXException {
        private static final long serialVersionUID = 1L;
    }

    private final Validator validator;
    private final boolean all;
    private final Deque<Found> found = new ArrayDeque<>();

    /** @param all whether it goes on after the first */
    SchemaErrors(Validator validator, boolean all) {
        this.validator = validator;
        this.all = all;
    }

    Optional<Refusal> refusal() {
        return faults().stream().findFirst().map(CompiledSchema.Fault::refusal);
    }

    List<CompiledSchema.Fault> faults() {
        return found.stream().map(Found::fault).toList();
    }

    @Override
    public void warning(SAXParseException e) {
        // the validator has none that matters
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
        var text = String.valueOf(e.getMessage());
        var matcher = RULE.matcher(text);
        var rule = matcher.find() ? matcher.group(1) : "";
        var current = currentNode();
        var last = found.peekLast();
        // a value may be an attribute's, which only the next error tells
        if (last != null && last.value && last.isOf(current) && !rule.contains("-valid")) {
            if (rule.startsWith("cvc-attribute") && current instanceof Element element) {
                last.node = attribute(element, text);
            }
        } else if (last == null || all) {
            var row = Row.of(rule);
            var node = row == Row.ATTRIBUTE && current instanceof Element element ? attribute(element, text) : current;
            found.add(new Found(row, expected(row, text), rule.contains("-valid"), node));
            if (all || rule.contains("-valid")) {
                return;
            }
        }
        if (!all) {
            throw new Enough();
        }
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
        error(e);
        throw new Enough();
    }

    private @Nullable Node currentNode() {
        try {
            return validator.getProperty(CURRENT_NODE) instanceof Node current ? current : null;
        } catch (SAXNotRecognizedException | SAXNotSupportedException e) {
            return null;
        }
    }

    /** The text names the attribute, but may also quote any value: only an attribute that is really there is taken. */
    private static Node attribute(Element element, String text) {
        var attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            var attribute = (Attr) attributes.item(i);
            if (text.contains("of attribute '" + attribute.getName() + "' on element '")) {
                return attribute;
            }
        }
        return element;
    }

    private static CompiledSchema.Expected expected(Row row, String text) {
        var matcher = row.detail.matcher(text);
        if (row.detail.pattern().isEmpty() || !matcher.find()) {
            return CompiledSchema.Expected.NOTHING;
        }
        var quoted = matcher.group(1);
        return switch (row) {
            case UNEXPECTED -> new CompiledSchema.Expected(CompiledSchema.What.BESIDE, few(names(quoted)));
            case INCOMPLETE -> new CompiledSchema.Expected(CompiledSchema.What.INSIDE, few(names(quoted)));
            case ENUMERATION ->
                new CompiledSchema.Expected(CompiledSchema.What.VALUES, few(List.of(quoted.split(", ", -1))));
            default -> new CompiledSchema.Expected(CompiledSchema.What.OTHER, List.of(quoted));
        };
    }

    /** No refusal is a list of the world's countries. */
    private static List<String> few(List<String> all) {
        var few = new ArrayList<String>();
        int length = 0;
        for (var one : all) {
            length += one.length() + 2;
            if (length > LONGEST_LIST) {
                few.add("…");
                break;
            }
            few.add(one);
        }
        return few;
    }

    private static List<String> names(String expected) {
        List<String> names = new ArrayList<>();
        var matcher = QUALIFIED.matcher(expected);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names.isEmpty() ? List.of(expected) : names;
    }

    private static String localName(Node node) {
        var name = node.getLocalName() == null ? node.getNodeName() : node.getLocalName();
        return node instanceof Attr ? "@" + name : name;
    }
}
