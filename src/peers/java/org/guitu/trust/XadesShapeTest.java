package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.function.Consumer;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/** Our signatures in the eyes of ETSI's own schema of XAdES (EN 319 132-1), with W3C's of XML Signature. */
@Tag("peers")
final class XadesShapeTest {
    private static final TestKeys KEYS = new TestKeys();
    private static final Schema SCHEMA = schema();

    @ParameterizedTest
    @EnumSource
    void what_we_sign_is_valid(Kind kind) {
        var message = Sample.sent(Sample.signedBy(KEYS.issue("cn.53", Purpose.SIGN, kind, KEYS.year())));
        assertThatCode(() -> validate(message)).doesNotThrowAnyException();
    }

    /** The schema of XML Signature lets anything stand in an Object: properties that were only skipped would always be valid. */
    @Test
    void properties_of_another_shape_are_not() {
        refused(m -> Sample.find(m, "xades:SigningTime").setTextContent("yesterday"));
        refused(m -> Attack.removed(Sample.find(m, "xades:CertDigest")));
        refused(m -> Sample.find(m, "xades:QualifyingProperties").removeAttribute("Target"));
        refused(m -> {
            var properties = Sample.find(m, "xades:SignedSignatureProperties");
            properties.appendChild(Sample.find(m, "xades:SigningTime"));
        });
        refused(m -> Sample.find(m, "ds:DigestValue").setTextContent("no-base64"));
    }

    private static void refused(Consumer<Document> change) {
        var message = Sample.signedBy(KEYS.signing("cn.53"));
        change.accept(message);
        assertThatThrownBy(() -> validate(message)).isInstanceOf(SAXException.class);
    }

    private static void validate(Document message) throws SAXException, IOException {
        SCHEMA.newValidator().validate(new DOMSource(Sample.find(message, "ds:Signature")));
    }

    private static Schema schema() {
        try {
            var factory = SchemaFactory.newDefaultInstance();
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            // that of XML Signature first: the other's import of it is then not fetched
            return factory.newSchema(
                    new Source[] {file("xmldsig-core-schema.xsd"), file("XAdES01903v132-202407.xsd")});
        } catch (SAXException e) {
            throw new AssertionError(e);
        }
    }

    private static Source file(String name) {
        return new StreamSource(XadesShapeTest.class.getResourceAsStream("/xsd/" + name));
    }
}
