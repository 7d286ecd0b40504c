package org.guitu.trust;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECPublicKeySpec;
import org.guitu.message.Digest;
import org.guitu.message.Refused;
import org.w3c.dom.Element;

/**
 * Ephemeral-static Diffie-Hellman on P-256: ConcatKDF with SHA-256 (NIST SP 800-56A 5.8.1) makes the key that wraps the
 * content key with AES-256 (RFC 3394). The label and the reader go into the derivation.
 */
final class EcdhEs implements SealSuite {
    private static final String KEY_WRAP = "http://www.w3.org/2001/04/xmlenc#kw-aes256";
    private static final String AGREEMENT = "http://www.w3.org/2009/xmlenc11#ECDH-ES";
    private static final String DERIVATION = "http://www.w3.org/2009/xmlenc11#ConcatKDF";
    private static final String P256 = "urn:oid:1.2.840.10045.3.1.7";
    /** Octets of a coordinate. */
    private static final int FIELD = 32;
    /** The count of padding bits that XML Encryption puts before every bit string (5.4.1). */
    private static final String NO_PADDING = "00";
    /** What the derived key is for. */
    private static final byte[] ALGORITHM_ID = KEY_WRAP.getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return "ecdh-es-p256";
    }

    @Override
    public boolean fits(X509Certificate reader) {
        return KeyStrength.of(reader) == KeyStrength.P256;
    }

    @Override
    public boolean claims(Element encryptedKey) {
        return Markup.claims(encryptedKey, KEY_WRAP);
    }

    @Override
    public void write(Element encryptedKey, X509Certificate reader, byte[] contentKey, byte[] label)
            throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
        generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
        var ephemeral = generator.generateKeyPair();
        var info = new Info(label, CertificateName.digest(reader).raw());
        Markup.algorithm(encryptedKey, "xenc:EncryptionMethod", KEY_WRAP);
        var agreement = Markup.algorithm(Markup.child(encryptedKey, "ds:KeyInfo"), "xenc:AgreementMethod", AGREEMENT);
        var parameters = Markup.child(
                Markup.algorithm(agreement, "xenc11:KeyDerivationMethod", DERIVATION), "xenc11:ConcatKDFParams");
        parameters.setAttributeNS(null, "AlgorithmID", bits(ALGORITHM_ID));
        parameters.setAttributeNS(null, "PartyUInfo", info.sender());
        parameters.setAttributeNS(null, "PartyVInfo", info.receiver());
        Markup.algorithm(parameters, "ds:DigestMethod", Suites.SHA256);
        var value = Markup.child(
                Markup.child(Markup.child(agreement, "xenc:OriginatorKeyInfo"), "ds:KeyValue"), "dsig11:ECKeyValue");
        Markup.child(value, "dsig11:NamedCurve").setAttributeNS(null, "URI", P256);
        Markup.child(value, "dsig11:PublicKey")
                .setTextContent(Markup.base64(point((ECPublicKey) ephemeral.getPublic())));
        Markup.reader(Markup.child(agreement, "xenc:RecipientKeyInfo"), reader);
        var key = info.derive(agree(ephemeral.getPrivate(), BouncyCastle.adopt(reader.getPublicKey())));
        var wrap = Cipher.getInstance("AESWrap");
        wrap.init(Cipher.WRAP_MODE, key);
        Markup.cipher(encryptedKey, wrap.wrap(new SecretKeySpec(contentKey, "AES")));
    }

    @Override
    public Wrapped read(Element encryptedKey, byte[] label) throws Refused {
        var parts = Markup.parts(encryptedKey);
        Markup.require(parts.get(0), KEY_WRAP);
        Shape.attributes(parts.get(1), Set.of());
        var agreement = Shape.children(parts.get(1), "xenc:AgreementMethod").get(0);
        requireAlgorithm(agreement, AGREEMENT);
        var steps = Shape.children(
                agreement, "xenc11:KeyDerivationMethod", "xenc:OriginatorKeyInfo", "xenc:RecipientKeyInfo");
        var reader = Markup.reader(steps.get(2));
        var info = new Info(label, reader.raw());
        requireDerivation(steps.get(0), info);
        return new Letter(reader, originator(steps.get(1)), info, Markup.cipher(parts.get(2)));
    }

    private static void requireAlgorithm(Element element, String algorithm) throws Refused {
        Shape.attributes(element, Set.of("Algorithm"));
        if (!element.getAttribute("Algorithm").equals(algorithm)) {
            throw Shape.unexpected(element);
        }
    }

    private static void requireDerivation(Element method, Info info) throws Refused {
        requireAlgorithm(method, DERIVATION);
        var parameters = Shape.children(method, "xenc11:ConcatKDFParams").get(0);
        Shape.attributes(parameters, Set.of("AlgorithmID", "PartyUInfo", "PartyVInfo"));
        Markup.require(Shape.children(parameters, "ds:DigestMethod").get(0), Suites.SHA256);
        boolean bound = parameters.getAttribute("AlgorithmID").equals(bits(ALGORITHM_ID))
                && parameters.getAttribute("PartyUInfo").equals(info.sender())
                && parameters.getAttribute("PartyVInfo").equals(info.receiver());
        if (!bound) {
            throw Shape.unexpected(parameters);
        }
    }

    private static byte[] originator(Element originator) throws Refused {
        Shape.attributes(originator, Set.of());
        var keyValue = Shape.children(originator, "ds:KeyValue").get(0);
        Shape.attributes(keyValue, Set.of());
        var ec = Shape.children(keyValue, "dsig11:ECKeyValue").get(0);
        Shape.attributes(ec, Set.of());
        var parts = Shape.children(ec, "dsig11:NamedCurve", "dsig11:PublicKey");
        Shape.attributes(parts.get(0), Set.of("URI"));
        Shape.attributes(parts.get(1), Set.of());
        var point = Shape.base64(parts.get(1));
        if (!parts.get(0).getAttribute("URI").equals(P256)
                || parts.get(0).getFirstChild() != null
                || point.length != 1 + 2 * FIELD
                || point[0] != 4) {
            throw Shape.unexpected(ec);
        }
        return point;
    }

    /** What the derivation is bound to: the message, and the reader. */
    private record Info(byte[] label, byte[] reader) {
        String sender() {
            return bits(label);
        }

        String receiver() {
            return bits(reader);
        }

        /** One round of the hash gives the 256 bits that are needed. */
        SecretKeySpec derive(byte[] secret) {
            var digest = Digest.inPieces();
            digest.update(new byte[] {0, 0, 0, 1});
            digest.update(secret);
            digest.update(ALGORITHM_ID);
            digest.update(label);
            digest.update(reader);
            Arrays.fill(secret, (byte) 0);
            return new SecretKeySpec(digest.digest(), "AES");
        }
    }

    private static String bits(byte[] bytes) {
        return NO_PADDING + HexFormat.of().formatHex(bytes);
    }

    private record Letter(Digest reader, byte[] originator, Info info, byte[] value) implements Wrapped {
        @Override
        public byte[] unwrap(PrivateKey key) throws GeneralSecurityException {
            var secret = agree(BouncyCastle.adopt(key), publicKey(originator));
            var unwrap = Cipher.getInstance("AESWrap");
            unwrap.init(Cipher.UNWRAP_MODE, info.derive(secret));
            return unwrap.unwrap(value, "AES", Cipher.SECRET_KEY).getEncoded();
        }
    }

    private static byte[] agree(PrivateKey own, PublicKey other) throws GeneralSecurityException {
        var agreement = KeyAgreement.getInstance("ECDH", BouncyCastle.PROVIDER);
        agreement.init(own);
        agreement.doPhase(other, true);
        return agreement.generateSecret();
    }

    /** A point that is not on the curve throws: with one, a reader would give its key away bit by bit. */
    private static PublicKey publicKey(byte[] point) throws GeneralSecurityException {
        try {
            var curve = ECNamedCurveTable.getParameterSpec("secp256r1");
            return KeyFactory.getInstance("EC", BouncyCastle.PROVIDER)
                    .generatePublic(new ECPublicKeySpec(curve.getCurve().decodePoint(point), curve));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("not a point of the curve", e);
        }
    }

    private static byte[] point(ECPublicKey key) {
        var point = new byte[1 + 2 * FIELD];
        point[0] = 4;
        put(key.getW().getAffineX(), point, 1);
        put(key.getW().getAffineY(), point, 1 + FIELD);
        return point;
    }

    private static void put(BigInteger coordinate, byte[] into, int at) {
        var bytes = coordinate.toByteArray();
        int length = Math.min(bytes.length, FIELD);
        System.arraycopy(bytes, bytes.length - length, into, at + FIELD - length, length);
    }
}
