package liaison;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** A private key and its certificate, of PEM files. */
record Keys(PrivateKey key, X509Certificate certificate) {
    static Keys read(String certFile, String keyFile) throws IOException, GeneralSecurityException {
        var certificate = certificate(certFile);
        // -----BEGIN PRIVATE KEY-----, which is PKCS#8: openssl pkcs8 -topk8 -nocrypt makes it of any other
        var der = Base64.getMimeDecoder().decode(Files.readString(Path.of(keyFile)).split("-----")[2]);
        var factory = KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm());
        return new Keys(factory.generatePrivate(new PKCS8EncodedKeySpec(der)), certificate);
    }

    /** The first certificate of the file. */
    static X509Certificate certificate(String file) throws IOException, GeneralSecurityException {
        var bytes = new ByteArrayInputStream(Files.readAllBytes(Path.of(file)));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
    }

    boolean isRsa() {
        return key.getAlgorithm().equals("RSA");
    }

    String method() {
        return "http://www.w3.org/2001/04/xmldsig-more#" + (isRsa() ? "rsa-sha256" : "ecdsa-sha256");
    }
}
