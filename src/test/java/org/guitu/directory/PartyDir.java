package org.guitu.directory;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A directory of party files made for a test: the vocabulary and the hub, and what the test adds. */
public final class PartyDir {
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private final Path dir;

    public PartyDir(Path dir) {
        this.dir = dir;
        write("_vocabulary.yaml", """
                kinds:
                  hub: {zh: 枢纽, en: hub}
                  office: {zh: 办公室, en: office}
                roles:
                  hub: {zh: 枢纽, en: the hub}
                  provincial-office: {zh: 省级反拐办公室, en: provincial offices}
                  liaison-agency: {zh: 境外联络机构, en: liaison agencies}
                groups:
                  "@provinces": {zh: 全部省, en: all provinces}
                """);
        party("cn.hub", "kind: hub", "roles: [hub]", "groups: []");
        party("cn.52");
    }

    public Path path() {
        return dir;
    }

    /** Writes a party file; each line given replaces the line with the same key. */
    public PartyDir party(String id, String... lines) {
        var text = """
                id: <id>
                kind: office
                name: {zh: 名称, en: Office <id>}
                roles: [provincial-office]
                groups: ["@provinces"]
                channel: jms
                languages: [zh-Hans-CN]
                telephone: "+86 555 0100"
                place: {gb2260: "110000"}
                """.replace("<id>", id);
        for (var line : lines) {
            var key = line.substring(0, line.indexOf(':') + 1);
            text = text.startsWith(key) || text.contains("\n" + key)
                    ? text.replaceAll("(?m)^" + key + ".*$", line)
                    : text + line + "\n";
        }
        return write(id + ".yaml", text);
    }

    /** Writes a file at once, as an operator's tool does: beside its place, then renamed. */
    public PartyDir write(String name, String text) {
        try {
            var beside = Files.writeString(dir.resolve("." + name), text);
            Files.move(beside, dir.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public PartyDir remove(String name) {
        try {
            Files.delete(dir.resolve(name));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a party a self-signed certificate of its own with these dates. */
    public PartyDir certificate(String fileName, Instant from, Instant until) {
        return write(fileName, pem(keys("secp256r1"), from, until));
    }

    static KeyPair keys(String curve) {
        try {
            var generator = KeyPairGenerator.getInstance("EC", PROVIDER);
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(KeyPair keys, Instant from, Instant until, String... uris) {
        var name = new X500Name("CN=test");
        var builder = new JcaX509v3CertificateBuilder(
                name, BigInteger.ONE, Date.from(from), Date.from(until), name, keys.getPublic());
        var algorithm = keys.getPublic().toString().contains("sm2") ? "SM3WITHSM2" : "SHA256withECDSA";
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            for (var uri : uris) {
                var names = new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
                builder.addExtension(Extension.subjectAlternativeName, false, names);
            }
            var signer =
                    new JcaContentSignerBuilder(algorithm).setProvider(PROVIDER).build(keys.getPrivate());
            pem.writeObject(builder.build(signer));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }
}
