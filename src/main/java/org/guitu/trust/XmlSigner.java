package org.guitu.trust;

import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Signs messages in the one shape {@link XmlVerifier} takes: XAdES-B with exclusive canonical form, as last child of the
 * root. No white space is added, so what is signed is what is sent.
 */
public final class XmlSigner {
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";
    /** There is one signature in a message, so its identifiers may be the same in all. */
    private static final String SIGNATURE_ID = "guitu-signature";

    private static final String PROPERTIES_ID = "guitu-signed-properties";

    private final Signer signer;
    private final Clock clock;
    private final byte[] certificate;
    private final String certificateDigest;

    public XmlSigner(Signer signer, Clock clock) {
        this.signer = signer;
        this.clock = clock;
        try {
            this.certificate = signer.certificate().getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
        this.certificateDigest = base64(signer.suite().digest(certificate));
    }

    /** Who signs. */
    public Signer signer() {
        return signer;
    }

    /**
     * Signs this message and puts the signature into it.
     *
     * @throws IllegalArgumentException when it is signed already
     */
    public void sign(Document message) {
        var root = message.getDocumentElement();
        if (message.getElementsByTagNameNS(Dsig.NS, "Signature").getLength() > 0) {
            throw new IllegalArgumentException("the message is signed already");
        }
        var content = ExclusiveForm.digest(message, null, signer.suite().digest());
        var signature = ds(root, "Signature");
        signature.setAttributeNS(XMLNS, "xmlns:ds", Dsig.NS);
        signature.setAttributeNS(null, "Id", SIGNATURE_ID);
        var signedInfo = ds(signature, "SignedInfo");
        var value = ds(signature, "SignatureValue");
        var data = ds(ds(signature, "KeyInfo"), "X509Data");
        ds(data, "X509Certificate").setTextContent(base64(certificate));
        var properties = properties(signature);
        var overProperties = signer.suite().digest(ExclusiveForm.of(properties));
        fill(signedInfo, content, overProperties);
        value.setTextContent(base64(signer.sign(ExclusiveForm.of(signedInfo))));
    }

    private void fill(Element signedInfo, byte[] content, byte[] overProperties) {
        ds(signedInfo, "CanonicalizationMethod").setAttributeNS(null, "Algorithm", Dsig.EXCLUSIVE);
        ds(signedInfo, "SignatureMethod")
                .setAttributeNS(null, "Algorithm", signer.suite().signatureUri());
        var data = ds(signedInfo, "Reference");
        data.setAttributeNS(null, "URI", "");
        fill(data, content, Dsig.ENVELOPED, Dsig.EXCLUSIVE);
        var properties = ds(signedInfo, "Reference");
        properties.setAttributeNS(null, "Type", Dsig.PROPERTIES_TYPE);
        properties.setAttributeNS(null, "URI", "#" + PROPERTIES_ID);
        fill(properties, overProperties, Dsig.EXCLUSIVE);
    }

    private void fill(Element reference, byte[] digest, String... transforms) {
        var list = ds(reference, "Transforms");
        for (var transform : transforms) {
            ds(list, "Transform").setAttributeNS(null, "Algorithm", transform);
        }
        digest(reference, base64(digest));
    }

    private Element properties(Element signature) {
        var qualifying = xades(ds(signature, "Object"), "QualifyingProperties");
        qualifying.setAttributeNS(XMLNS, "xmlns:xades", Dsig.XADES);
        qualifying.setAttributeNS(null, "Target", "#" + SIGNATURE_ID);
        var properties = xades(qualifying, "SignedProperties");
        properties.setAttributeNS(null, "Id", PROPERTIES_ID);
        var ofSignature = xades(properties, "SignedSignatureProperties");
        xades(ofSignature, "SigningTime")
                .setTextContent(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        var cert = xades(xades(ofSignature, "SigningCertificateV2"), "Cert");
        digest(xades(cert, "CertDigest"), certificateDigest);
        return properties;
    }

    private void digest(Element parent, String value) {
        ds(parent, "DigestMethod")
                .setAttributeNS(null, "Algorithm", signer.suite().digestUri());
        ds(parent, "DigestValue").setTextContent(value);
    }

    private static Element ds(Element parent, String name) {
        return child(parent, Dsig.NS, "ds:" + name);
    }

    private static Element xades(Element parent, String name) {
        return child(parent, Dsig.XADES, "xades:" + name);
    }

    private static Element child(Element parent, String namespace, String name) {
        var element = parent.getOwnerDocument().createElementNS(namespace, name);
        parent.appendChild(element);
        return element;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
