package org.guitu.family;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.guitu.message.Labels;
import org.guitu.message.MessageType;
import org.guitu.message.Refusal;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A message that is being written, as a form: its fields are what the schema says may stand there, and what is filled in goes
 * straight into the document. The document may be unfinished; {@link Families#faults} says what is wrong with it.
 */
public final class Form {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm", Locale.ROOT);
    private static final Set<String> WHOM = Set.of("Recipients", "CopyTo");
    private static final Pattern LINE_END = Pattern.compile("\\r\\n?");

    private final Family family;
    private final Document document;
    private final Skeleton skeleton;

    private Form(Family family, Document document, String person) {
        this.family = family;
        this.document = document;
        this.skeleton = new Skeleton(document, family.examples(), person);
    }

    /**
     * Begins a message of that type: everything it has to have, empty; of the sample's header what does not name anybody.
     *
     * @param type name of the type without its family
     * @param belonging the conversation and whom it goes to, where that is known
     * @param person identifier of the person it is about
     * @throws IllegalArgumentException when the family has no such type, or no sample of it
     */
    public static Form begin(Family family, String type, Belonging belonging, String person, Instant now) {
        var payload = family.book()
                .payload(type)
                .orElseThrow(() -> new IllegalArgumentException("family " + family.name() + " has no type " + type));
        var document = (Document) Template.sample(family, type).cloneNode(true);
        var form = new Form(family, document, person);
        form.skeleton.header(belonging, Dates.movedTo(now, document.getDocumentElement()));
        var body = form.body();
        Elements.in(body).forEach(body::removeChild);
        body.appendChild(form.skeleton.make(payload));
        return form;
    }

    /** Goes on with a message that was begun before. */
    public static Form of(Family family, Document document) {
        return new Form(family, document, "");
    }

    /** The document as it stands; the header still lacks what is filled in at sending. */
    public Document document() {
        return document;
    }

    public MessageType type() {
        return new MessageType(family.name(), payload().getLocalName());
    }

    private Element body() {
        return Elements.first(document.getDocumentElement(), "Body").orElseThrow();
    }

    private Element payload() {
        return Envelope.payload(document);
    }

    private Declared declaredPayload() {
        return family.book().payload(payload().getLocalName()).orElseThrow();
    }

    /**
     * The fields, with labels in one language.
     *
     * @param lists what there is to search in, by name
     */
    public record Layout(List<Field> header, List<Field> body, Map<String, List<Field.Option>> lists) {}

    /**
     * Lays the form out as the message stands.
     *
     * @param pinyin how lists are searched in Chinese by Latin letters
     * @param zone by whose clock times are shown
     */
    public Layout layout(Locale locale, Pinyin pinyin, ZoneId zone) {
        var layout = new FormLayout(locale, pinyin, zone);
        var root = document.getDocumentElement();
        var header = Elements.first(root, "Header")
                .map(found -> layout.group(found, family.book().header(), FormPath.of(found)))
                .orElseThrow();
        var body = layout.group(payload(), declaredPayload(), FormPath.of(payload()));
        return new Layout(List.of(header), List.of(body), layout.lists());
    }

    /** Where a place is, with what the schema says of it. */
    private record Spot(Element parent, Declared declared, Optional<Element> element) {}

    /** Where it may be changed; empty for what the office sets, and where nothing can be. */
    private Optional<Spot> spot(String path) {
        if (FormLayout.isSetByTheOffice(FormPath.parent(path), FormPath.name(path))) {
            return Optional.empty();
        }
        return FormPath.find(document, FormPath.parent(path))
                .flatMap(parent -> declared(parent)
                        .flatMap(known -> known.parts().elements().stream()
                                .filter(part -> part.name().equals(FormPath.name(path)))
                                .findFirst())
                        .map(declared -> new Spot(parent, declared, FormPath.find(document, path))));
    }

    private Optional<Declared> declared(Element element) {
        return family.book().at(element);
    }

    /**
     * Takes what was filled in. An optional element that is left empty is not there; places that the document no longer has are
     * passed over.
     *
     * @param values text by path; times are by the clock of the given zone, as the layout showed them
     */
    public void fill(Map<String, String> values, ZoneId zone) {
        var changes = new LinkedHashMap<String, Runnable>();
        for (var entry : values.entrySet()) {
            var path = entry.getKey();
            var text = LINE_END.matcher(entry.getValue()).replaceAll("\n").strip();
            if (FormPath.name(path).startsWith("@")) {
                FormPath.find(document, FormPath.parent(path))
                        .filter(element ->
                                element.hasAttribute(FormPath.name(path).substring(1)))
                        .ifPresent(element -> changes.put(
                                path,
                                () -> element.setAttribute(FormPath.name(path).substring(1), text)));
            } else {
                // each place is found before anything moves
                spot(path)
                        .filter(spot -> isLeaf(spot.declared()))
                        .ifPresent(spot -> changes.put(path, () -> fill(spot, text, zone)));
            }
        }
        changes.values().forEach(Runnable::run);
    }

    private static boolean isLeaf(Declared declared) {
        return declared.parts().pieces().isEmpty();
    }

    private void fill(Spot spot, String text, ZoneId zone) {
        if (spot.element().isPresent()) {
            var element = spot.element().get();
            if (text.isEmpty() && spot.declared().optional()) {
                spot.parent().removeChild(element);
                return;
            }
            var old = element.getTextContent();
            if (!FormLayout.isMark(spot.declared())
                    && !shown(spot.declared(), old, zone).equals(text)) {
                element.setTextContent(written(spot.declared(), text, zone));
            }
        } else if (!text.isEmpty()) {
            var made = skeleton.make(spot.declared());
            if (!FormLayout.isMark(spot.declared())) {
                made.setTextContent(written(spot.declared(), text, zone));
            }
            insert(spot, made);
        }
    }

    /** As a field shows the text of an element, a time by the clock of this zone. */
    static String shown(Declared declared, String text, ZoneId zone) {
        var plain = text.strip();
        if (!declared.builtIn().equals("dateTime")) {
            return plain;
        }
        try {
            return OffsetDateTime.parse(plain).atZoneSameInstant(zone).format(LOCAL);
        } catch (DateTimeParseException e) {
            return plain;
        }
    }

    private static String written(Declared declared, String text, ZoneId zone) {
        if (!declared.builtIn().equals("dateTime")) {
            return text;
        }
        try {
            return LocalDateTime.parse(text)
                    .atZone(zone)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    /** In the schema's order: behind what comes before it and behind others of its name. */
    private void insert(Spot spot, Element made) {
        var order = declared(spot.parent()).orElseThrow().parts().elements();
        var later = Elements.in(spot.parent()).stream()
                .filter(child -> place(order, child) > place(order, made))
                .findFirst();
        spot.parent().insertBefore(made, later.orElse(null));
    }

    private static int place(List<Declared> order, Element child) {
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i).declares(child)) {
                return i;
            }
        }
        return order.size();
    }

    /** Adds the group or repeated element of this path, with everything it has to have; nothing where it may not be. */
    public void add(String path) {
        spot(path)
                .filter(spot -> spot.declared().repeatable()
                        || Elements.in(spot.parent()).stream().noneMatch(spot.declared()::declares))
                .ifPresent(spot -> insert(spot, skeleton.make(spot.declared())));
    }

    /** Takes away what is at this path, unless the schema wants at least one there. */
    public void remove(String path) {
        spot(path)
                .ifPresent(spot -> spot.element()
                        .filter(element -> spot.declared().optional()
                                || Elements.in(spot.parent()).stream()
                                                .filter(spot.declared()::declares)
                                                .count()
                                        > 1)
                        .ifPresent(spot.parent()::removeChild));
    }

    /**
     * Takes another alternative of a choice; what stood there goes.
     *
     * @param path of the choice, as its field says
     */
    public void choose(String path, int alternative) {
        int mark = path.lastIndexOf('?');
        var parent = FormPath.find(document, path.substring(0, Math.max(0, mark)));
        var choice =
                parent.flatMap(this::declared).flatMap(known -> FormLayout.choice(known, path.substring(mark + 1)));
        if (choice.isEmpty()) {
            return;
        }
        var alternatives = FormLayout.alternatives(choice.get());
        if (alternative < 0 || alternative >= alternatives.size()) {
            return;
        }
        var all = alternatives.stream()
                .flatMap(parts -> parts.elements().stream())
                .toList();
        Elements.in(parent.get()).stream()
                .filter(child -> all.stream().anyMatch(part -> part.declares(child)))
                .forEach(parent.get()::removeChild);
        var chosen = alternatives.get(alternative);
        var fragment = document.createDocumentFragment();
        skeleton.fill(fragment, chosen);
        if (!fragment.hasChildNodes()) {
            // something has to say which alternative it is
            chosen.elements().stream().findFirst().ifPresent(part -> fragment.appendChild(skeleton.make(part)));
        }
        for (var child : Elements.in(fragment)) {
            chosen.elements().stream()
                    .filter(part -> part.declares(child))
                    .findFirst()
                    .ifPresent(part -> insert(new Spot(parent.get(), part, Optional.empty()), child));
        }
    }

    /**
     * Puts bytes where a file belongs, with their format, size and digest.
     *
     * @param path of the group that holds them
     * @param format a media type, as the schema lists them
     */
    public void attach(String path, byte[] bytes, String format) {
        FormPath.find(document, path)
                .filter(group -> declared(group).filter(FormLayout::isFile).isPresent())
                .ifPresent(group -> {
                    var said = Media.said(bytes, format);
                    said.forEach((name, text) -> spot(FormPath.child(path, name, 1))
                            .ifPresent(spot -> fill(spot, text, ZoneId.systemDefault())));
                });
    }

    /** The bytes that were attached there. */
    public Optional<byte[]> attached(String path) {
        return FormPath.find(document, path).flatMap(Media::content);
    }

    /**
     * Takes over from a message what has the same place and the same type here.
     *
     * @param whole also what this message need not have, and of the header what does not say whose it is and whom it goes to: for
     *     one that goes on with what its sender said before
     */
    public void takeOver(Document answered, boolean whole) {
        if (whole) {
            Elements.first(answered.getDocumentElement(), "Header")
                    .ifPresent(theirs -> takeOver(
                            Elements.first(document.getDocumentElement(), "Header")
                                    .orElseThrow(),
                            theirs,
                            family.book().header()));
        }
        var theirs = Envelope.payload(answered);
        var known = family.book().payload(theirs.getLocalName());
        if (!Elements.namespace(theirs).equals(family.namespace()) || known.isEmpty()) {
            return;
        }
        for (var part : declaredPayload().parts().elements()) {
            var same = known.get().parts().named(part.namespace(), part.name());
            if (same.isEmpty() || !same.get().isLike(part) || (part.optional() && !whole)) {
                continue;
            }
            var found = Elements.in(theirs).stream()
                    .filter(part::declares)
                    .filter(child ->
                            child.getElementsByTagNameNS(Envelope.NS, "Sealed").getLength() == 0)
                    .toList();
            if (!found.isEmpty()) {
                Elements.in(payload()).stream().filter(part::declares).forEach(payload()::removeChild);
                found.forEach(child -> insert(new Spot(payload(), part, Optional.empty()), skeleton.copy(child)));
            }
        }
    }

    private void takeOver(Element mine, Element theirs, Declared declared) {
        for (var part : declared.parts().elements()) {
            if (FormLayout.isSetByTheOffice("/Header[1]", part.name()) || WHOM.contains(part.name())) {
                continue;
            }
            var same = Elements.in(theirs).stream().filter(part::declares).toList();
            var own = Elements.in(mine).stream().filter(part::declares).toList();
            if (part.parts().elements().stream()
                            .anyMatch(inner -> FormLayout.isSetByTheOffice("/Header[1]", inner.name()))
                    && same.size() == 1
                    && own.size() == 1) {
                takeOver(own.get(0), same.get(0), part);
            } else {
                own.forEach(mine::removeChild);
                same.forEach(child -> insert(new Spot(mine, part, Optional.empty()), skeleton.copy(child)));
            }
        }
    }

    /** Whom a message is written to, parties and groups, by path. */
    public static Map<String, String> addressees(Document document) {
        var addressees = new LinkedHashMap<String, String>();
        Elements.first(document.getDocumentElement(), "Header").stream()
                .flatMap(header -> Elements.in(header).stream())
                .filter(list -> WHOM.contains(list.getLocalName()))
                .flatMap(list -> Elements.in(list).isEmpty() ? Stream.of(list) : Elements.in(list).stream())
                .forEach(one ->
                        addressees.put(FormPath.of(one), one.getTextContent().strip()));
        return addressees;
    }

    /**
     * What is wrong with a message, and where.
     *
     * @param error whether it is refused for that
     * @param group label of the part it stands in; empty for what stands in none
     * @param text what the refusal says, with elements and values by their labels
     */
    public record Fault(String path, boolean error, Refusal refusal, Optional<Labels> group, Labels text) {
        /** Of the whole message. */
        public Fault(Refusal refusal) {
            this("", true, refusal, Optional.empty(), refusal.text());
        }

        /** Of one place, and no reason to refuse it. */
        public static Fault warning(String path, Refusal refusal) {
            return new Fault(path, false, refusal, Optional.empty(), Naming.unsigned(refusal.text()));
        }
    }
}
