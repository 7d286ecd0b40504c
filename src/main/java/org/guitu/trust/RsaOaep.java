package org.guitu.trust;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.guitu.message.Digest;
import org.guitu.message.Refused;
import org.w3c.dom.Element;

/** RSA-OAEP with SHA-256 for both hashes (RFC 8017 7.1); the label is OAEP's own. */
final class RsaOaep implements SealSuite {
    private static final String OAEP = "http://www.w3.org/2009/xmlenc11#rsa-oaep";
    private static final String MASK = "http://www.w3.org/2009/xmlenc11#mgf1sha256";

    @Override
    public String name() {
        return "rsa-oaep-sha256";
    }

    @Override
    public boolean fits(X509Certificate reader) {
        return KeyStrength.of(reader) == KeyStrength.RSA;
    }

    @Override
    public boolean claims(Element encryptedKey) {
        return Markup.claims(encryptedKey, OAEP);
    }

    @Override
    public void write(Element encryptedKey, X509Certificate reader, byte[] contentKey, byte[] label)
            throws GeneralSecurityException {
        var method = Markup.algorithm(encryptedKey, "xenc:EncryptionMethod", OAEP);
        Markup.child(method, "xenc:OAEPparams").setTextContent(Markup.base64(label));
        Markup.algorithm(method, "ds:DigestMethod", Suites.SHA256);
        Markup.algorithm(method, "xenc11:MGF", MASK);
        Markup.reader(Markup.child(encryptedKey, "ds:KeyInfo"), reader);
        var cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(Cipher.ENCRYPT_MODE, reader.getPublicKey(), parameters(label));
        Markup.cipher(encryptedKey, cipher.doFinal(contentKey));
    }

    @Override
    public Wrapped read(Element encryptedKey, byte[] label) throws Refused {
        var parts = Markup.parts(encryptedKey);
        Shape.attributes(parts.get(0), Set.of("Algorithm"));
        var method = Shape.children(parts.get(0), "xenc:OAEPparams", "ds:DigestMethod", "xenc11:MGF");
        Shape.attributes(method.get(0), Set.of());
        if (!Arrays.equals(Shape.base64(method.get(0)), label)) {
            throw Shape.unexpected(method.get(0));
        }
        Markup.require(method.get(1), Suites.SHA256);
        Markup.require(method.get(2), MASK);
        return new Letter(Markup.reader(parts.get(1)), label, Markup.cipher(parts.get(2)));
    }

    private record Letter(Digest reader, byte[] label, byte[] value) implements Wrapped {
        @Override
        public byte[] unwrap(PrivateKey key) throws GeneralSecurityException {
            var cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, parameters(label));
            return cipher.doFinal(value);
        }
    }

    /** All of it: left to itself, the JDK takes SHA-1 for the mask. */
    private static OAEPParameterSpec parameters(byte[] label) {
        return new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(label));
    }
}
