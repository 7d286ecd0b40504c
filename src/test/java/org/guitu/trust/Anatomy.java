package org.guitu.trust;

import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Where the parts of a kind of signed document are that somebody who wraps it has to know.
 *
 * @param way from the root to the parent of the signature, by local names
 * @param content the element that later stations act on, by its local name; what has none in it is acted on itself
 * @param owners whose identifiers matter to a signature, by their local names
 * @param spellings under which somebody could take an attribute for an identifier; the first is the right one
 */
public record Anatomy(List<String> way, String content, List<String> owners, List<QName> spellings) {
    private static final String WSU =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

    private static final QName PLAIN = new QName("Id");
    private static final QName OF_XML = new QName(XMLConstants.XML_NS_URI, "id", "xml");

    /** A message of the exchange. */
    static final Anatomy MESSAGE = new Anatomy(
            List.of(),
            "Message",
            List.of("Signature", "SignedProperties"),
            List.of(PLAIN, new QName("ID"), new QName("id"), OF_XML));

    /** An envelope of SOAP with WS-Security. */
    public static final Anatomy ENVELOPE = new Anatomy(
            List.of("Header", "Security"),
            "Body",
            List.of("Body", "Timestamp", "BinarySecurityToken"),
            List.of(
                    new QName(WSU, "Id", "wsu"),
                    PLAIN,
                    new QName("ID"),
                    new QName("id"),
                    new QName("AssertionID"),
                    OF_XML));

    static String name(QName spelling) {
        return (spelling.getPrefix().isEmpty() ? "" : spelling.getPrefix() + ":") + spelling.getLocalPart();
    }

    static @Nullable String namespace(QName spelling) {
        return spelling.getNamespaceURI().isEmpty() ? null : spelling.getNamespaceURI();
    }

    /** Where the signature stands; the root, in what is no document of this kind. */
    Element seat(Element root) {
        var at = root;
        for (var step : way) {
            var next = child(at, step);
            if (next.isEmpty()) {
                return root;
            }
            at = next.get();
        }
        return at;
    }

    /** The one signature of a document of this kind. */
    Element signature(Element root) {
        return child(seat(root), "Signature").orElseThrow();
    }

    private static Optional<Element> child(Element parent, String name) {
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && name.equals(child.getLocalName())) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    /** Makes it say something else. */
    void forge(Element element) {
        Pieces.forge(Pieces.elements(element).stream()
                .filter(each -> content.equals(each.getLocalName()))
                .findFirst()
                .orElse(element));
    }

    Element owner(List<Element> in, String name) {
        return in.stream()
                .filter(element -> name.equals(element.getLocalName()))
                .findFirst()
                .orElseThrow();
    }

    String id(Element owner) {
        return owner.getAttributeNS(
                namespace(spellings.get(0)), spellings.get(0).getLocalPart());
    }

    /** Those in it, itself among them, that have an identifier. */
    List<Element> identified(Element element) {
        return Pieces.elements(element).stream()
                .filter(each ->
                        spellings.stream().anyMatch(one -> each.hasAttributeNS(namespace(one), one.getLocalPart())))
                .toList();
    }

    /** Takes its identifiers, however spelt. */
    void anonymise(Element owner) {
        spellings.forEach(one -> owner.removeAttributeNS(namespace(one), one.getLocalPart()));
    }
}
