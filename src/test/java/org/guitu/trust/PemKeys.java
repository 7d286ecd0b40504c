package org.guitu.trust;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OutputEncryptor;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.jspecify.annotations.Nullable;

/** Keys in PEM files, in clear or under a password. */
record PemKeys(TestKeys keys, Path folder, String password) {
    SignerContract.Key stored(Kind kind) throws Exception {
        var one = keys.issue("cn.53", Purpose.SIGN, kind, keys.year());
        return written(one, one.chain());
    }

    SignerContract.Key mixed(Kind kind) throws Exception {
        var one = keys.issue("cn.53", Purpose.SIGN, kind, keys.year());
        return written(one, keys.issue("cn.52", Purpose.SIGN, kind, keys.year()).chain());
    }

    private SignerContract.Key written(Identity identity, List<X509Certificate> chain) throws Exception {
        var file = Files.createFile(
                folder.resolve(UUID.randomUUID() + ".key.pem"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var writer = new JcaPEMWriter(Files.newBufferedWriter(file))) {
            writer.writeObject(new JcaPKCS8Generator(identity.key(), encryptor()).generate());
            for (var certificate : chain) {
                writer.writeObject(certificate);
            }
        }
        return new SignerContract.Key(file, password.toCharArray());
    }

    private @Nullable OutputEncryptor encryptor() throws Exception {
        return password.isEmpty()
                ? null
                : new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                        .setProvider(BouncyCastle.PROVIDER)
                        .setRandom(new SecureRandom())
                        .setPassword(password.toCharArray())
                        .build();
    }
}
