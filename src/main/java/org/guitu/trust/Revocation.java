package org.guitu.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import org.guitu.message.Patience;
import org.guitu.message.Refused;

/** Whether the authority that issued a certificate still stands by it (RFC 5280 6.3, RFC 6960). */
public interface Revocation {
    /** For who has nobody to ask. */
    Revocation UNASKED = (path, patience) -> {};

    /**
     * Asks about every certificate of a path but its anchor.
     *
     * @param path the certificate in question first, its anchor last, each issued by the next
     * @param patience of who asks, which may be that of questions before
     * @throws Refused GT-3147 one is revoked, GT-3151 its authority is, GT-3148 nobody can say now
     */
    void check(List<X509Certificate> path, Patience patience) throws Refused;

    /** Authorities that gave no answer to the last question about one of theirs, a line each with why. */
    default List<String> silent() {
        return List.of();
    }
}
