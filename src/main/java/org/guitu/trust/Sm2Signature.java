package org.guitu.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * SM2 with SM3 (GB/T 32918.2) as XML Signature has ECDSA: 64 octets, r||s. BouncyCastle's own {@code SM3withSM2} writes DER,
 * and signs on whatever curve the key is.
 */
final class Sm2Signature extends Signature {
    /** The user's distinguishing identifier where the two sides have agreed on no other (GB/T 35276). */
    private static final byte[] USER = "1234567812345678".getBytes(StandardCharsets.US_ASCII);

    private final SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());

    Sm2Signature() {
        super("SM3withSM2");
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
        try {
            signer.init(false, known(PublicKeyFactory.createKey(key.getEncoded())));
        } catch (IOException | RuntimeException e) {
            throw new InvalidKeyException("not a public key of SM2", e);
        }
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        try {
            signer.init(true, known(PrivateKeyFactory.createKey(key.getEncoded())));
        } catch (IOException | RuntimeException e) {
            throw new InvalidKeyException("not a private key of SM2", e);
        }
    }

    private static CipherParameters known(AsymmetricKeyParameter key) throws InvalidKeyException {
        boolean sm2 = key instanceof ECKeyParameters ec
                && ec.getParameters() instanceof ECNamedDomainParameters named
                && named.getName().equals(GMObjectIdentifiers.sm2p256v1);
        if (!sm2) {
            throw new InvalidKeyException("a key of another curve than SM2's");
        }
        return new ParametersWithID(key, USER);
    }

    @Override
    protected void engineUpdate(byte octet) {
        signer.update(octet);
    }

    @Override
    protected void engineUpdate(byte[] octets, int offset, int length) {
        signer.update(octets, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new SignatureException(e);
        }
    }

    @Override
    protected boolean engineVerify(byte[] value) {
        return signer.verifySignature(value);
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new UnsupportedOperationException(name);
    }
}
