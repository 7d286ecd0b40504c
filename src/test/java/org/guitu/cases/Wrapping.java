package org.guitu.cases;

import java.util.List;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Signature wrapping (McIntosh and Austel 2005): what was signed is kept somewhere in the document, so that a careless
 * verifier finds it and is content, while another text stands where it is read.
 */
final class Wrapping {
    private static final String DS = "http://www.w3.org/2000/09/xmldsig#";
    private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";

    /** Inside the forged message. */
    private static final List<String> PLACES = List.of(
            "Message",
            "Header",
            "Body",
            "Signature",
            "KeyInfo",
            "Object",
            "QualifyingProperties",
            "SignedSignatureProperties");

    private Wrapping() {}

    /** Forges a signed message, with what was signed hidden at this place, or {@code around} it. */
    static void apply(Document signed, String place) {
        var original = (Element) signed.getDocumentElement().cloneNode(true);
        if (place.equals("around")) {
            var evil = signed.getDocumentElement();
            evil.removeChild(find(signed, "Signature"));
            forge(signed);
            find(signed, "Body").appendChild(original);
            return;
        }
        if (!PLACES.contains(place)) {
            throw new IllegalArgumentException("no place to wrap at: " + place);
        }
        original.removeChild(original.getLastChild());
        forge(signed);
        var target = place.equals("Message") ? signed.getDocumentElement() : find(signed, place);
        target.insertBefore(original, target.getFirstChild());
    }

    private static void forge(Document message) {
        find(message, "Recipient").setTextContent("cn.53");
    }

    private static Element find(Document message, String name) {
        for (var namespace : List.of("urn:guitu:exchange:1.0", DS, XADES)) {
            var found = message.getElementsByTagNameNS(namespace, name);
            if (found.getLength() > 0) {
                return (Element) found.item(0);
            }
        }
        throw new IllegalArgumentException("no element " + name);
    }
}
