package org.guitu.trust;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.guitu.message.Refused;

/**
 * A private key with its certificate first in the chain.
 *
 * @param chain the key's own certificate, then those that issued it, as far as known; never empty
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {
    public Identity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a key without its certificate is no identity");
        }
    }

    /** The key's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Of those whose certificate is in force, the one that was issued last: who has a new key uses it. */
    public static Optional<Identity> newest(Collection<Identity> identities, Predicate<X509Certificate> inForce) {
        return identities.stream()
                .filter(one -> inForce.test(one.certificate()))
                .max(Comparator.comparing((Identity one) -> one.certificate().getNotBefore())
                        .thenComparing(one -> one.certificate().getNotAfter()));
    }

    /** Name of the suite of its key. */
    public String suite() {
        return signer().suite().name();
    }

    /**
     * A signer with this key.
     *
     * @throws IllegalStateException when no suite takes the key; {@link KeyFiles} never returns such a key
     */
    public Signer signer() {
        try {
            return new Suites().byCertificate(certificate()).signer(key, certificate());
        } catch (Refused | GeneralSecurityException e) {
            throw new IllegalStateException("no suite can sign with this key", e);
        }
    }

    /** Never the key: a record's own would print it. */
    @Override
    public String toString() {
        return "Identity of " + certificate().getSubjectX500Principal().getName();
    }
}
