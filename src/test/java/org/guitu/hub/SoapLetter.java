package org.guitu.hub;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.xml.security.signature.XMLSignature;
import org.apache.xml.security.transforms.Transforms;
import org.guitu.soap.Contract;
import org.guitu.trust.Exposed;
import org.guitu.trust.Identity;
import org.guitu.xml.Canonical;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** A signed envelope made by hand, as a partner's own tool makes it, and bent wherever somebody may bend it. */
final class SoapLetter {
    static final String SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/";
    static final String SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";
    static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    static final String OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";
    static final String WSSE = OASIS + "wssecurity-secext-1.0.xsd";
    static final String WSU = OASIS + "wssecurity-utility-1.0.xsd";
    static final String X509 = OASIS + "x509-token-profile-1.0#X509v3";
    static final String DS = "http://www.w3.org/2000/09/xmldsig#";
    static final String RSA = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    static final String ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
    static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";

    /** The reference to the token of {@link #xml}. */
    static final String DIRECT = "<wsse:SecurityTokenReference><wsse:Reference URI=\"#X\" ValueType=\"" + X509
            + "\"/></wsse:SecurityTokenReference>";

    private final Identity signer;
    private String soap = SOAP_12;
    private String body = "<l:Describe xmlns:l=\"" + Contract.NS + "\"/>";
    private String headers = "";
    private Instant created = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private Instant expires = created.plusSeconds(300);
    private String token;
    private String method;
    private String digest = SHA256;
    private String form = Canonical.EXCLUSIVE;
    private String transform = Canonical.EXCLUSIVE;
    private String keyInfo = DIRECT;
    private List<String> parts = List.of("B", "T");
    private final List<Consumer<Document>> before = new ArrayList<>();
    private final List<Consumer<Document>> after = new ArrayList<>();

    private SoapLetter(Identity signer) {
        this.signer = signer;
        this.token = token(encoded(signer));
        this.method = Exposed.key(signer).getAlgorithm().equals("RSA") ? RSA : ECDSA;
    }

    /** A sound one that asks what the hub speaks. */
    static SoapLetter by(Identity signer) {
        Canonical.ready();
        return new SoapLetter(signer);
    }

    /** A token of these bytes. */
    static String token(byte[] bytes) {
        return "<wsse:BinarySecurityToken wsu:Id=\"X\" EncodingType=\"" + OASIS
                + "soap-message-security-1.0#Base64Binary\" ValueType=\"" + X509 + "\">"
                + Base64.getEncoder().encodeToString(bytes) + "</wsse:BinarySecurityToken>";
    }

    static byte[] encoded(Identity identity) {
        try {
            return identity.certificate().getEncoded();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    SoapLetter soap(String namespace) {
        soap = namespace;
        return this;
    }

    SoapLetter body(String xml) {
        body = xml;
        return this;
    }

    /** An operation with this content. */
    SoapLetter asks(String operation, String content) {
        return body("<l:%s xmlns:l=\"%s\">%s</l:%s>".formatted(operation, Contract.NS, content, operation));
    }

    SoapLetter submits(byte[] message) {
        return asks("Submit", "<l:Message>" + Base64.getEncoder().encodeToString(message) + "</l:Message>");
    }

    SoapLetter headers(String xml) {
        headers = xml;
        return this;
    }

    SoapLetter from(Instant from, Instant until) {
        created = from.truncatedTo(ChronoUnit.MILLIS);
        expires = until.truncatedTo(ChronoUnit.MILLIS);
        return this;
    }

    SoapLetter shows(String xml) {
        token = xml;
        return this;
    }

    SoapLetter method(String algorithm) {
        method = algorithm;
        return this;
    }

    SoapLetter digest(String algorithm) {
        digest = algorithm;
        return this;
    }

    SoapLetter form(String algorithm) {
        form = algorithm;
        return this;
    }

    SoapLetter transform(String algorithm) {
        transform = algorithm;
        return this;
    }

    SoapLetter keyInfo(String xml) {
        keyInfo = xml;
        return this;
    }

    /** What is signed, by {@code wsu:Id}: B is the body, T the Timestamp, X the token. */
    SoapLetter signs(String... ids) {
        parts = List.of(ids);
        return this;
    }

    SoapLetter bentBefore(Consumer<Document> bend) {
        before.add(bend);
        return this;
    }

    SoapLetter bent(Consumer<Document> bend) {
        after.add(bend);
        return this;
    }

    String xml() {
        var letter = parsed("""
                <s:Envelope xmlns:s="%s"><s:Header><wsse:Security xmlns:wsse="%s" xmlns:wsu="%s">%s<wsu:Timestamp \
                wsu:Id="T"><wsu:Created>%s</wsu:Created><wsu:Expires>%s</wsu:Expires></wsu:Timestamp></wsse:Security>\
                %s</s:Header><s:Body xmlns:wsu="%s" wsu:Id="B">%s</s:Body></s:Envelope>""".formatted(soap, WSSE, WSU, token, created, expires, headers, WSU, body));
        before.forEach(bend -> bend.accept(letter));
        if (!parts.isEmpty()) {
            sign(letter, parts);
        }
        after.forEach(bend -> bend.accept(letter));
        return new String(SafeXml.bytes(letter), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return xml().getBytes(StandardCharsets.UTF_8);
    }

    /** Puts a signature over these parts into the security header. */
    void sign(Document letter, List<String> ids) {
        var all = letter.getElementsByTagNameNS("*", "*");
        for (int i = 0; i < all.getLength(); i++) {
            if (((Element) all.item(i)).hasAttributeNS(WSU, "Id")) {
                ((Element) all.item(i)).setIdAttributeNS(WSU, "Id", true);
            }
        }
        try {
            var signature = new XMLSignature(letter, "", method, 0, form);
            find(letter, "Security").appendChild(signature.getElement());
            for (var id : ids) {
                var transforms = new Transforms(letter);
                transforms.addTransform(transform);
                signature.addDocument("#" + id, transforms, digest);
            }
            var wrapped = parsed("<k xmlns:ds=\"%s\" xmlns:wsse=\"%s\">%s</k>".formatted(DS, WSSE, keyInfo));
            var children = wrapped.getDocumentElement().getChildNodes();
            for (int i = 0; i < children.getLength(); i++) {
                signature.getKeyInfo().getElement().appendChild(letter.importNode(children.item(i), true));
            }
            signature.sign(Exposed.key(signer));
        } catch (org.apache.xml.security.exceptions.XMLSecurityException e) {
            throw new AssertionError("the test cannot sign", e);
        }
    }

    /** The first element of this name. */
    static Element find(Document letter, String name) {
        return (Element) letter.getElementsByTagNameNS("*", name).item(0);
    }

    static Document parsed(String xml) {
        try {
            var factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        } catch (javax.xml.parsers.ParserConfigurationException | org.xml.sax.SAXException | java.io.IOException e) {
            throw new AssertionError(xml, e);
        }
    }
}
