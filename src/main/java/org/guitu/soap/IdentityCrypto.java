package org.guitu.soap;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import javax.security.auth.callback.CallbackHandler;
import org.apache.wss4j.common.crypto.CryptoType;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.common.ext.WSSecurityException.ErrorCode;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyHandle;
import org.jspecify.annotations.Nullable;

/**
 * The one key an end signs its envelopes with: WSS4J gets a handle of it, never the key. It knows no other
 * certificates.
 */
final class IdentityCrypto extends KeylessCrypto {
    static final String ALIAS = "own";

    private final Identity own;
    private final PrivateKey key;

    IdentityCrypto(Identity own) {
        this.own = own;
        this.key = KeyHandle.of(own.signer());
        setDefaultX509Identifier(ALIAS);
    }

    @Override
    public X509Certificate @Nullable [] getX509Certificates(CryptoType type) {
        return type.getType() == CryptoType.TYPE.ALIAS && ALIAS.equals(type.getAlias())
                ? new X509Certificate[] {own.certificate()}
                : null;
    }

    @Override
    public String getX509Identifier(X509Certificate certificate) {
        return ALIAS;
    }

    @Override
    public PrivateKey getPrivateKey(X509Certificate certificate, CallbackHandler callback) throws WSSecurityException {
        if (!own.certificate().equals(certificate)) {
            throw new WSSecurityException(ErrorCode.SECURITY_TOKEN_UNAVAILABLE);
        }
        return this.key;
    }

    @Override
    public PrivateKey getPrivateKey(PublicKey key, CallbackHandler callback) throws WSSecurityException {
        if (!own.certificate().getPublicKey().equals(key)) {
            throw new WSSecurityException(ErrorCode.SECURITY_TOKEN_UNAVAILABLE);
        }
        return this.key;
    }

    @Override
    public PrivateKey getPrivateKey(String alias, String password) {
        return this.key;
    }
}
