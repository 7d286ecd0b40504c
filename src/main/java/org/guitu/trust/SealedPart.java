package org.guitu.trust;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.guitu.message.Digest;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.trust.SealSuite.Wrapped;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Element;

/** One {@code Sealed} of a message, in the only shape that is taken; it is read without being opened. */
public final class SealedPart {
    /** There is one content key in a message, so its name may be the same in all. */
    static final String KEY_NAME = "guitu-seal";

    static final String CONTENT = "http://www.w3.org/2001/04/xmlenc#Content";

    private final Element element;
    private final Element holder;
    private final Element cipherData;
    private final List<Wrapped> keys;

    private SealedPart(Element element, Element holder, Element cipherData, List<Wrapped> keys) {
        this.element = element;
        this.holder = holder;
        this.cipherData = cipherData;
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads one.
     *
     * @param first whether it is the first of its message, which holds the content key once for each reader; the others
     *     only name it
     * @throws Refused GT-4302 another shape or algorithm, GT-4303 in another place than it says
     */
    static SealedPart of(Element element, boolean first, byte[] label) throws Refused {
        if (!(element.getParentNode() instanceof Element holder)
                || !element.getAttribute("of").equals(holder.getLocalName())) {
            throw Refusals.refusedAt(SafeXml.place(element), "GT-4303");
        }
        try {
            Shape.attributes(element, Set.of("of", "class"));
            var data = Shape.children(element, "xenc:EncryptedData").get(0);
            Shape.attributes(data, Set.of("Type"));
            if (!data.getAttribute("Type").equals(CONTENT)) {
                throw Shape.unexpected(data);
            }
            var parts = Shape.children(data, "xenc:EncryptionMethod", "ds:KeyInfo", "xenc:CipherData");
            Markup.require(parts.get(0), ContentCipher.ALGORITHM);
            Shape.attributes(parts.get(1), Set.of());
            var keys = first ? keys(parts.get(1), label) : named(parts.get(1));
            // at the hub, which cannot open it, nobody looks at it again
            if (Markup.cipher(parts.get(2)).length < ContentCipher.SMALLEST) {
                throw Shape.unexpected(parts.get(2));
            }
            return new SealedPart(element, holder, parts.get(2), keys);
        } catch (Refused e) {
            throw new Refused(Refusals.refusal("GT-4302", e.refusal().place(), ""), e);
        }
    }

    private static List<Wrapped> keys(Element keyInfo, byte[] label) throws Refused {
        var keys = new ArrayList<Wrapped>();
        var readers = new HashSet<Digest>();
        for (var child : Shape.children(keyInfo)) {
            if (!Shape.is(child, "xenc:EncryptedKey")) {
                throw Shape.unexpected(child);
            }
            var key = SealSuites.of(child).read(child, label);
            if (!readers.add(key.reader())) {
                throw Shape.unexpected(child);
            }
            keys.add(key);
        }
        if (keys.isEmpty()) {
            throw Shape.unexpected(keyInfo);
        }
        return keys;
    }

    private static List<Wrapped> named(Element keyInfo) throws Refused {
        var name = Shape.children(keyInfo, "ds:KeyName").get(0);
        Shape.attributes(name, Set.of());
        if (!Shape.text(name).equals(KEY_NAME)) {
            throw Shape.unexpected(name);
        }
        return List.of();
    }

    /** The {@code Sealed} itself. */
    public Element element() {
        return element;
    }

    /** The element in whose content it stands. */
    public Element holder() {
        return holder;
    }

    /** Highest privacy class inside, as its sender says: {@code P2} or {@code P3}. */
    public String privacyClass() {
        return element.getAttribute("class");
    }

    List<Wrapped> keys() {
        return keys;
    }

    byte[] value() throws Refused {
        return Markup.cipher(cipherData);
    }
}
