package org.guitu.soap;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.regex.Pattern;
import javax.security.auth.callback.CallbackHandler;
import org.apache.wss4j.common.crypto.CryptoBase;
import org.apache.wss4j.common.crypto.CryptoType;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.common.ext.WSSecurityException.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What WSS4J is given to check signatures with: it knows no certificate and has no key. Whom to believe is asked of
 * {@link Caller}, and a certificate that is only named, not shown, is not found here.
 */
class KeylessCrypto extends CryptoBase {
    @Override
    public X509Certificate @Nullable [] getX509Certificates(CryptoType type) {
        return null;
    }

    @Override
    public @Nullable String getX509Identifier(X509Certificate certificate) throws WSSecurityException {
        return null;
    }

    @Override
    public PrivateKey getPrivateKey(X509Certificate certificate, CallbackHandler callback) throws WSSecurityException {
        throw new WSSecurityException(ErrorCode.SECURITY_TOKEN_UNAVAILABLE);
    }

    @Override
    public PrivateKey getPrivateKey(PublicKey key, CallbackHandler callback) throws WSSecurityException {
        throw new WSSecurityException(ErrorCode.SECURITY_TOKEN_UNAVAILABLE);
    }

    @Override
    public PrivateKey getPrivateKey(String alias, String password) throws WSSecurityException {
        throw new WSSecurityException(ErrorCode.SECURITY_TOKEN_UNAVAILABLE);
    }

    /** Nothing is trusted for its issuer's sake: {@link SignerCheck} has looked the signer up in the directory. */
    @Override
    public void verifyTrust(
            X509Certificate[] certificates,
            boolean revocation,
            Collection<Pattern> subjects,
            Collection<Pattern> issuers)
            throws WSSecurityException {
        throw new WSSecurityException(ErrorCode.FAILED_AUTHENTICATION);
    }

    @Override
    public void verifyTrust(PublicKey key) throws WSSecurityException {
        throw new WSSecurityException(ErrorCode.FAILED_AUTHENTICATION);
    }
}
