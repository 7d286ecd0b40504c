package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.util.BigIntegers;
import org.guitu.message.Digest;
import org.guitu.message.Header.Status;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.peers.Program;
import org.guitu.receipt.Acknowledged;
import org.guitu.receipt.ReceiptWriter;
import org.guitu.receipt.ReceiptWriter.Labelled;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.xml.SafeXml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What we sign at xmlsec1, which shares no code with us, and what it signs at ours. */
@Tag("peers")
final class XmlsecTest {
    private static final TestKeys KEYS = new TestKeys();
    private static final Identity RSA = KEYS.issue("vn.mps", Purpose.SIGN, Kind.RSA_3072, KEYS.year());
    static final List<Identity> SENDERS = List.of(KEYS.signing("cn.52"), RSA);

    private static final TestKeys OTHERS = new TestKeys();
    private static final Identity RSA_OF_OTHERS = OTHERS.issue("vn.mps", Purpose.SIGN, Kind.RSA_3072, OTHERS.year());
    static final List<Identity> IMPOSTORS = List.of(OTHERS.signing("cn.52"), RSA_OF_OTHERS);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final String OTHER_DIGEST = "data and digest do not match";
    private static final String OTHER_VALUE = "signature verification failed";

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void authorities() throws KeyFileException {
        KeyFiles.writeCertificate(folder.resolve("ca.pem"), KEYS.authority().certificate());
        KeyFiles.writeCertificate(folder.resolve("others.pem"), OTHERS.authority().certificate());
    }

    @ParameterizedTest
    @FieldSource("SENDERS")
    void xmlsec_verifies_what_we_sign(Identity sender) throws Exception {
        var message = Sample.signedBy(sender);
        var ended = verify(message, "ca.pem", TestKeys.NOW);
        assertThat(ended.well()).as(ended.output()).isTrue();
        assertThat(ended.output()).contains("SignedInfo References (ok/all): 2/2");
    }

    @ParameterizedTest
    @EnumSource
    void xmlsec_and_we_refuse_what_was_changed(Change change) throws Exception {
        for (var sender : SENDERS) {
            var message = Sample.signedBy(sender);
            change.happenTo(message);
            refused(verify(message, "ca.pem", TestKeys.NOW), change.breaksADigest() ? OTHER_DIGEST : OTHER_VALUE);
            assertThat(code(message, sender)).isEqualTo(change.code());
        }
    }

    @ParameterizedTest
    @FieldSource("IMPOSTORS")
    void xmlsec_refuses_a_certificate_of_another_authority_or_out_of_its_time(Identity impostor) throws Exception {
        var message = Sample.signedBy(impostor);
        refused(verify(message, "ca.pem", TestKeys.NOW), "certificate verification failed");
        assertThat(verify(message, "others.pem", TestKeys.NOW).well()).isTrue();
        var later = TestKeys.NOW.plus(Duration.ofDays(400));
        refused(verify(message, "others.pem", later), "certificate has expired");
    }

    /** Whoever asks xmlsec1 without saying that only certificates count believes anybody. */
    @Test
    void xmlsec_refuses_a_bare_key_once_it_is_told_to_take_certificates_only() throws Exception {
        var forged = Sample.signedBy(RSA_OF_OTHERS);
        var data = Sample.find(forged, "ds:X509Data");
        data.getParentNode().replaceChild(keyValue(forged, RSA_OF_OTHERS), data);
        var file = write("forged.xml", forged);
        var anyKey = List.of("xmlsec1", "--verify", "--trusted-pem", "ca.pem", file);
        assertThat(Program.run(folder, anyKey).well()).isTrue();
        refused(verify(forged, "ca.pem", TestKeys.NOW), "key is not found");
        assertThat(code(forged, RSA_OF_OTHERS)).isEqualTo("GT-3112");
    }

    @Test
    void xmlsec_verifies_a_receipt_of_the_hub() throws Exception {
        var hub = KEYS.signing("cn.hub");
        var writer = new ReceiptWriter(
                new PartyId("cn.hub"),
                new Labelled("exercise hub", "nobody", Status.EXERCISE),
                new XmlSigner(hub.signer(), Sample.CLOCK),
                Sample.CLOCK,
                UUID::randomUUID);
        var about = Acknowledged.ofBytes(Digest.of(new byte[] {1}), Optional.empty());
        var receipt =
                Sample.parse(writer.refused(about, new PartyId("cn.52"), Refusals.refusal("GT-3131", "", ""))
                        .bytes());
        assertThat(verify(receipt, "ca.pem", TestKeys.NOW).well()).isTrue();
        Sample.find(receipt, "Code").setTextContent("GT-3132");
        refused(verify(receipt, "ca.pem", TestKeys.NOW), OTHER_DIGEST);
    }

    @ParameterizedTest
    @FieldSource("SENDERS")
    void we_verify_what_xmlsec_signs(Identity sender) throws Exception {
        var signed = signedByXmlsec(sender);
        var verified = new XmlVerifier().verify(signed, List.of(sender.certificate()));
        assertThat(verified.certificate()).isEqualTo(sender.certificate());
        new CertificatePaths(KEYS.anchors()).check(verified.certificate(), TestKeys.NOW);
        for (var change : Change.values()) {
            var changed = Sample.sent(signed);
            change.happenTo(changed);
            assertThat(code(changed, sender)).as(change.name()).isEqualTo(change.code());
        }
    }

    /** It canonicalizes, digests and signs; the time and the certificate's digest stand in the template. */
    private Document signedByXmlsec(Identity identity) throws Exception {
        var template = Sample.signedBy(identity);
        var blanks = new ArrayList<>(Sample.all(template, "ds:DigestValue").subList(0, 2));
        blanks.addAll(Sample.all(template, "ds:SignatureValue"));
        blanks.addAll(Sample.all(template, "ds:X509Certificate"));
        blanks.forEach(blank -> blank.setTextContent(""));
        KeyFiles.writeCertificate(folder.resolve("sender.pem"), identity.certificate());
        Files.writeString(
                folder.resolve("sender.key"), Pem.text("PRIVATE KEY", identity.key().getEncoded()));
        var ended = Program.run(
                folder,
                List.of(
                        "xmlsec1",
                        "--sign",
                        "--privkey-pem",
                        "sender.key,sender.pem",
                        "--output",
                        "signed.xml",
                        write("template.xml", template)));
        assertThat(ended.well()).as(ended.output()).isTrue();
        return Sample.parse(Files.readAllBytes(folder.resolve("signed.xml")));
    }

    private Program.Ended verify(Document message, String authority, Instant at)
            throws IOException, InterruptedException {
        return Program.run(
                folder,
                List.of(
                        "xmlsec1",
                        "--verify",
                        "--enabled-key-data",
                        "x509",
                        "--trusted-pem",
                        authority,
                        "--verification-gmt-time",
                        TIME.format(at),
                        write("message.xml", message)));
    }

    private static void refused(Program.Ended ended, String words) {
        assertThat(ended.well()).isFalse();
        assertThat(ended.output()).contains(words);
    }

    private String write(String name, Document message) throws IOException {
        Files.write(folder.resolve(name), SafeXml.bytes(message));
        return name;
    }

    private static Element keyValue(Document message, Identity identity) throws GeneralSecurityException {
        var key = (RSAPublicKey) identity.certificate().getPublicKey();
        var value = message.createElementNS(Dsig.NS, "ds:KeyValue");
        var rsa = value.appendChild(message.createElementNS(Dsig.NS, "ds:RSAKeyValue"));
        rsa.appendChild(message.createElementNS(Dsig.NS, "ds:Modulus"))
                .setTextContent(Markup.base64(BigIntegers.asUnsignedByteArray(key.getModulus())));
        rsa.appendChild(message.createElementNS(Dsig.NS, "ds:Exponent"))
                .setTextContent(Markup.base64(BigIntegers.asUnsignedByteArray(key.getPublicExponent())));
        return value;
    }

    private static String code(Document message, Identity sender) {
        try {
            new XmlVerifier().verify(Sample.sent(message), List.of(sender.certificate()));
            return "taken";
        } catch (Refused e) {
            return e.refusal().code();
        }
    }
}
