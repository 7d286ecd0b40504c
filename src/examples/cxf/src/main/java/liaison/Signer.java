package liaison;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.xml.security.Init;
import org.apache.xml.security.c14n.Canonicalizer;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/** Makes a message's own signature. */
final class Signer {
    static final String DS = "http://www.w3.org/2000/09/xmldsig#";
    static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";

    private static final String C14N = "http://www.w3.org/2001/10/xml-exc-c14n#";

    // All elements here are written in exclusive canonical form, so their text is what is digested.
    private static final String PROPERTIES =
            """
            <xades:SignedProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Id="properties">\
            <xades:SignedSignatureProperties><xades:SigningTime>%s</xades:SigningTime><xades:SigningCertificateV2>\
            <xades:Cert><xades:CertDigest><ds:DigestMethod xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Algorithm="%s"></ds:DigestMethod>\
            <ds:DigestValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#">%s</ds:DigestValue></xades:CertDigest></xades:Cert>\
            </xades:SigningCertificateV2></xades:SignedSignatureProperties></xades:SignedProperties>""";
    private static final String SIGNED_INFO =
            """
            <ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\
            <ds:CanonicalizationMethod Algorithm="%1$s"></ds:CanonicalizationMethod>\
            <ds:SignatureMethod Algorithm="%3$s"></ds:SignatureMethod><ds:Reference URI=""><ds:Transforms>\
            <ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>\
            <ds:Transform Algorithm="%1$s"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="%2$s"></ds:DigestMethod>\
            <ds:DigestValue>%4$s</ds:DigestValue></ds:Reference>\
            <ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#properties"><ds:Transforms>\
            <ds:Transform Algorithm="%1$s"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="%2$s"></ds:DigestMethod>\
            <ds:DigestValue>%5$s</ds:DigestValue></ds:Reference></ds:SignedInfo>""";
    private static final String SIGNATURE =
            """
            <ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="signature">%s<ds:SignatureValue>%s</ds:SignatureValue>\
            <ds:KeyInfo><ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data></ds:KeyInfo><ds:Object>\
            <xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#signature">%s\
            </xades:QualifyingProperties></ds:Object></ds:Signature>""";

    static {
        Init.init();
    }

    private final Keys keys;

    Signer(Keys keys) {
        this.keys = keys;
    }

    /** The bytes of this message with our signature as the last child of its root; all else stays as it is. */
    byte[] sign(byte[] message) throws Exception {
        var certificate = keys.certificate().getEncoded();
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var properties = PROPERTIES.formatted(now, SHA256, base64(sha256(certificate)));
        var info = SIGNED_INFO.formatted(
                C14N,
                SHA256,
                keys.method(),
                base64(sha256(canonical(parse(message)))),
                base64(sha256(utf8(properties))));
        // of an EC key: r and s in 32 bytes each, as XML signature wants it
        var signing = Signature.getInstance(keys.isRsa() ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
        signing.initSign(keys.key());
        signing.update(utf8(info));
        var signature = SIGNATURE.formatted(info, base64(signing.sign()), base64(certificate), properties);
        var text = new String(message, StandardCharsets.UTF_8);
        int end = text.lastIndexOf("</");
        return utf8(text.substring(0, end) + signature + text.substring(end));
    }

    static boolean isSigned(byte[] message) throws Exception {
        return parse(message).getElementsByTagNameNS(DS, "Signature").getLength() > 0;
    }

    static Document parse(byte[] xml) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    static byte[] canonical(Node node) throws Exception {
        var out = new ByteArrayOutputStream();
        Canonicalizer.getInstance(Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS).canonicalizeSubtree(node, out);
        return out.toByteArray();
    }

    static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
