package org.guitu.family;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.guitu.message.Refused;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What of a message somebody may look for: names, numbers and short texts, as the schema tells them from codes and dates. */
public final class Findable {
    /** Characters of the longest text that is looked through: {@code Name} of types.xsd. */
    private static final int LONGEST = 100;

    private static final Set<String> TEXTS = Set.of("token", "string", "normalizedString");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    /** Accents, but not the vowel signs of Thai, Lao, Khmer and Burmese, which are combining marks too. */
    private static final Pattern ACCENTS = Pattern.compile("[\u0300-\u036F]+");

    private final Set<String> texts = new LinkedHashSet<>();

    private Findable() {}

    /**
     * The texts of a message, each as {@link #plain} makes it; a name in its parts and as a whole, in either order.
     *
     * @param message verified, and opened as far as its reader can
     * @throws Refused when it is of no type that is known here
     */
    public static List<String> in(Families families, Document message) throws Refused {
        var found = new Findable();
        var book = families.book(Envelope.claimedType(message).family());
        Envelope.subjects(message).forEach(found::add);
        var payload = Envelope.payload(message);
        found.element(payload, book.payload(payload.getLocalName()));
        return List.copyOf(found.texts);
    }

    /** As it is looked for: without case, width, accents and blanks. */
    public static String plain(String text) {
        var wide = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        var bare = ACCENTS.matcher(wide).replaceAll("").replace('\u0111', 'd');
        return BLANKS.matcher(Normalizer.normalize(bare, Normalizer.Form.NFC)).replaceAll("");
    }

    private void element(Element element, Optional<Declared> declared) {
        var children = Elements.in(element);
        if (children.isEmpty()) {
            if (declared.filter(Findable::isText).isPresent()) {
                add(element.getTextContent());
            }
            return;
        }
        name(element);
        var parts = declared.map(Declared::parts).orElseGet(Parts::none);
        for (var child : children) {
            element(child, parts.named(Elements.namespace(child), child.getLocalName()));
        }
    }

    private static boolean isText(Declared declared) {
        return TEXTS.contains(declared.builtIn()) && declared.values().isEmpty();
    }

    /** People are looked for by the whole name too, and not everybody puts the family name first. */
    private void name(Element element) {
        var surname = part(element, "Surname");
        var given = part(element, "Given");
        if (surname.isPresent() && given.isPresent()) {
            add(surname.get() + given.get());
            add(given.get() + surname.get());
        }
    }

    private static Optional<String> part(Element name, String part) {
        return Elements.first(name, part)
                .filter(found -> Envelope.NS.equals(found.getNamespaceURI()))
                .map(Element::getTextContent);
    }

    private void add(String text) {
        if (text.length() <= LONGEST && !text.isBlank()) {
            texts.add(plain(text));
        }
    }
}
