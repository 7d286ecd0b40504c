package org.guitu.trust;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Element;

/**
 * The XAdES properties of a signature (ETSI EN 319 132-1 5.2): when the signer says it signed, and the digest of its
 * certificate. Their place is fixed too: no identifier is ever resolved, the element is taken where it must stand.
 */
final class SigningProperties {
    final Element element;
    final String id;
    final Instant time;
    final byte[] certificateDigest;

    private SigningProperties(Element element, Suite suite) throws Refused {
        this.element = element;
        this.id = element.getAttribute("Id");
        var stated = ofSignature(element);
        this.time = time(stated.get(0));
        this.certificateDigest = digest(stated.get(1), suite);
    }

    static SigningProperties of(Element signature, Element object, Suite suite) throws Refused {
        Shape.attributes(object, Set.of());
        var qualifying = only(object, "xades:QualifyingProperties");
        Shape.attributes(qualifying, Set.of("Target"));
        var id = signature.getAttribute("Id");
        if (id.isEmpty() || !qualifying.getAttribute("Target").equals("#" + id)) {
            throw Refusals.refusedAt(SafeXml.place(qualifying), "GT-3113");
        }
        var element = only(qualifying, "xades:SignedProperties");
        Shape.attributes(element, Set.of("Id"));
        if (element.getAttribute("Id").isEmpty()) {
            throw Refusals.refusedAt(SafeXml.place(element), "GT-3113");
        }
        return new SigningProperties(element, suite);
    }

    private static Element only(Element parent, String name) throws Refused {
        var found = Shape.children(parent);
        if (found.size() != 1 || !Shape.is(found.get(0), name)) {
            throw Refusals.refusedAt(SafeXml.place(parent), "GT-3113");
        }
        return found.get(0);
    }

    /** SigningTime and SigningCertificateV2; SignedDataObjectProperties may follow, they are signed and not read. */
    private static List<Element> ofSignature(Element properties) throws Refused {
        var found = Shape.children(properties);
        boolean known = !found.isEmpty()
                && Shape.is(found.get(0), "xades:SignedSignatureProperties")
                && (found.size() == 1
                        || (found.size() == 2 && Shape.is(found.get(1), "xades:SignedDataObjectProperties")));
        if (!known) {
            throw wrong(properties);
        }
        Shape.attributes(found.get(0), Set.of());
        var stated = Shape.children(found.get(0));
        if (stated.size() != 2
                || !Shape.is(stated.get(0), "xades:SigningTime")
                || !Shape.is(stated.get(1), "xades:SigningCertificateV2")) {
            throw wrong(found.get(0));
        }
        return stated;
    }

    private static Instant time(Element signingTime) throws Refused {
        Shape.attributes(signingTime, Set.of());
        try {
            return OffsetDateTime.parse(Shape.text(signingTime).strip()).toInstant();
        } catch (DateTimeException e) {
            throw wrong(signingTime);
        }
    }

    private static byte[] digest(Element signingCertificate, Suite suite) throws Refused {
        Shape.attributes(signingCertificate, Set.of());
        var certificates = Shape.children(signingCertificate, "xades:Cert");
        Shape.attributes(certificates.get(0), Set.of());
        var parts = Shape.children(certificates.get(0));
        boolean known = !parts.isEmpty()
                && Shape.is(parts.get(0), "xades:CertDigest")
                && (parts.size() == 1 || (parts.size() == 2 && Shape.is(parts.get(1), "xades:IssuerSerialV2")));
        if (!known) {
            throw wrong(certificates.get(0));
        }
        var pair = Shape.children(parts.get(0), "ds:DigestMethod", "ds:DigestValue");
        return SignatureProfile.digest(pair.get(0), pair.get(1), suite);
    }

    private static Refused wrong(Element element) {
        return Refusals.refusedAt(SafeXml.place(element), "GT-3114");
    }
}
