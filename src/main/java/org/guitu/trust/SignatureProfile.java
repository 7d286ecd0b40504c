package org.guitu.trust;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * The one shape of signature the exchange takes (reference/trust.md 2.4), read before any cryptography: what is not exactly
 * this shape is refused, so no algorithm, reference or transform of the sender's choice is ever carried out.
 */
final class SignatureProfile {
    final Element signature;
    final Element signedInfo;
    final Suite suite;
    final Reference data;
    final Reference overProperties;
    final SigningProperties properties;
    final Element valueElement;
    final byte[] value;
    /** DER bytes the sender put into KeyInfo: a hint, compared and never trusted. */
    final byte[] keyInfoCertificate;

    /** One ds:Reference and the digest it states. */
    static final class Reference {
        final Element element;
        final byte[] digest;

        private Reference(Element element, byte[] digest) {
            this.element = element;
            this.digest = digest;
        }
    }

    private SignatureProfile(Document message, Suites suites) throws Refused {
        var place = SignaturePlace.of(message);
        signature = place.signature(message);
        Shape.attributes(signature, Set.of("Id"));
        var parts = parts(signature);
        signedInfo = parts.get(0);
        var info = infoParts(signedInfo);
        suite = suite(info.get(1), suites);
        properties = SigningProperties.of(signature, parts.get(3), suite);
        if (place.holders(properties.id) > 1 || place.holders(signature.getAttribute("Id")) > 1) {
            // another verifier could take the other element for the signed one
            throw Refusals.refusedAt(SafeXml.place(signature), "GT-3115");
        }
        var references = info.subList(2, 4);
        data = reference(references, "", "", List.of(Dsig.ENVELOPED, Dsig.EXCLUSIVE));
        overProperties = reference(references, "#" + properties.id, Dsig.PROPERTIES_TYPE, List.of(Dsig.EXCLUSIVE));
        valueElement = parts.get(1);
        Shape.attributes(valueElement, Set.of("Id"));
        value = Shape.base64(valueElement);
        keyInfoCertificate = keyInfo(parts.get(2));
    }

    static SignatureProfile of(Document message, Suites suites) throws Refused {
        return new SignatureProfile(message, suites);
    }

    /** SignedInfo, SignatureValue, KeyInfo, Object. */
    private static List<Element> parts(Element signature) throws Refused {
        var found = Shape.children(signature);
        if (count(found, "ds:KeyInfo") != 1) {
            throw Refusals.refusedAt(SafeXml.place(signature), "GT-3112");
        }
        if (count(found, "ds:Object") != 1) {
            throw Refusals.refusedAt(SafeXml.place(signature), "GT-3113");
        }
        return Shape.children(signature, "ds:SignedInfo", "ds:SignatureValue", "ds:KeyInfo", "ds:Object");
    }

    /** CanonicalizationMethod, SignatureMethod, then exactly two References. */
    private static List<Element> infoParts(Element signedInfo) throws Refused {
        Shape.attributes(signedInfo, Set.of());
        if (count(Shape.children(signedInfo), "ds:Reference") != 2) {
            throw Refusals.refusedAt(SafeXml.place(signedInfo), "GT-3106");
        }
        var found = Shape.children(
                signedInfo, "ds:CanonicalizationMethod", "ds:SignatureMethod", "ds:Reference", "ds:Reference");
        if (!Shape.algorithm(found.get(0), "GT-3111").equals(Dsig.EXCLUSIVE)) {
            throw Refusals.refusedAt(SafeXml.place(found.get(0)), "GT-3111");
        }
        return found;
    }

    private static long count(List<Element> elements, String name) {
        return elements.stream().filter(e -> Shape.is(e, name)).count();
    }

    private Reference reference(List<Element> references, String uri, String type, List<String> transforms)
            throws Refused {
        for (var element : references) {
            if (element.hasAttribute("URI")
                    && element.getAttribute("URI").equals(uri)
                    && element.getAttribute("Type").equals(type)) {
                return new Reference(element, stated(element, transforms));
            }
        }
        throw Refusals.refusedAt(SafeXml.place(signedInfo), "GT-3107");
    }

    private byte[] stated(Element reference, List<String> transforms) throws Refused {
        Shape.attributes(reference, Set.of("URI", "Type", "Id"));
        var parts = Shape.children(reference);
        if (parts.isEmpty() || !Shape.is(parts.get(0), "ds:Transforms")) {
            throw Refusals.refusedAt(SafeXml.place(reference), "GT-3108");
        }
        parts = Shape.children(reference, "ds:Transforms", "ds:DigestMethod", "ds:DigestValue");
        Shape.attributes(parts.get(0), Set.of());
        int i = 0;
        for (var transform : Shape.children(parts.get(0))) {
            boolean expected = Shape.is(transform, "ds:Transform")
                    && i < transforms.size()
                    && Shape.algorithm(transform, "GT-3108").equals(transforms.get(i));
            if (!expected) {
                throw Refusals.refusedAt(SafeXml.place(transform), "GT-3108");
            }
            i++;
        }
        if (i != transforms.size()) {
            throw Refusals.refusedAt(SafeXml.place(parts.get(0)), "GT-3108");
        }
        return digest(parts.get(1), parts.get(2), suite);
    }

    /** Value of a DigestMethod and DigestValue pair of the suite's own digest. */
    static byte[] digest(Element method, Element value, Suite suite) throws Refused {
        if (!Shape.algorithm(method, "GT-3109").equals(suite.digestUri())) {
            throw Refusals.refusedAt(SafeXml.place(method), "GT-3109");
        }
        Shape.attributes(value, Set.of());
        return Shape.base64(value);
    }

    private static byte[] keyInfo(Element keyInfo) throws Refused {
        Shape.attributes(keyInfo, Set.of());
        var data = Shape.children(keyInfo);
        if (data.size() != 1 || !Shape.is(data.get(0), "ds:X509Data")) {
            throw Refusals.refusedAt(SafeXml.place(keyInfo), "GT-3112");
        }
        Shape.attributes(data.get(0), Set.of());
        var certificates = Shape.children(data.get(0));
        if (certificates.size() != 1 || !Shape.is(certificates.get(0), "ds:X509Certificate")) {
            throw Refusals.refusedAt(SafeXml.place(data.get(0)), "GT-3112");
        }
        Shape.attributes(certificates.get(0), Set.of());
        return Shape.base64(certificates.get(0));
    }

    private static Suite suite(Element method, Suites suites) throws Refused {
        var found = suites.find(Shape.algorithm(method, "GT-3110"));
        return found.orElseThrow(() -> Refusals.refusedAt(SafeXml.place(method), "GT-3110"));
    }

    boolean sameCertificate(byte[] der) {
        return Arrays.equals(keyInfoCertificate, der);
    }
}
