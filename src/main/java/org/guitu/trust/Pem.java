package org.guitu.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.io.pem.PemReader;
import org.guitu.message.Labels;
import org.jspecify.annotations.Nullable;

/** PEM text (RFC 7468): certificates, and private keys as PKCS#8. */
final class Pem {
    private Pem() {}

    static boolean is(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
    }

    static String text(X509Certificate certificate) throws GeneralSecurityException {
        return text("CERTIFICATE", certificate.getEncoded());
    }

    static String text(String label, byte[] der) {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    /** What the one object of this text is made of. */
    static byte[] der(byte[] bytes) throws IOException {
        try (var reader = new PemReader(new StringReader(new String(bytes, StandardCharsets.US_ASCII)))) {
            var object = reader.readPemObject();
            if (object == null) {
                throw new IOException("no PEM object");
            }
            return object.getContent();
        }
    }

    /** The certificate of these DER bytes; the one place that makes certificates. The JDK's own wherever it knows the curve. */
    static X509Certificate certificate(byte[] der) throws CertificateException {
        var key = Certificate.getInstance(der).getSubjectPublicKeyInfo().getAlgorithm();
        var factory = BouncyCastle.isUnknownToJdk(key)
                ? CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                : CertificateFactory.getInstance("X.509");
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    }

    static List<X509Certificate> certificates(Path file, byte[] bytes) throws KeyFileException {
        try {
            var found = new ArrayList<X509Certificate>();
            for (var object : objects(bytes)) {
                if (object instanceof X509CertificateHolder holder) {
                    found.add(certificate(holder.getEncoded()));
                }
            }
            return found;
        } catch (IOException | CertificateException | RuntimeException e) {
            throw new KeyFileException(
                    new Labels(
                            file + " 中的证书已损坏，无法读取；请重新放入",
                            file + " holds a certificate that is damaged and cannot be read; put it there again"),
                    e);
        }
    }

    static Identity identity(Path file, byte[] bytes, char[] password) throws KeyFileException {
        PrivateKey key = null;
        try {
            for (var object : objects(bytes)) {
                var info = keyInfo(object, password);
                if (info != null && key != null) {
                    throw new IOException("two private keys");
                }
                key = info == null ? key : key(info);
            }
        } catch (IOException
                | GeneralSecurityException
                | PKCSException
                | OperatorCreationException
                | RuntimeException e) {
            throw unusable(file, e);
        }
        if (key == null) {
            throw new KeyFileException(new Labels(
                    file + " 中没有可用的私钥；请用 openssl pkcs8 -topk8 转换",
                    file + " holds no usable private key; convert it with openssl pkcs8 -topk8"));
        }
        return new Identity(key, chain(file, bytes));
    }

    private static List<X509Certificate> chain(Path file, byte[] bytes) throws KeyFileException {
        var inside = certificates(file, bytes);
        if (!inside.isEmpty()) {
            return inside;
        }
        var beside = KeyFiles.sibling(file, ".pem");
        if (beside.equals(file)) {
            beside = KeyFiles.sibling(KeyFiles.sibling(file, ""), ".pem");
        }
        if (beside.equals(file) || !Files.exists(beside)) {
            throw new KeyFileException(new Labels(
                    file + " 旁没有证书文件；请把证书附在私钥后面",
                    file + " has no certificate beside it; append the certificate to the key"));
        }
        return KeyFiles.certificates(beside);
    }

    private static @Nullable PrivateKeyInfo keyInfo(Object object, char[] password)
            throws PKCSException, OperatorCreationException {
        if (object instanceof PrivateKeyInfo info) {
            return info;
        }
        if (object instanceof PEMKeyPair pair) {
            return pair.getPrivateKeyInfo();
        }
        if (object instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            return encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(BouncyCastle.PROVIDER)
                    .build(password));
        }
        return null;
    }

    /**
     * As the JDK's own key wherever it knows the curve: a key of BouncyCastle calls itself ECDSA, which TLS of the JDK does
     * not know.
     */
    static PrivateKey key(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        var algorithm = info.getPrivateKeyAlgorithm();
        boolean rsa = algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
        var factory = BouncyCastle.isUnknownToJdk(algorithm)
                ? KeyFactory.getInstance("EC", BouncyCastle.PROVIDER)
                : KeyFactory.getInstance(rsa ? "RSA" : "EC");
        return factory.generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    private static List<Object> objects(byte[] bytes) throws IOException {
        var objects = new ArrayList<Object>();
        // OpenSSL's own labels for what is the same as of any other curve
        var text = new String(bytes, StandardCharsets.US_ASCII).replaceAll("(-----(?:BEGIN|END)) SM2 ", "$1 EC ");
        try (var parser = new PEMParser(new StringReader(text))) {
            for (var object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        }
        return objects;
    }

    static KeyFileException unusable(Path file, Throwable e) {
        return new KeyFileException(
                new Labels(
                        file + " 无法打开：口令不对或文件损坏；请检查口令文件",
                        file + " cannot be opened: wrong password or damaged; check its password file"),
                e);
    }
}
