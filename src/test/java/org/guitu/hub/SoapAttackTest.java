package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guitu.hub.SoapLetter.ADDRESSING;
import static org.guitu.hub.SoapLetter.DIRECT;
import static org.guitu.hub.SoapLetter.DS;
import static org.guitu.hub.SoapLetter.OASIS;
import static org.guitu.hub.SoapLetter.SOAP_11;
import static org.guitu.hub.SoapLetter.SOAP_12;
import static org.guitu.hub.SoapLetter.WSU;
import static org.guitu.hub.SoapLetter.find;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.guitu.hub.AttackedDoor.Attack;
import org.guitu.message.PartyId;
import org.guitu.trust.Identity;
import org.guitu.trust.TestKeys;
import org.guitu.trust.WeakKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Envelopes that are not what they seem: each is refused with the fault of the contract. */
final class SoapAttackTest {
    private static final byte[] SPELLED_OUT = spelledOut();
    private static final String ASSERTION =
            "<saml2:Assertion xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\" " + "ID=\"a\" Version=\"2.0\"/>";
    private static final String EVIL = "<l:Status xmlns:l=\"urn:guitu:liaison:1.0\"><l:MessageId>"
            + "urn:uuid:5a3c0000-0000-4000-8000-000000000000</l:MessageId></l:Status>";

    @TempDir
    static Path folder;

    static AttackedDoor door;

    @BeforeAll
    static void start() throws Exception {
        door = AttackedDoor.open(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        door.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"unsigned", "wrapped", "made_wrong", "shown_wrong", "addressed", "old", "shapes"})
    void an_envelope_is_refused_that_has(String what, String expected, Attack attack) throws Exception {
        door.refuses(expected, attack);
    }

    @ParameterizedTest
    @ValueSource(strings = {SOAP_11, SOAP_12})
    void addressing_that_has_to_be_understood_is(String soap) throws Exception {
        var action = wsa("Action", "urn:guitu:liaison:1.0:Describe", "A")
                .replaceFirst(" ", " s:mustUnderstand=\"1\" xmlns:s=\"" + soap + "\" ");
        var letter = door.letter().soap(soap).headers(action).signs("B", "T", "A");
        assertThat(door.line().post(letter.xml()).status()).isEqualTo(200);
    }

    @Test
    void who_signs_what_another_party_signed_in_the_same_second_is_heard_too() throws Exception {
        var line = door.lineOf(other());
        var at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var own = door.letter().from(at, at.plusSeconds(300));
        var others = SoapLetter.by(other()).from(at, at.plusSeconds(300));
        var first = own.xml();
        assertThat(door.line().post(first).says()).isEqualTo("200");
        assertThat(line.post(others.xml()).says()).isEqualTo("200");
        assertThat(door.line().post(first).says()).isEqualTo("GT-2019");
        assertThat(door.line().post(own.xml()).says()).as("signed anew").isEqualTo("GT-2019");
        assertThat(door.line()
                        .post(SoapLetter.by(door.signer("vn.mps", "sign"))
                                .from(at, at.plusSeconds(300))
                                .xml())
                        .says())
                .as("signed with another key of the same party")
                .isEqualTo("GT-2019");
        assertThat(line.post(others.xml()).says()).as("of the other").isEqualTo("GT-2019");
    }

    private static Arguments letter(String what, String expected, UnaryOperator<SoapLetter> bend) {
        return attack(what, expected, d -> d.line().post(bend.apply(d.letter()).xml()));
    }

    private static Arguments text(String what, String expected, UnaryOperator<String> bend) {
        return attack(what, expected, d -> d.line().post(bend.apply(d.letter().xml())));
    }

    private static Arguments attack(String what, String expected, Attack attack) {
        return Arguments.of(what, expected, attack);
    }

    static Stream<Arguments> unsigned() {
        return Stream.of(
                letter("no signature at all", "GT-2013", l -> l.signs()),
                text("no security header", "GT-2013", x -> x.replaceFirst("(?s)<wsse:Security.*</wsse:Security>", "")),
                letter("only the Timestamp signed", "GT-2014", l -> l.signs("T")),
                letter("only the body signed", "GT-2014", l -> l.signs("B")),
                letter("only the token signed", "GT-2014", l -> l.signs("X")),
                letter("no Timestamp", "GT-2013", l -> l.signs("B").bentBefore(d -> remove(find(d, "Timestamp")))),
                text(
                        "a changed body",
                        "GT-2012",
                        x -> x.replace("<l:Describe ", "<l:Retrieve ").replace("</l:Describe>", "</l:Retrieve>")),
                letter("a second signature", "GT-2013", l -> l.bent(d -> l.sign(d, java.util.List.of("B", "T")))),
                letter(
                        "two Timestamps",
                        "GT-1030",
                        l -> l.bent(d -> find(d, "Security")
                                .appendChild(find(d, "Timestamp").cloneNode(true)))),
                letter(
                        "two security headers",
                        "GT-1030",
                        l -> l.bent(d -> find(d, "Header")
                                .appendChild(find(d, "Security").cloneNode(true)))));
    }

    static Stream<Arguments> wrapped() {
        return Stream.of(
                xsw(
                        "in a header",
                        "GT-1030",
                        d -> find(d, "Header").appendChild(wrapper(d)).appendChild(moved(d, null))),
                xsw(
                        "in a header, its Id taken",
                        "GT-1030",
                        d -> find(d, "Header").appendChild(wrapper(d)).appendChild(moved(d, "B"))),
                xsw(
                        "in the security header",
                        "GT-1030",
                        d -> find(d, "Security").appendChild(moved(d, null))),
                xsw("in the signature", "GT-1030", d -> {
                    var object = d.createElementNS(DS, "ds:Object");
                    find(d, "Signature").appendChild(object).appendChild(moved(d, null));
                }),
                xsw("in the new body", "GT-1030", d -> {
                    var body = moved(d, null);
                    find(d, "Body").appendChild(body);
                }),
                xsw(
                        "behind the new body",
                        "GT-2012",
                        d -> d.getDocumentElement().appendChild(moved(d, null))),
                xsw("before the new body", "GT-1030", d -> {
                    var body = moved(d, null);
                    d.getDocumentElement().insertBefore(body, find(d, "Body"));
                }),
                xsw("before the header", "GT-2013", d -> {
                    var body = moved(d, null);
                    d.getDocumentElement().insertBefore(body, find(d, "Header"));
                }),
                xsw("behind a body of SOAP 1.1", "GT-1030", d -> {
                    var body = moved(d, null);
                    d.renameNode(find(d, "Body"), SOAP_11, "s11:Body");
                    d.getDocumentElement().appendChild(body);
                }),
                letter(
                        "a signed old Timestamp in a header and a new one in its place",
                        "GT-2014",
                        l -> l.bent(d -> {
                            var old = find(d, "Timestamp");
                            var fresh = old.cloneNode(true);
                            ((Element) fresh).removeAttributeNS(WSU, "Id");
                            old.getParentNode().replaceChild(fresh, old);
                            find(d, "Header").appendChild(wrapper(d)).appendChild(old);
                        })));
    }

    private static Arguments xsw(String what, String expected, Consumer<Document> bend) {
        return attack(
                "a signed body " + what,
                expected,
                d -> d.line().post(d.letter().bent(bend).xml()));
    }

    private static Element wrapper(Document letter) {
        var wrapper = letter.createElementNS("urn:x", "x:Wrapper");
        wrapper.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:x", "urn:x");
        wrapper.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:wsu", WSU);
        return wrapper;
    }

    /** Takes the signed body away, and puts an evil one in its place. */
    private static Element moved(Document letter, @org.jspecify.annotations.Nullable String id) {
        var signed = find(letter, "Body");
        var evil = letter.createElementNS(signed.getNamespaceURI(), "s:Body");
        if (id != null) {
            evil.setAttributeNS(WSU, "wsu:Id", id);
        }
        evil.appendChild(letter.importNode(SoapLetter.parsed(EVIL).getDocumentElement(), true));
        signed.getParentNode().replaceChild(evil, signed);
        return signed;
    }

    private static void remove(Element element) {
        element.getParentNode().removeChild(element);
    }

    static Stream<Arguments> made_wrong() {
        return Stream.of(
                attack(
                        "rsa-sha1",
                        "GT-2017",
                        d -> d.line()
                                .post(SoapLetter.by(d.signer("vn.mps", "sign"))
                                        .method(DS + "rsa-sha1")
                                        .xml())),
                letter("a digest of SHA-1", "GT-2017", l -> l.digest(DS + "sha1")),
                letter(
                        "inclusive canonicalization",
                        "GT-2017",
                        l -> l.form("http://www.w3.org/TR/2001/REC-xml-c14n-20010315")),
                letter(
                        "canonicalization with comments",
                        "GT-2017",
                        l -> l.transform("http://www.w3.org/2001/10/xml-exc-c14n#WithComments")),
                text(
                        "a transform by XSLT",
                        "GT-2017",
                        x -> x.replaceFirst(
                                "(<ds:Transform Algorithm=\")[^\"]*", "$1http://www.w3.org/TR/1999/REC-xslt-19991116")),
                text("a method of HMAC", "GT-2017", x -> x.replaceFirst("ecdsa-sha256", "hmac-sha256")),
                text(
                        "an algorithm with markup in its name",
                        "GT-2017",
                        x -> x.replaceFirst(
                                "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "&lt;b&gt;org.evil.Thing")),
                text("an empty signature value", "GT-2012", x -> x.replaceFirst("(<ds:SignatureValue>)[^<]*", "$1")),
                text(
                        "a signature value of zeros",
                        "GT-2012",
                        x -> x.replaceFirst(
                                "(<ds:SignatureValue>)[^<]*",
                                "$1" + Base64.getEncoder().encodeToString(new byte[64]))),
                text(
                        "a huge signature value",
                        "GT-2012",
                        x -> x.replaceFirst("(<ds:SignatureValue>)[^<]*", "$1" + "A".repeat(60_000))),
                text(
                        "a signature value that is no base64",
                        "GT-2012",
                        x -> x.replaceFirst("(<ds:SignatureValue>)[^<]*", "$1%%%")),
                text("no SignedInfo", "GT-2012", x -> x.replaceFirst("(?s)<ds:SignedInfo.*</ds:SignedInfo>", "")),
                text(
                        "no SignatureValue",
                        "GT-2012",
                        x -> x.replaceFirst("<ds:SignatureValue>[^<]*</ds:SignatureValue>", "")),
                text("a reference to nothing", "GT-2012", x -> x.replaceFirst("URI=\"#B\"", "URI=\"#nobody\"")),
                text(
                        "a reference to an address",
                        "GT-2012",
                        x -> x.replaceFirst("URI=\"#B\"", "URI=\"https://127.0.0.1:1/x\"")),
                text(
                        "a reference to a file",
                        "GT-2012",
                        x -> x.replaceFirst("URI=\"#B\"", "URI=\"file:///etc/passwd\"")),
                text("a reference to the whole envelope", "GT-2012", x -> x.replaceFirst("URI=\"#B\"", "URI=\"\"")),
                letter(
                        "a body Id twice",
                        "GT-1030",
                        l -> l.bent(d -> {
                            var more = wrapper(d);
                            more.setAttributeNS(WSU, "wsu:Id", "B");
                            find(d, "Header").appendChild(more);
                        })),
                letter(
                        "thirteen references",
                        "GT-2014",
                        l -> l.signs("B", "T", "X", "B", "T", "X", "B", "T", "X", "B", "T", "X", "B")));
    }

    static Stream<Arguments> shown_wrong() {
        var key = "<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus><ds:Exponent>AQAB</ds:Exponent>"
                + "</ds:RSAKeyValue></ds:KeyValue>";
        var thumb = "<wsse:SecurityTokenReference><wsse:KeyIdentifier EncodingType=\"" + OASIS
                + "soap-message-security-1.0#Base64Binary\" ValueType=\"http://docs.oasis-open.org/wss/oasis-wss-soap-"
                + "message-security-1.1#ThumbprintSHA1\">AAAAAAAAAAAAAAAAAAAAAAAAAAA=</wsse:KeyIdentifier>"
                + "</wsse:SecurityTokenReference>";
        var named = "<wsse:SecurityTokenReference><ds:X509Data><ds:X509IssuerSerial><ds:X509IssuerName>CN=x"
                + "</ds:X509IssuerName><ds:X509SerialNumber>1</ds:X509SerialNumber></ds:X509IssuerSerial></ds:X509Data>"
                + "</wsse:SecurityTokenReference>";
        return Stream.of(
                letter("a bare key", "GT-2021", l -> l.keyInfo(key)),
                letter("a thumbprint", "GT-2021", l -> l.keyInfo(thumb)),
                letter("an issuer and serial number", "GT-2021", l -> l.keyInfo(named)),
                letter("the name of the hub's key", "GT-2021", l -> l.keyInfo("<ds:KeyName>own</ds:KeyName>")),
                letter("no KeyInfo content", "GT-2021", l -> l.keyInfo("")),
                letter(
                        "a reference to a token elsewhere",
                        "GT-2021",
                        l -> l.keyInfo(DIRECT.replace("#X", "https://127.0.0.1:1/token"))),
                letter("a reference to no token", "GT-2021", l -> l.keyInfo(DIRECT.replace("#X", "#nothing"))),
                letter("no token", "GT-2021", l -> l.shows("")),
                letter("a token of garbage", "GT-2021", l -> l.shows(SoapLetter.token(new byte[] {1, 2, 3}))),
                letter("an empty token", "GT-2021", l -> l.shows(SoapLetter.token(new byte[0]))),
                letter(
                        "a token cut off",
                        "GT-2021",
                        l -> l.shows(SoapLetter.token(java.util.Arrays.copyOf(own(), 200)))),
                letter(
                        "a token that says it is a chain",
                        "GT-2021",
                        l -> l.shows(SoapLetter.token(own()).replace("#X509v3", "#X509PKIPathv1"))),
                letter(
                        "a token of Kerberos",
                        "GT-2012",
                        l -> l.shows(SoapLetter.token(own())
                                .replace(
                                        "x509-token-profile-1.0#X509v3",
                                        "kerberos-token-profile-1.1#Kerberosv5_AP_REQ"))),
                letter(
                        "another party's certificate and the own key",
                        "GT-2018",
                        l -> l.shows(SoapLetter.token(SoapLetter.encoded(other())))),
                attack(
                        "another party's key and certificate",
                        "GT-2018",
                        d -> d.line().post(SoapLetter.by(other()).xml())),
                attack(
                        "an unregistered certificate",
                        "GT-2018",
                        d -> d.line().post(SoapLetter.by(d.unregistered()).xml())),
                attack(
                        "the hub's own certificate",
                        "GT-2018",
                        d -> d.line()
                                .post(d.letter()
                                        .shows(SoapLetter.token(d.hub().hubTls().getEncoded()))
                                        .xml())),
                attack(
                        "a sound signature of the wrong line",
                        "GT-2018",
                        d -> d.lineOf(other()).post(d.letter().xml())),
                attack(
                        "a line of nobody's",
                        "GT-2011",
                        d -> d.lineOf(d.unregistered()).post(d.letter().xml())),
                attack(
                        "a registered key that is too weak",
                        "GT-3145",
                        d -> d.line().post(SoapLetter.by(d.weak()).xml())),
                letter("a key whose curve is spelled out", "GT-3145", l -> l.shows(SoapLetter.token(SPELLED_OUT))),
                attack(
                        "a weak key of RSA",
                        "GT-2018",
                        d -> d.line().post(WeakKey.letter().xml())),
                letter(
                        "a name and password",
                        "GT-2020",
                        l -> l.shows(SoapLetter.token(own())
                                + "<wsse:UsernameToken><wsse:Username>a</wsse:Username></wsse:UsernameToken>")),
                letter("an assertion of SAML", "GT-2020", l -> l.shows(SoapLetter.token(own()) + ASSERTION)),
                letter(
                        "an encrypted key",
                        "GT-2020",
                        l -> l.shows(SoapLetter.token(own())
                                + "<xenc:EncryptedKey xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\"/>")),
                letter(
                        "an encrypted body",
                        "GT-2020",
                        l -> l.body("<xenc:EncryptedData Id=\"E\" xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\"/>")
                                .shows(SoapLetter.token(own())
                                        + "<xenc:ReferenceList xmlns:xenc=\"http://www.w3.org/2001/04/"
                                        + "xmlenc#\"><xenc:DataReference URI=\"#E\"/></xenc:ReferenceList>")),
                letter(
                        "a reference to an assertion",
                        "GT-2021",
                        l -> l.keyInfo("<wsse:SecurityTokenReference>"
                                + "<wsse:KeyIdentifier ValueType=\"http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-"
                                + "1.1#SAMLID\">a</wsse:KeyIdentifier></wsse:SecurityTokenReference>")),
                letter(
                        "a key wrapped for itself",
                        "GT-2021",
                        l -> l.keyInfo("<xenc:EncryptedKey xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\"/>")));
    }

    private static byte[] spelledOut() {
        var keys = new TestKeys();
        var weak = new WeakKeys(keys.authority(), new PartyId("vn.mps"), keys.year());
        return SoapLetter.encoded(weak.identity(WeakKeys.Flaw.CURVE_SPELLED_OUT));
    }

    private static byte[] own() {
        return SoapLetter.encoded(identity("vn.mps"));
    }

    private static Identity other() {
        return identity("la.atd");
    }

    private static Identity identity(String party) {
        try {
            return door.signer(party, "tls");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Arguments> addressed() {
        return Stream.of(
                letter(
                        "an action nobody signed",
                        "GT-2014",
                        l -> l.headers(wsa("Action", "urn:guitu:liaison:1.0:Describe", ""))),
                letter(
                        "a signed action of something else",
                        "GT-2023",
                        l -> l.headers(wsa("Action", "urn:guitu:liaison:1.0:Submit", "A"))
                                .signs("B", "T", "A")),
                letter(
                        "answers sent elsewhere",
                        "GT-2022",
                        l -> l.headers("<wsa:ReplyTo wsu:Id=\"A\" xmlns:wsa=\"" + ADDRESSING + "\" xmlns:wsu=\"" + WSU
                                        + "\"><wsa:Address>https://127.0.0.1:1/</wsa:Address></wsa:ReplyTo>")
                                .signs("B", "T", "A")),
                letter(
                        "faults sent elsewhere",
                        "GT-2022",
                        l -> l.headers("<wsa:FaultTo wsu:Id=\"A\" xmlns:wsa=\"" + ADDRESSING + "\" xmlns:wsu=\"" + WSU
                                        + "\"><wsa:Address>https://127.0.0.1:1/</wsa:Address></wsa:FaultTo>")
                                .signs("B", "T", "A")),
                attack(
                        "a spoofed SOAPAction",
                        "GT-2023",
                        d -> d.line()
                                .post(
                                        RawLine.SOAP,
                                        d.letter().bytes(),
                                        "SOAPAction: \"urn:guitu:liaison:1.0:Submit\"")),
                attack(
                        "a spoofed action of the content type",
                        "GT-2023",
                        d -> d.line()
                                .post(
                                        RawLine.SOAP + ";action=\"urn:guitu:liaison:1.0:Submit\"",
                                        d.letter().bytes())),
                letter(
                        "a header that must be understood and is not",
                        "GT-1039",
                        l -> l.headers("<x:Strange xmlns:x=\"urn:x\" xmlns:s=\"" + SOAP_12
                                + "\" s:mustUnderstand=\"true\"/>")),
                letter("an operation of the other side", "GT-1038", l -> l.asks("Deliver", "")),
                letter("two operations", "GT-1038", l -> l.body("<a xmlns=\"urn:guitu:liaison:1.0\"/><b/>")),
                letter("no operation", "GT-1038", l -> l.body("")),
                letter("a strange operation", "GT-1038", l -> l.body("<x:Describe xmlns:x=\"urn:x\"/>")));
    }

    private static String wsa(String name, String value, String id) {
        return "<wsa:%s wsu:Id=\"%s\" xmlns:wsa=\"%s\" xmlns:wsu=\"%s\">%s</wsa:%s>"
                .formatted(name, id, ADDRESSING, WSU, value, name);
    }

    static Stream<Arguments> old() {
        return Stream.of(
                attack("been sent before", "GT-2019", d -> {
                    var letter = d.letter().xml();
                    d.line().post(letter);
                    d.beginsHere();
                    return d.line().post(letter);
                }),
                attack("been sent before, with another signature value of the same", "GT-2019", d -> {
                    var letter = d.letter().xml();
                    d.line().post(letter);
                    d.beginsHere();
                    return d.line().post(Malleable.other(letter));
                }),
                stamp("a Timestamp of an hour ago", "GT-2015", -3600, -3300),
                stamp("a Timestamp that has just ended", "GT-2015", -301, -1),
                stamp("a Timestamp in an hour", "GT-2016", 3600, 3900),
                stamp("a Timestamp two minutes ahead", "GT-2016", 120, 300),
                stamp("a Timestamp good for a year", "GT-2015", 0, 31_536_000),
                stamp("a Timestamp that ends before it begins", "GT-2015", 0, -10),
                letter("a Timestamp without end", "GT-2013", l -> l.bentBefore(d -> remove(find(d, "Expires")))),
                letter("a Timestamp without beginning", "GT-2013", l -> l.bentBefore(d -> remove(find(d, "Created")))),
                letter(
                        "a Timestamp that is no time",
                        "GT-2013",
                        l -> l.bentBefore(d -> find(d, "Created").setTextContent("soon"))),
                letter(
                        "a Timestamp with two beginnings",
                        "GT-2013",
                        l -> l.bentBefore(d -> find(d, "Timestamp")
                                .appendChild(find(d, "Created").cloneNode(true)))));
    }

    private static Arguments stamp(String what, String expected, int from, int until) {
        return letter(what, expected, l -> {
            var now = Instant.now();
            return l.from(now.plus(Duration.ofSeconds(from)), now.plus(Duration.ofSeconds(until)));
        });
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                text(
                        "a DTD",
                        "GT-1031",
                        x -> x.replaceFirst("\n", "\n<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>\n")),
                text(
                        "laughing entities",
                        "GT-1031",
                        x -> x.replaceFirst(
                                        "\n",
                                        "\n<!DOCTYPE a [<!ENTITY a \"ha\">"
                                                + "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n")
                                .replace("<l:Describe", "&b;<l:Describe")),
                text(
                        "an external subset",
                        "GT-1031",
                        x -> x.replaceFirst("\n", "\n<!DOCTYPE a SYSTEM \"https://127.0.0.1:1/a\">\n")),
                text("an entity nobody declared", "GT-1030", x -> x.replace("<l:Describe", "&b;<l:Describe")),
                text("a processing instruction", "GT-1031", x -> x.replace("<l:Describe", "<?x y?><l:Describe")),
                text(
                        "a comment in a signed value",
                        "GT-1031",
                        x -> x.replaceFirst("Z</wsu:Created>", "Z<!-- x --></wsu:Created>")),
                text("a comment in an Id", "GT-1030", x -> x.replaceFirst("wsu:Id=\"B\"", "wsu:Id=\"B<!-- x -->\"")),
                text("deep nesting", "GT-1032", x -> x.replace("<l:Describe", "<a>".repeat(600) + "<l:Describe")),
                text("many elements", "GT-1032", x -> x.replace("<l:Describe", "<a/>".repeat(50_000) + "<l:Describe")),
                text(
                        "many attributes",
                        "GT-1032",
                        x -> x.replace("<l:Describe", "<a " + names(5000) + "/><l:Describe")),
                text(
                        "many namespaces",
                        "GT-1032",
                        x -> x.replace("<l:Describe", "<a " + names(5000).replace("a", "xmlns:a") + "/><l:Describe")),
                text(
                        "a long attribute",
                        "GT-1032",
                        x -> x.replace("<l:Describe", "<a b=\"" + "c".repeat(1 << 20) + "\"/><l:Describe")),
                text(
                        "a long name",
                        "GT-1032",
                        x -> x.replace("<l:Describe", "<" + "c".repeat(1 << 20) + "/><l:Describe")),
                text(
                        "a long header",
                        "GT-1032",
                        x -> x.replaceFirst("<wsse:Security", "<x>" + "y".repeat(1 << 20) + "</x><wsse:Security")),
                text("a cut end", "GT-1030", x -> x.substring(0, x.length() - 20)),
                text("more after its end", "GT-1030", x -> x + "<more/>"),
                text("no XML", "GT-1030", x -> "hello"),
                text("another root", "GT-1030", x -> "<a/>"),
                text("a SOAP nobody knows", "GT-1030", x -> x.replace(SOAP_12, "urn:soap:2.0")),
                text(
                        "a fault for a body",
                        "GT-2013",
                        x -> "<s:Envelope xmlns:s=\"" + SOAP_12
                                + "\"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang=\"en\">x"
                                + "</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>"),
                text(
                        "a body and nothing else",
                        "GT-2013",
                        x -> "<s:Envelope xmlns:s=\"" + SOAP_12 + "\"><s:Body/></s:Envelope>"),
                text("no body", "GT-1030", x -> x.replaceFirst("(?s)<s:Body.*</s:Body>", "")),
                text(
                        "SOAP 1.1 with no security header",
                        "GT-2013",
                        x -> "<s:Envelope xmlns:s=\"" + SOAP_11 + "\"><s:Body/></s:Envelope>"),
                letter(
                        "children where text belongs",
                        "GT-1035",
                        l -> l.asks("Submit", "<l:Message><l:Message/></l:Message>")),
                letter("no message", "GT-1035", l -> l.asks("Submit", "")),
                letter("a number out of range", "GT-1035", l -> l.asks("Retrieve", "<l:Max>99999</l:Max>")),
                letter(
                        "an identifier that is none",
                        "GT-1035",
                        l -> l.asks("Status", "<l:MessageId>' OR 1=1</l:MessageId>")));
    }

    private static String names(int many) {
        var all = new StringBuilder();
        for (int i = 0; i < many; i++) {
            all.append('a').append(i).append("=\"urn:").append(i).append("\" ");
        }
        return all.toString();
    }
}
