package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.guitu.message.PartyId;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
    private static final TestKeys KEYS = new TestKeys();
    private static final Identity EC = KEYS.signing("cn.53");
    private static final Identity RSA = KEYS.issue("vn.mps", Purpose.SIGN, Kind.RSA_3072, KEYS.year());
    private static final Identity SM2 = KEYS.issue("cn.44", Purpose.SIGN, Kind.SM2, KEYS.year());
    private static final char[] NONE = {};

    @TempDir
    private Path folder = Path.of("");

    @Test
    void what_is_written_is_read_with_its_password() throws KeyFileException {
        for (var identity : List.of(EC, RSA, SM2)) {
            var stem = PartyName.of(identity.certificate()).orElseThrow() + ".sign";
            KeyFiles.write(folder, stem, identity);
            var file = folder.resolve(stem + ".p12");
            var read = KeyFiles.read(file, KeyFiles.password(file, "UNSET", name -> null));
            assertThat(read.key()).isEqualTo(identity.key());
            assertThat(read.chain()).isEqualTo(identity.chain());
            assertThat(read.signer().suite().name()).isNotBlank();
        }
    }

    @Test
    void a_key_of_the_jdk_stays_one_under_an_authority_the_jdk_does_not_know() throws KeyFileException {
        var authority = new Issuance().authority("SM2 CA", Kind.SM2, KEYS.year());
        var order = new Order(new PartyId("cn.35"), Purpose.SIGN, Kind.EC_P256, KEYS.year(), List.of());
        var identity = new Issuance().issue(authority, order);
        KeyFiles.write(folder, "a", identity);
        var file = folder.resolve("a.p12");
        var read = KeyFiles.read(file, KeyFiles.password(folder.resolve("a.password")));
        assertThat(read.chain()).isEqualTo(identity.chain());
        assertThat(read.key().getClass()).isEqualTo(EC.key().getClass());
        assertThat(read.certificate().getClass()).isEqualTo(EC.certificate().getClass());
        assertThatThrownBy(() -> KeyFiles.forTls(file, read))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("a.p12 is, or leads to, a key of SM2, which TLS cannot use");
        assertThatThrownBy(() -> KeyFiles.forTls(file, SM2)).isInstanceOf(KeyFileException.class);
        assertThat(KeyFiles.forTls(file, RSA)).isEqualTo(RSA);
    }

    @Test
    void the_environment_is_asked_for_the_password_first() throws KeyFileException {
        KeyFiles.write(folder, "a", EC);
        var file = folder.resolve("a.p12");
        assertThat(KeyFiles.password(file, "PASSWORD", name -> name.equals("PASSWORD") ? "set" : null))
                .containsExactly('s', 'e', 't');
        assertThat(KeyFiles.password(file, "PASSWORD", name -> "")).hasSizeGreaterThan(20);
        assertThat(KeyFiles.password(folder.resolve("b.p12"), "PASSWORD", name -> null))
                .isEmpty();
    }

    @Test
    void a_wrong_password_is_said_in_one_line_without_the_password() throws KeyFileException {
        KeyFiles.write(folder, "a", EC);
        assertThatThrownBy(() -> KeyFiles.read(folder.resolve("a.p12"), "wrong-one".toCharArray()))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("a.p12 cannot be opened")
                .hasMessageNotContaining("wrong-one");
    }

    @Test
    void a_key_others_can_read_is_refused() throws KeyFileException, IOException {
        KeyFiles.write(folder, "a", EC);
        for (var name : List.of("a.p12", "a.password")) {
            var file = folder.resolve(name);
            for (var permissions : List.of("rw-r-----", "rw----r--", "rwx------")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
                assertThatThrownBy(() -> KeyFiles.read(file, NONE))
                        .isInstanceOf(KeyFileException.class)
                        .hasMessageContaining("run chmod 600 " + file);
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        }
        var password = KeyFiles.password(folder.resolve("a.password"));
        assertThat(KeyFiles.read(folder.resolve("a.p12"), password).key()).isEqualTo(EC.key());
    }

    @Test
    void pem_keys_are_read_in_clear_and_encrypted() throws KeyFileException, IOException, OperatorCreationException {
        for (var identity : List.of(EC, RSA, SM2)) {
            var plain = pem("plain.pem", new JcaPKCS8Generator(identity.key(), null).generate(), identity);
            assertThat(KeyFiles.read(plain, NONE).key()).isEqualTo(identity.key());
            var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                    .setProvider(BouncyCastle.PROVIDER)
                    .setRandom(new SecureRandom())
                    .setPassword("secret".toCharArray())
                    .build();
            var encrypted = pem("encrypted.pem", new JcaPKCS8Generator(identity.key(), encryptor).generate(), identity);
            assertThat(KeyFiles.read(encrypted, "secret".toCharArray()).key()).isEqualTo(identity.key());
            assertThatThrownBy(() -> KeyFiles.read(encrypted, "other".toCharArray()))
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("cannot be opened");
        }
    }

    @Test
    void the_traditional_form_of_openssl_is_read_too() throws KeyFileException, IOException, GeneralSecurityException {
        // as openssl writes it: with the curve's name inside, which the JDK leaves out
        var key = KeyFactory.getInstance("EC", BouncyCastle.PROVIDER)
                .generatePrivate(new PKCS8EncodedKeySpec(EC.key().getEncoded()));
        var file = pem("ec.pem", new JcaMiscPEMGenerator(key).generate(), EC);
        assertThat(Files.readString(file)).contains("BEGIN EC PRIVATE KEY");
        assertThat(KeyFiles.read(file, NONE).key())
                .isInstanceOfSatisfying(
                        ECPrivateKey.class,
                        read -> assertThat(read.getS()).isEqualTo(((ECPrivateKey) EC.key()).getS()));
    }

    /** OpenSSL 3.0 has labels of its own for SM2, and writes the parameters first where it makes keys by {@code ecparam}. */
    @Test
    void the_traditional_form_of_openssl_is_read_for_sm2_too() throws KeyFileException, IOException {
        var file = pem("sm2.pem", new JcaMiscPEMGenerator(SM2.key()).generate(), SM2);
        Files.writeString(file, """
                -----BEGIN SM2 PARAMETERS-----
                BggqgRzPVQGCLQ==
                -----END SM2 PARAMETERS-----
                """ + Files.readString(file).replace(" EC PRIVATE KEY", " SM2 PRIVATE KEY"));
        assertThat(Files.readString(file)).contains("BEGIN SM2 PRIVATE KEY");
        assertThat(KeyFiles.read(file, NONE).key()).isEqualTo(SM2.key());
    }

    @Test
    void the_certificates_may_stand_beside_the_key() throws KeyFileException, IOException {
        var key = new JcaPKCS8Generator(EC.key(), null).generate();
        write("beside.key", List.of(key), "rw-------");
        assertThatThrownBy(() -> KeyFiles.read(folder.resolve("beside.key"), NONE))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("no certificate beside it");
        write("beside.pem", List.of(certificate(EC.certificate())), "rw-r--r--");
        assertThat(KeyFiles.read(folder.resolve("beside.key"), NONE).certificate())
                .isEqualTo(EC.certificate());
        write("double.key.pem", List.of(key), "rw-------");
        write("double.pem", List.of(certificate(EC.certificate())), "rw-r--r--");
        assertThat(KeyFiles.read(folder.resolve("double.key.pem"), NONE).certificate())
                .isEqualTo(EC.certificate());
    }

    @Test
    void a_key_with_the_certificate_of_another_is_refused() throws IOException {
        var other = KEYS.signing("cn.53");
        for (var stranger : List.of(other, RSA)) {
            var file = pem("mixed.pem", new JcaPKCS8Generator(EC.key(), null).generate(), stranger);
            assertThatThrownBy(() -> KeyFiles.read(file, NONE))
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("do not belong together");
        }
    }

    @Test
    void rubbish_and_absence_are_said_in_one_line() throws IOException {
        var rubbish = folder.resolve("rubbish.p12");
        Files.write(rubbish, "rubbish".getBytes(StandardCharsets.US_ASCII));
        Files.setPosixFilePermissions(rubbish, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> KeyFiles.read(rubbish, NONE)).hasMessageContaining("rubbish.p12 cannot be opened");
        assertThatThrownBy(() -> KeyFiles.read(folder.resolve("gone"), NONE)).hasMessageContaining("is not there");
        assertThatThrownBy(() -> KeyFiles.certificates(rubbish)).hasMessageContaining("holds no certificate");
        Files.writeString(rubbish, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> KeyFiles.certificates(rubbish))
                .hasMessageContaining("damaged")
                .hasMessageNotContaining("password");
        assertThatThrownBy(() -> KeyFiles.anchors(folder)).hasMessageContaining("holds no *.pem trust anchor");
    }

    @Test
    void an_identity_never_prints_its_key() {
        assertThat(EC.toString()).isEqualTo("Identity of CN=cn.53,O=Guitu exercise");
    }

    private Path pem(String name, PemObject key, Identity identity) throws IOException {
        var objects = new ArrayList<PemObject>();
        objects.add(key);
        identity.chain().forEach(c -> objects.add(certificate(c)));
        return write(name, objects, "rw-------");
    }

    private static PemObject certificate(X509Certificate certificate) {
        try {
            return new PemObject("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Path write(String name, List<PemObject> objects, String permissions) throws IOException {
        var file = folder.resolve(name);
        try (var writer = new PemWriter(Files.newBufferedWriter(file))) {
            for (var object : objects) {
                writer.writeObject(object);
            }
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }
}
