package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.WeakKeys.Flaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever a key comes in that nobody may sign with. */
class WeakKeysTest {
    private static final TestKeys KEYS = new TestKeys();
    private static final PartyId YUNNAN = new PartyId("cn.53");
    private static final WeakKeys WEAK = new WeakKeys(KEYS.authority(), YUNNAN, KEYS.year());

    @TempDir
    private Path folder = Path.of("");

    private final CertificatePaths paths = new CertificatePaths(KEYS.anchors());

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void a_message_rightly_signed_with_it_is_refused_although_the_sender_may_sign_with_it(Flaw flaw) {
        var signer = WEAK.signer(flaw);
        var message = Sample.unsigned();
        new XmlSigner(signer, Sample.CLOCK).sign(message);
        assertThatThrownBy(() -> new XmlVerifier().verify(Sample.sent(message), List.of(signer.certificate())))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.refusal().code()).isEqualTo("GT-3145"));
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void its_certificate_leads_to_no_anchor_and_nothing_is_sealed_for_it(Flaw flaw) {
        var certificate = WEAK.certificate(flaw);
        assertThatThrownBy(() -> paths.check(certificate, TestKeys.NOW))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.refusal().code()).isEqualTo("GT-3145"));
        assertThat(paths.mayRead(certificate, TestKeys.NOW)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void a_pem_file_with_it_is_no_identity(Flaw flaw) throws IOException, GeneralSecurityException {
        var identity = WEAK.identity(flaw);
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            pem.writeObject(new JcaPKCS8Generator(identity.key(), null));
        }
        var file = Files.createFile(
                folder.resolve("cn.53.key.pem"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text + Pem.text(identity.certificate()));
        assertThatThrownBy(() -> KeyFiles.read(file, new char[0]))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("cn.53.key.pem");
    }

    /** Made by a tool that takes any key. */
    @ParameterizedTest
    @EnumSource(
            value = Flaw.class,
            names = {"RSA_OF_2048_BITS", "RSA_OF_EXPONENT_3", "CURVE_OF_ANOTHER_NAME", "CURVE_SPELLED_OUT"})
    void a_pkcs12_file_with_it_is_no_identity(Flaw flaw) throws KeyFileException {
        KeyFiles.write(folder, "cn.53.sign", WEAK.identity(flaw));
        var file = folder.resolve("cn.53.sign.p12");
        var password = KeyFiles.password(folder.resolve("cn.53.sign.password"));
        assertThatThrownBy(() -> KeyFiles.read(file, password))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("cn.53.sign.p12");
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void no_authority_is_asked_to_certify_it(Flaw flaw)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        var key = WEAK.identity(flaw).key();
        var method = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        var info = new JcaX509CertificateHolder(WEAK.certificate(flaw)).getSubjectPublicKeyInfo();
        var request = new PKCS10CertificationRequestBuilder(Issuance.name("cn.53"), info)
                .build(new JcaContentSignerBuilder(method)
                        .setProvider(BouncyCastle.PROVIDER)
                        .build(key));
        var file = folder.resolve("cn.53.csr");
        Files.writeString(file, Pem.text("CERTIFICATE REQUEST", request.getEncoded()));
        assertThatThrownBy(() -> CertificateRequest.read(file).kind())
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("cn.53.csr");
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void its_certificate_is_not_imported(Flaw flaw) throws KeyFileException {
        CertificateRequest.make(folder, "cn.53", new Order(YUNNAN, Purpose.SIGN, Kind.EC_P256, KEYS.year(), List.of()));
        var file = folder.resolve("cn.53.p12");
        var password = KeyFiles.password(folder.resolve("cn.53.password"));
        assertThatThrownBy(() -> KeyFiles.complete(file, password, List.of(WEAK.certificate(flaw))))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("too weak or unknown");
        assertThat(folder.resolve("cn.53.pem")).doesNotExist();
    }

    @Test
    void no_certificate_is_issued_by_it() {
        for (var flaw : Flaw.values()) {
            var order = new Order(YUNNAN, Purpose.SIGN, Kind.EC_P256, KEYS.year(), List.of());
            assertThatThrownBy(() -> new Issuance().issue(WEAK.identity(flaw), order))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
