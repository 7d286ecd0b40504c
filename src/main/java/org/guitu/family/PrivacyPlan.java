package org.guitu.family;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.SchemasException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * The privacy classes of a schema and its {@code Sealed} alternatives, compiled: nothing of the schema is read for a
 * message. Where an element is a choice between its content and {@code Sealed}, all of it is sealed; where the choice is
 * only one part of it, as in {@code Media}, that part is.
 */
final class PrivacyPlan {
    private static final String PUBLIC = "P0";
    /** The lowest class that has to be sealed (domain.md 5). */
    private static final String SEALED_FROM = "P2";

    private final Map<String, Entry> payloads = new HashMap<>();

    /** An element in its place: its class and what may stand inside. */
    private record Entry(String privacy, Content content) {}

    /** What may stand inside; filled after it is made, because elements may hold their own kind. */
    private static final class Content {
        final Map<String, Entry> children = new HashMap<>();
        final Set<String> alternatives = new HashSet<>();
        boolean sealable;
        boolean whole;
    }

    /**
     * Compiles the payloads of these names.
     *
     * @throws SchemasException when an element of class P2 or P3 could never be sealed
     */
    static PrivacyPlan of(SchemaBook book, Iterable<String> names, Path schema) throws SchemasException {
        var plan = new PrivacyPlan();
        var known = new IdentityHashMap<Element, Content>();
        for (var name : names) {
            var payload = book.payload(name);
            if (payload.isPresent()) {
                var entry = entry(payload.get(), known);
                requireCovered(entry, name, schema, new HashSet<>());
                plan.payloads.put(name, entry);
            }
        }
        return plan;
    }

    private static Entry entry(Declared declared, Map<Element, Content> known) {
        var privacy = declared.privacy().orElse(PUBLIC);
        var structure = declared.structure();
        if (structure.isEmpty()) {
            return new Entry(privacy, new Content());
        }
        var content = known.get(structure.get());
        if (content == null) {
            content = new Content();
            known.put(structure.get(), content);
            fill(content, declared.parts(), known);
        }
        return new Entry(privacy, content);
    }

    private static void fill(Content content, Parts parts, Map<Element, Content> known) {
        for (var child : parts.elements()) {
            content.children.put(key(child.namespace(), child.name()), entry(child, known));
        }
        for (var piece : parts.pieces()) {
            if (piece instanceof Parts.Choice choice
                    && choice.alternatives().stream().anyMatch(PrivacyPlan::isSealed)) {
                content.sealable = true;
                content.whole = parts.pieces().size() == 1;
                choice.alternatives().stream()
                        .flatMap(alternative -> alternative.elements().stream())
                        .forEach(child -> content.alternatives.add(key(child.namespace(), child.name())));
            }
        }
    }

    private static boolean isSealed(Parts alternative) {
        return alternative.elements().size() == 1
                && alternative.elements().get(0).name().equals("Sealed")
                && alternative.elements().get(0).namespace().equals(Envelope.NS);
    }

    private static void requireCovered(Entry entry, String path, Path schema, Set<Content> seen)
            throws SchemasException {
        if (mustBeSealed(entry.privacy()) && !entry.content().sealable) {
            throw new SchemasException(schema + ": " + path + " is of class " + entry.privacy()
                    + " and can never be sealed; give its type, or one around it, the alternative Sealed");
        }
        if (!seen.add(entry.content())) {
            return;
        }
        for (var child : entry.content().children.entrySet()) {
            if (!entry.content().alternatives.contains(child.getKey())) {
                var name = child.getKey().substring(child.getKey().indexOf('}') + 1);
                requireCovered(child.getValue(), path + "/" + name, schema, seen);
            }
        }
    }

    private static boolean mustBeSealed(String privacy) {
        return privacy.compareTo(SEALED_FROM) >= 0;
    }

    /**
     * What of this payload is sealed or has to be, in the order of the document.
     *
     * @throws Refused GT-4301 at an element the schema does not know there
     */
    List<Sealable> sealables(Element payload) throws Refused {
        var found = new ArrayList<Sealable>();
        var entry = payloads.get(String.valueOf(payload.getLocalName()));
        if (entry != null) {
            collect(payload, entry, found);
        }
        return List.copyOf(found);
    }

    private static void collect(Element holder, Entry entry, List<Sealable> found) throws Refused {
        var content = entry.content();
        if (content.sealable) {
            var own = sealable(holder, entry);
            if (own.isPresent()) {
                found.add(own.get());
                return;
            }
        }
        for (var child : Elements.in(holder)) {
            collect(child, known(content, child), found);
        }
    }

    private static Optional<Sealable> sealable(Element holder, Entry entry) throws Refused {
        var content = entry.content();
        var base = content.whole ? entry.privacy() : PUBLIC;
        var clear = new ArrayList<Element>();
        var highest = base;
        for (var child : Elements.in(holder)) {
            if (Envelope.NS.equals(child.getNamespaceURI()) && "Sealed".equals(child.getLocalName())) {
                return Optional.of(new Sealable(holder, List.of(), Optional.of(child), higher(base, SEALED_FROM)));
            }
            if (content.alternatives.contains(key(Elements.namespace(child), child.getLocalName()))) {
                clear.add(child);
                highest = higher(highest, highest(child, known(content, child)));
            }
        }
        return mustBeSealed(highest)
                ? Optional.of(new Sealable(holder, clear, Optional.empty(), highest))
                : Optional.empty();
    }

    /** Of the element and everything in it. */
    private static String highest(Element element, Entry entry) throws Refused {
        var highest = entry.privacy();
        for (var child : Elements.in(element)) {
            highest = higher(highest, highest(child, known(entry.content(), child)));
        }
        return highest;
    }

    /** What no schema describes cannot be known to be harmless. */
    private static Entry known(Content content, Element child) throws Refused {
        @Nullable Entry entry = content.children.get(key(Elements.namespace(child), child.getLocalName()));
        if (entry == null) {
            throw Refusals.refusedAt(SafeXml.place(child), "GT-4301", child.getLocalName(), "P3");
        }
        return entry;
    }

    private static String higher(String one, String other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static String key(String namespace, @Nullable String name) {
        return "{" + namespace + "}" + name;
    }
}
