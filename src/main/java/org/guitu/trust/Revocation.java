package org.guitu.trust;

import java.security.cert.X509Certificate;
import org.guitu.message.Refused;

/** Whether the authority that issued a certificate still stands by it (RFC 5280 6.3, RFC 6960). */
public interface Revocation {
    /** For who has nobody to ask. */
    Revocation UNASKED = (certificate, issuer) -> {};

    /**
     * Asks about one certificate of a path.
     *
     * @param issuer the certificate of the authority that issued it, already trusted
     * @throws Refused GT-3147 it is revoked, GT-3148 nobody can say now
     */
    void check(X509Certificate certificate, X509Certificate issuer) throws Refused;
}
