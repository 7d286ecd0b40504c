package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.guitu.message.Refused;
import org.guitu.peers.Openssl;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.xml.Canonical;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** Messages signed with SM2 at OpenSSL, since xmlsec1 knows no SM2: digests, values, and what it signs at ours. */
@Tag("peers")
final class OpensslMessageTest {
    private static final TestKeys KEYS = new TestKeys();
    private static final Identity SM2 = KEYS.issue("cn.53", Purpose.SIGN, Kind.SM2, KEYS.year());
    private static final Identity OTHER = KEYS.issue("cn.53", Purpose.SIGN, Kind.SM2, KEYS.year());
    private static final String AS_USER = " -pkeyopt " + Openssl.USER;

    @TempDir
    private Path folder = Path.of("");

    private Openssl openssl = new Openssl(folder);

    @BeforeEach
    void keys() throws Exception {
        openssl = new Openssl(folder);
        for (var entry : Map.of("sender", SM2, "other", OTHER).entrySet()) {
            var name = entry.getKey();
            var identity = entry.getValue();
            KeyFiles.writeCertificate(folder.resolve(name + ".pem"), identity.certificate());
            Files.writeString(
                    folder.resolve(name + ".key"),
                    Pem.text("PRIVATE KEY", identity.key().getEncoded()));
            openssl.does("x509 -in " + name + ".pem -noout -pubkey -out " + name + ".pub");
        }
    }

    @Test
    void openssl_verifies_what_we_sign() throws Exception {
        var message = Sample.sent(Sample.signedBy(SM2));
        assertThat(verifies(message, "sender", AS_USER)).isTrue();
    }

    @Test
    void openssl_refuses_another_user_or_none_and_another_key() throws Exception {
        var message = Sample.sent(Sample.signedBy(SM2));
        assertThat(verifies(message, "sender", " -pkeyopt distid:cn.53")).isFalse();
        assertThat(verifies(message, "sender", "")).isFalse();
        assertThat(verifies(message, "other", AS_USER)).isFalse();
    }

    @Test
    void openssl_refuses_a_changed_digest_and_a_changed_value() throws Exception {
        var digest = Sample.sent(Sample.signedBy(SM2));
        Sample.find(digest, "ds:DigestValue").setTextContent(Markup.base64(new byte[32]));
        assertThat(verifies(digest, "sender", AS_USER)).isFalse();
        var value = Sample.sent(Sample.signedBy(SM2));
        var changed = value(value);
        changed[63] ^= 1;
        Sample.find(value, "ds:SignatureValue").setTextContent(Markup.base64(changed));
        assertThat(verifies(value, "sender", AS_USER)).isFalse();
    }

    @Test
    void openssl_works_out_every_digest_of_ours() throws Exception {
        var message = Sample.sent(Sample.signedBy(SM2));
        var stated = Sample.all(message, "ds:DigestValue").stream()
                .map(e -> e.getTextContent())
                .toList();
        var properties = ExclusiveForm.of(Sample.find(message, "xades:SignedProperties"));
        Attack.removed(Sample.find(message, "ds:Signature"));
        openssl.does("x509 -in sender.pem -outform DER -out sender.der");
        var found = new ArrayList<String>();
        for (var bytes : List.of(
                Canonical.exclusive(message), properties, Files.readAllBytes(folder.resolve("sender.der")))) {
            Files.write(folder.resolve("bytes"), bytes);
            openssl.does("dgst -sm3 -binary -out digest bytes");
            found.add(Markup.base64(Files.readAllBytes(folder.resolve("digest"))));
        }
        assertThat(found).containsExactlyElementsOf(stated);
    }

    @Test
    void we_verify_what_openssl_signs() throws Exception {
        var message = signedByOpenssl("sender", AS_USER);
        var verified = new XmlVerifier().verify(message, List.of(SM2.certificate()));
        assertThat(verified.suite()).hasToString("sm2-sm3");
        Sample.find(message, "ds:DigestValue").setTextContent(Markup.base64(new byte[32]));
        assertThat(code(message)).isEqualTo("GT-3131");
    }

    @Test
    void we_refuse_what_openssl_signs_for_another_user_or_with_another_key() throws Exception {
        assertThat(code(signedByOpenssl("sender", " -pkeyopt distid:cn.53"))).isEqualTo("GT-3133");
        assertThat(code(signedByOpenssl("sender", ""))).isEqualTo("GT-3133");
        assertThat(code(signedByOpenssl("other", AS_USER))).isEqualTo("GT-3133");
    }

    private boolean verifies(Document message, String key, String user) throws IOException, InterruptedException {
        Files.write(folder.resolve("signed-info"), ExclusiveForm.of(Sample.find(message, "ds:SignedInfo")));
        Files.write(folder.resolve("value.der"), Sm2Test.der(value(message)));
        var ended = openssl.run("pkeyutl -verify -pubin -inkey " + key
                + ".pub -rawin -in signed-info -digest sm3 -sigfile value.der" + user);
        assertThat(ended.output())
                .contains(ended.well() ? "Signature Verified Successfully" : "Signature Verification Failure");
        return ended.well();
    }

    private Document signedByOpenssl(String key, String user)
            throws IOException, InterruptedException {
        var message = Sample.signedBy(SM2);
        Files.write(folder.resolve("signed-info"), ExclusiveForm.of(Sample.find(message, "ds:SignedInfo")));
        openssl.does("pkeyutl -sign -inkey " + key + ".key -rawin -in signed-info -digest sm3 -out value.der" + user);
        var order = ECNamedCurveTable.getParameterSpec("sm2p256v1").getN();
        var numbers = StandardDSAEncoding.INSTANCE.decode(order, Files.readAllBytes(folder.resolve("value.der")));
        var value = PlainDSAEncoding.INSTANCE.encode(order, numbers[0], numbers[1]);
        Sample.find(message, "ds:SignatureValue").setTextContent(Markup.base64(value));
        return Sample.sent(message);
    }

    private static byte[] value(Document message) {
        return Base64.getDecoder()
                .decode(Sample.find(message, "ds:SignatureValue").getTextContent());
    }

    private static String code(Document message) {
        try {
            new XmlVerifier().verify(message, List.of(SM2.certificate()));
            return "taken";
        } catch (Refused e) {
            return e.refusal().code();
        }
    }
}
