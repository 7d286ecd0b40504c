package org.guitu.family;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.message.Labels;
import org.guitu.message.Refusal;
import org.guitu.message.Refusals;
import org.guitu.xml.CompiledSchema;
import org.guitu.xml.CompiledSchema.What;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Says what is wrong with a message as people read it on a form: elements and values by their labels. One name may mean several
 * things in a message; it is what it means where the fault is, or else nearest to it.
 */
final class Naming {
    /** In Chinese nothing else is written so. */
    private static final Pattern IN_CHINESE = Pattern.compile(" ?(?<![A-Za-z0-9-])([A-Z][A-Za-z]+)(?![A-Za-z0-9-]) ?");

    /** In English only what no sentence would hold, or what is to be done something with. */
    private static final Pattern IN_ENGLISH = Pattern.compile(
            "(?<![A-Za-z0-9-])([A-Z][a-z]+[A-Z][A-Za-z]*|(?<=\\b(?:Add|Correct|Remove|Set|or|and|correct) )[A-Z][a-z]+)(?![A-Za-z0-9-])");

    /** What a refusal asks for at its end: of what was not signed yet nothing can be signed again. */
    private static final Pattern AGAIN = Pattern.compile("(后(重新)?签名发送|, sign and send again)(?=[。.]$)");

    private final SchemaBook book;
    private final String payload;

    /** @param payload name of the payload's element */
    Naming(SchemaBook book, String payload) {
        this.book = book;
        this.payload = payload;
    }

    /** What the schema does not take. */
    Form.Fault fault(CompiledSchema.Fault fault) {
        return fault(fault.node(), true, fault.refusal(), said(fault));
    }

    /** What a rule finds, or who compares: at what its text names, where that lies below the place or beside it. */
    Form.Fault fault(Optional<Node> node, boolean error, Refusal refusal) {
        var path = node.map(at -> meant(refusal.text(), at)).orElse("");
        return new Form.Fault(path, error, refusal, node.flatMap(this::group), said(refusal.text(), node));
    }

    private Form.Fault fault(Optional<Node> node, boolean error, Refusal refusal, Labels text) {
        return new Form.Fault(node.map(FormPath::of).orElse(""), error, refusal, node.flatMap(this::group), text);
    }

    /** Rules are told of a whole part: of the elements that the text names the first that is empty, else the first, else the part. */
    private String meant(Labels text, Node node) {
        var whole = FormPath.of(node);
        if (!(node instanceof Element element)
                || book.at(element)
                        .filter(known -> known.parts().pieces().isEmpty())
                        .isPresent()) {
            return whole;
        }
        var named = Stream.concat(
                        IN_CHINESE.matcher(text.zh()).results(),
                        IN_ENGLISH.matcher(text.en()).results())
                .flatMap(found -> path(found.group(1), element).stream())
                .toList();
        return named.stream()
                .filter(path -> FormPath.find(element.getOwnerDocument(), path)
                        .filter(there -> !there.getTextContent().isBlank())
                        .isEmpty())
                .findFirst()
                .or(() -> named.stream().findFirst())
                .orElse(whole);
    }

    private Optional<String> path(String name, Element at) {
        var message = at.getOwnerDocument().getDocumentElement();
        var around = Stream.iterate(at, Element.class::isInstance, Node::getParentNode)
                .map(Element.class::cast);
        var everywhere = Stream.of(Envelope.payload(at.getOwnerDocument()))
                .flatMap(found -> Stream.concat(Stream.of(found), Elements.first(message, "Header").stream()));
        return Stream.concat(around, everywhere)
                .flatMap(root -> book.at(root).flatMap(known -> path(known, FormPath.of(root), name)).stream())
                .findFirst();
    }

    /** The nearest place of that name below, as if everything were there; none that the office fills in itself. */
    private static Optional<String> path(Declared root, String whole, String name) {
        var seen = new HashSet<List<String>>();
        var next = new ArrayDeque<>(List.of(Map.entry(whole, root)));
        while (!next.isEmpty()) {
            var here = next.remove();
            var declared = here.getValue();
            if (declared.name().equals(name)) {
                return Optional.of(here.getKey());
            }
            if (seen.add(List.of(declared.namespace(), declared.name(), declared.type()))) {
                declared.parts().elements().stream()
                        .filter(part -> !FormLayout.isSetByTheOffice(here.getKey(), part.name()))
                        .forEach(part -> next.add(Map.entry(FormPath.child(here.getKey(), part.name(), 1), part)));
            }
        }
        return Optional.empty();
    }

    /** The part of the form it stands in, where that is not the header or the payload itself. */
    private Optional<Labels> group(Node node) {
        var element = element(node);
        return element.getParentNode() instanceof Element above
                        && book.at(above).isPresent()
                        && above.getParentNode() instanceof Element beyond
                        && book.at(beyond).isPresent()
                ? book.at(above).flatMap(Declared::label)
                : Optional.empty();
    }

    private Labels said(CompiledSchema.Fault fault) {
        var at = fault.node().map(Naming::element);
        var declared = at.flatMap(book::at);
        if (declared.isEmpty()) {
            return unsigned(fault.refusal().text());
        }
        if (isLong(fault, declared.get()) && !at.get().getTextContent().isBlank()) {
            var label = declared.get()
                    .label()
                    .orElse(new Labels(at.get().getLocalName(), at.get().getLocalName()));
            return new Labels(
                    "须从列表中选取" + quoted(label.zh()) + "：输入名称或代码，所选项目显示在旁。",
                    "Choose " + quoted(label.en())
                            + " from its list: type a name or a code, and what it means stands beside.");
        }
        return unsigned(new Labels(
                said(fault, declared.get(), at.get(), Labels::zh, "、").zh(),
                said(fault, declared.get(), at.get(), Labels::en, ", ").en()));
    }

    /** More values than these nobody reads one after the other. */
    private static boolean isLong(CompiledSchema.Fault fault, Declared declared) {
        return fault.expected().what() == What.VALUES && declared.values().size() > FormLayout.FEW;
    }

    private Labels said(
            CompiledSchema.Fault fault,
            Declared declared,
            Element at,
            Function<Labels, String> language,
            String comma) {
        var expected = fault.expected().said().stream()
                .map(one -> label(fault.expected().what(), one, declared, at)
                        .map(label -> quoted(language.apply(label)))
                        .orElse(one))
                .collect(Collectors.joining(comma));
        var name = label(fault.node().orElse(at), declared).map(language).orElse(at.getLocalName());
        return Refusals.refusal(fault.refusal().code(), "", "", quoted(name), expected)
                .text();
    }

    private Optional<Labels> label(What what, String name, Declared declared, Element at) {
        return switch (what) {
            case INSIDE -> label(declared.parts(), name);
            case BESIDE ->
                Optional.ofNullable(at.getParentNode() instanceof Element above ? above : null)
                        .flatMap(book::at)
                        .flatMap(above -> label(above.parts(), name));
            case VALUES ->
                declared.values().stream()
                        .filter(value -> value.value().equals(name))
                        .findFirst()
                        .flatMap(Declared.Value::label);
            case OTHER -> Optional.empty();
        };
    }

    private static Optional<Labels> label(Parts parts, String name) {
        return parts.elements().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .flatMap(Declared::label);
    }

    private static Optional<Labels> label(Node node, Declared declared) {
        return node instanceof Attr attribute
                ? declared.attributes().stream()
                        .filter(one -> one.name().equals(attribute.getName()))
                        .findFirst()
                        .flatMap(Declared.Required::label)
                : declared.label();
    }

    /** What a text says that names elements of the schema, of this place. */
    Labels said(Labels text, Optional<Node> place) {
        var at = place.map(Naming::element).orElse(null);
        var plain = unsigned(text);
        return new Labels(said(IN_CHINESE, plain.zh(), at, Labels::zh), said(IN_ENGLISH, plain.en(), at, Labels::en));
    }

    private String said(Pattern names, String text, @Nullable Element at, Function<Labels, String> language) {
        return names.matcher(text).replaceAll(found -> {
            var label = nearest(found.group(1), at).map(language);
            return Matcher.quoteReplacement(label.map(Naming::quoted).orElse(found.group()));
        });
    }

    /** Of the elements of this name the one inside or around the place, else the first of the payload, else of the header. */
    private Optional<Labels> nearest(String name, @Nullable Element at) {
        Stream<Declared> around = at == null
                ? Stream.empty()
                : Stream.iterate(at, Element.class::isInstance, Node::getParentNode)
                        .map(Element.class::cast)
                        .flatMap(element -> book.at(element).stream());
        return Stream.of(around, book.payload(payload).stream(), Stream.of(book.header()))
                .flatMap(whole -> whole)
                .flatMap(root -> inside(root, name).stream())
                .findFirst();
    }

    /** Itself, or the nearest below it. */
    private static Optional<Labels> inside(Declared root, String name) {
        var seen = new HashSet<List<String>>();
        var next = new ArrayDeque<>(List.of(root));
        while (!next.isEmpty()) {
            var declared = next.remove();
            var label = declared.name().equals(name) ? declared.label() : Optional.<Labels>empty();
            if (label.isPresent()) {
                return label;
            }
            // a type that holds itself is looked into once
            if (seen.add(List.of(declared.namespace(), declared.name(), declared.type()))) {
                next.addAll(declared.parts().elements());
            }
        }
        return Optional.empty();
    }

    private static Element element(Node node) {
        return node instanceof Attr attribute ? attribute.getOwnerElement() : (Element) node;
    }

    /** Without what a refusal asks for at its end. */
    static Labels unsigned(Labels text) {
        return new Labels(
                AGAIN.matcher(text.zh()).replaceFirst(""),
                AGAIN.matcher(text.en()).replaceFirst(""));
    }

    private static String quoted(String label) {
        return "“" + label + "”";
    }
}
