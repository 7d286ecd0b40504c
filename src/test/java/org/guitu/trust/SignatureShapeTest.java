package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guitu.trust.Attack.at;
import static org.guitu.trust.Attack.bySender;
import static org.guitu.trust.Attack.onTheWire;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Signatures of any other shape are refused, even when their own sender signed them so (reference/trust.md 2.3, 2.4). */
class SignatureShapeTest {
    @Test
    void a_message_without_signature_is_refused() {
        assertThat(Attack.code(Sample.unsigned())).isEqualTo("GT-3101");
    }

    @Test
    void two_signatures_are_refused() {
        assertThat(at("ds:Signature", s -> s.getParentNode().appendChild(s.cloneNode(true))))
                .isEqualTo("GT-3102");
        assertThat(at("ds:Signature", s -> body(s).appendChild(s.cloneNode(true))))
                .isEqualTo("GT-3102");
    }

    @Test
    void a_signature_at_another_place_is_refused() {
        assertThat(at("ds:Signature", s -> body(s).appendChild(s))).isEqualTo("GT-3103");
        assertThat(at(
                        "ds:Signature",
                        s -> s.getParentNode().insertBefore(s, s.getParentNode().getFirstChild())))
                .isEqualTo("GT-3103");
        assertThat(at("ds:Signature", s -> s.getParentNode().appendChild(element(s, "ds", "Other"))))
                .isEqualTo("GT-3103");
    }

    @ParameterizedTest
    @CsvSource({
        "ds:Signature,GT-3104",
        "ds:SignedInfo,GT-3104",
        "ds:SignatureValue,GT-3104",
        "ds:KeyInfo,GT-3112",
        "ds:X509Data,GT-3112",
        "ds:X509Certificate,GT-3104",
        "ds:Object,GT-3113",
        "xades:QualifyingProperties,GT-3113",
        "xades:SignedProperties,GT-3114",
        "xades:SignedSignatureProperties,GT-3114",
        "xades:SigningTime,GT-3104",
        "xades:CertDigest,GT-3104",
        "ds:Reference,GT-3104",
        "ds:Transforms,GT-3108",
        "ds:Transform,GT-3108",
        "ds:DigestMethod,GT-3109",
        "ds:DigestValue,GT-3104",
    })
    void another_element_inside_the_signature_is_refused(String parent, String code) {
        assertThat(at(parent, e -> e.appendChild(element(e, "ds", "Foreign")))).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ds:Signature",
                "ds:SignedInfo",
                "ds:SignatureValue",
                "ds:KeyInfo",
                "ds:X509Data",
                "ds:X509Certificate",
                "ds:Object",
                "xades:QualifyingProperties",
                "xades:SignedProperties",
                "xades:Cert",
                "ds:Reference",
                "ds:Transforms",
                "ds:Transform",
                "ds:DigestMethod",
                "ds:DigestValue"
            })
    void another_attribute_inside_the_signature_is_refused(String name) {
        assertThat(at(name, e -> e.setAttributeNS(null, "Foreign", "1"))).isEqualTo("GT-3104");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ds:Signature", "ds:SignedInfo", "ds:KeyInfo", "ds:Object", "xades:QualifyingProperties"})
    void text_between_the_elements_of_the_signature_is_refused(String name) {
        assertThat(at(name, e -> e.appendChild(e.getOwnerDocument().createTextNode("evil"))))
                .isEqualTo("GT-3104");
    }

    @Test
    void what_canonical_form_hides_is_refused() {
        // SafeXml refuses the first two already; a document that came another way must not pass either
        var comment = Sample.signedBy(Attack.SENDER);
        Sample.find(comment, "Name").appendChild(comment.createComment("x"));
        assertThat(Attack.code(comment)).isEqualTo("GT-3105");
        var instruction = Sample.signedBy(Attack.SENDER);
        instruction.insertBefore(instruction.createProcessingInstruction("x", "y"), instruction.getDocumentElement());
        assertThat(Attack.code(instruction)).isEqualTo("GT-3105");
        var xsi = "http://www.w3.org/2001/XMLSchema-instance";
        assertThat(at("Name", e -> {
                    e.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:xsi", xsi);
                    e.setAttributeNS(xsi, "xsi:type", "a:Other");
                }))
                .isEqualTo("GT-3105");
    }

    @Test
    void one_reference_or_three_are_refused() {
        assertThat(bySender(m -> Attack.removed(Sample.find(m, "ds:Reference"))))
                .isEqualTo("GT-3106");
        assertThat(bySender(m -> Attack.removed(Sample.all(m, "ds:Reference").get(1))))
                .isEqualTo("GT-3106");
        assertThat(bySender(m -> {
                    var reference = Sample.find(m, "ds:Reference");
                    reference.getParentNode().appendChild(reference.cloneNode(true));
                }))
                .isEqualTo("GT-3106");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.test/evil.xml",
                "file:///etc/passwd",
                "#guitu-signature",
                "#xpointer(/)",
                "#other",
                "#guitu-signed-properties"
            })
    void a_data_reference_to_anything_but_the_whole_message_is_refused(String uri) {
        assertThat(bySender(m -> Sample.find(m, "ds:Reference").setAttributeNS(null, "URI", uri)))
                .isEqualTo("GT-3107");
    }

    @Test
    void a_reference_without_uri_or_of_another_type_is_refused() {
        assertThat(bySender(m -> Sample.find(m, "ds:Reference").removeAttribute("URI")))
                .isEqualTo("GT-3107");
        assertThat(bySender(m -> Sample.all(m, "ds:Reference").get(1).removeAttribute("Type")))
                .isEqualTo("GT-3107");
        assertThat(bySender(m -> Sample.all(m, "ds:Reference").get(1).setAttributeNS(null, "URI", "#other")))
                .isEqualTo("GT-3107");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.w3.org/TR/1999/REC-xslt-19991116",
                "http://www.w3.org/TR/1999/REC-xpath-19991116",
                "http://www.w3.org/2002/06/xmldsig-filter2",
                "http://www.w3.org/2000/09/xmldsig#base64",
                "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
                "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
                "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
            })
    void another_transform_is_refused(String algorithm) {
        assertThat(bySender(m -> Sample.all(m, "ds:Transform").get(1).setAttributeNS(null, "Algorithm", algorithm)))
                .isEqualTo("GT-3108");
        assertThat(bySender(m -> Sample.all(m, "ds:Transform").get(2).setAttributeNS(null, "Algorithm", algorithm)))
                .isEqualTo("GT-3108");
        assertThat(bySender(m -> {
                    var more = Sample.find(m, "ds:Transform").cloneNode(true);
                    ((Element) more).setAttributeNS(null, "Algorithm", algorithm);
                    Sample.find(m, "ds:Transforms").appendChild(more);
                }))
                .isEqualTo("GT-3108");
    }

    @Test
    void fewer_or_turned_transforms_are_refused() {
        assertThat(bySender(m -> Attack.removed(Sample.find(m, "ds:Transform"))))
                .isEqualTo("GT-3108");
        assertThat(bySender(m -> Attack.removed(Sample.all(m, "ds:Transform").get(1))))
                .isEqualTo("GT-3108");
        assertThat(bySender(m -> Attack.removed(Sample.find(m, "ds:Transforms"))))
                .isEqualTo("GT-3108");
        assertThat(bySender(m -> {
                    var first = Sample.find(m, "ds:Transform");
                    first.getParentNode().appendChild(first);
                }))
                .isEqualTo("GT-3108");
    }

    @Test
    void an_inclusive_prefix_list_is_refused() {
        assertThat(bySender(m -> prefixList(Sample.all(m, "ds:Transform").get(1))))
                .isEqualTo("GT-3108");
        assertThat(bySender(m -> prefixList(Sample.find(m, "ds:CanonicalizationMethod"))))
                .isEqualTo("GT-3111");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.w3.org/2000/09/xmldsig#sha1",
                "http://www.w3.org/2001/04/xmldsig-more#md5",
                "http://www.w3.org/2001/04/xmlenc#sha512",
                ""
            })
    void another_digest_is_refused(String algorithm) {
        for (int i = 0; i < 3; i++) {
            int which = i;
            assertThat(bySender(m ->
                            Sample.all(m, "ds:DigestMethod").get(which).setAttributeNS(null, "Algorithm", algorithm)))
                    .isEqualTo("GT-3109");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
                "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1",
                "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
                "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
                "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
                ""
            })
    void another_signature_method_is_refused(String algorithm) {
        assertThat(bySender(m -> Sample.find(m, "ds:SignatureMethod").setAttributeNS(null, "Algorithm", algorithm)))
                .isEqualTo("GT-3110");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
                "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
                "http://www.w3.org/2006/12/xml-c14n11",
                ""
            })
    void another_canonical_form_of_signed_info_is_refused(String algorithm) {
        assertThat(bySender(
                        m -> Sample.find(m, "ds:CanonicalizationMethod").setAttributeNS(null, "Algorithm", algorithm)))
                .isEqualTo("GT-3111");
    }

    @Test
    void key_info_holds_one_certificate_and_nothing_else() {
        assertThat(at("ds:Signature", s -> Attack.removed(Sample.find(s.getOwnerDocument(), "ds:KeyInfo"))))
                .isEqualTo("GT-3112");
        for (var name : List.of("KeyValue", "RetrievalMethod", "KeyName", "X509Data")) {
            assertThat(at("ds:KeyInfo", k -> k.appendChild(element(k, "ds", name))))
                    .isEqualTo("GT-3112");
            assertThat(at("ds:X509Data", d -> d.getParentNode().replaceChild(element(d, "ds", name), d)))
                    .isEqualTo("GT-3112");
        }
        assertThat(at("ds:X509Certificate", c -> c.getParentNode().appendChild(c.cloneNode(true))))
                .isEqualTo("GT-3112");
        assertThat(at("ds:X509Certificate", c -> c.setTextContent("not base64!")))
                .isEqualTo("GT-3104");
    }

    @Test
    void the_object_holds_only_the_properties_of_this_signature() {
        assertThat(at("ds:Object", o -> o.getParentNode().appendChild(o.cloneNode(true))))
                .isEqualTo("GT-3113");
        assertThat(at("ds:Object", Attack::removed)).isEqualTo("GT-3113");
        assertThat(at("xades:QualifyingProperties", q -> q.setAttributeNS(null, "Target", "#other")))
                .isEqualTo("GT-3113");
        assertThat(at("ds:Signature", s -> s.removeAttribute("Id"))).isEqualTo("GT-3113");
        assertThat(at("xades:SignedProperties", p -> p.removeAttribute("Id"))).isEqualTo("GT-3113");
        assertThat(at("xades:QualifyingProperties", q -> q.appendChild(element(q, "xades", "UnsignedProperties"))))
                .isEqualTo("GT-3113");
    }

    @Test
    void the_signed_properties_are_a_time_with_zone_and_one_certificate() {
        for (var time : List.of("2026-11-23T08:00:00", "yesterday", "", "9999999-01-01T00:00:00Z")) {
            assertThat(at("xades:SigningTime", t -> t.setTextContent(time))).isEqualTo("GT-3114");
        }
        for (var name : List.of("xades:SigningTime", "xades:SigningCertificateV2", "xades:CertDigest")) {
            assertThat(at(name, Attack::removed)).isEqualTo("GT-3114");
            assertThat(at(name, e -> e.getParentNode().appendChild(e.cloneNode(true))))
                    .isEqualTo("GT-3114");
        }
        assertThat(at("xades:Cert", c -> c.getParentNode().appendChild(c.cloneNode(true))))
                .isEqualTo("GT-3104");
    }

    @Test
    void another_element_with_an_id_of_the_signature_is_refused() {
        for (var attribute : List.of("Id", "ID", "id", "xml:id")) {
            for (var id : List.of("guitu-signed-properties", "guitu-signature")) {
                var namespace = attribute.startsWith("xml:") ? "http://www.w3.org/XML/1998/namespace" : null;
                assertThat(at("Name", e -> e.setAttributeNS(namespace, attribute, id)))
                        .isEqualTo("GT-3115");
            }
        }
    }

    @Test
    void what_does_not_belong_to_the_shape_is_pointed_at() {
        var message = Sample.sent(Sample.signedBy(Attack.SENDER));
        Sample.find(message, "ds:DigestMethod").setAttributeNS(null, "Algorithm", "x");
        var refusal = Attack.refusal(Sample.sent(message), List.of());
        assertThat(refusal.place())
                .matches("/Message/ds:Signature/ds:SignedInfo/ds:Reference.*DigestMethod \\([0-9:]+\\)");
    }

    @Test
    void white_space_between_the_elements_of_the_signature_is_harmless() {
        // it breaks the signature value of SignedInfo, of course, but is no fault of shape
        assertThat(onTheWire(w -> w.replace("<ds:Reference ", "\n<ds:Reference ")))
                .isEqualTo("GT-3133");
    }

    private static Element body(Element signature) {
        return Sample.find(signature.getOwnerDocument(), "Body");
    }

    private static void prefixList(Element method) {
        var list = method.getOwnerDocument()
                .createElementNS("http://www.w3.org/2001/10/xml-exc-c14n#", "ec:InclusiveNamespaces");
        list.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:ec", "http://www.w3.org/2001/10/xml-exc-c14n#");
        list.setAttributeNS(null, "PrefixList", "a");
        method.appendChild(list);
    }

    private static Element element(Element beside, String prefix, String name) {
        var namespace = prefix.equals("ds") ? Sample.DS : Sample.XADES;
        var element = beside.getOwnerDocument().createElementNS(namespace, prefix + ":" + name);
        element.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:" + prefix, namespace);
        return element;
    }
}
