package org.guitu.trust;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Signature;
import java.security.cert.X509Certificate;

/**
 * Signs with a key that stays in its token (PKCS#11). Each signature is an operation of its own, so that one that failed leaves
 * nothing behind for the next.
 */
record TokenSigner(X509Certificate certificate, Suite suite, String method, PrivateKey key, Provider token)
        implements Signer {
    @Override
    public byte[] sign(byte[] toBeSigned) {
        byte[] value;
        try {
            var signature = Signature.getInstance(method, token);
            signature.initSign(key);
            signature.update(toBeSigned);
            value = signature.sign();
        } catch (GeneralSecurityException | ProviderException e) {
            throw new IllegalStateException("the token could not sign", e);
        }
        // r||s is of one length (PKCS#11 2.40 mechanisms 2.3.1), yet some tokens leave zeros out
        if (value.length != suite.valueLength(certificate)) {
            throw new IllegalStateException("the token gave a signature of " + value.length + " octets");
        }
        return value;
    }

    @Override
    public String toString() {
        return "Signer of " + certificate.getSubjectX500Principal().getName();
    }
}
