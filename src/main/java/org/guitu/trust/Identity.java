package org.guitu.trust;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.guitu.message.Refused;
import org.jspecify.annotations.Nullable;

/**
 * A private key with its certificate first in the chain. The key itself is for this package alone; everybody else has it sign
 * ({@link #signer}), shake hands ({@link TlsContext}) or open what is sealed ({@link Opener}).
 */
public final class Identity {
    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final Optional<Provider> token;

    /** @param chain the key's own certificate, then those that issued it, as far as known; never empty */
    public Identity(PrivateKey key, List<X509Certificate> chain) {
        this(key, chain, Optional.empty());
    }

    private Identity(PrivateKey key, List<X509Certificate> chain, Optional<Provider> token) {
        this.key = key;
        this.chain = List.copyOf(chain);
        this.token = token;
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a key without its certificate is no identity");
        }
    }

    /** One whose key lies in a token: {@code key} only names it there. */
    static Identity inToken(PrivateKey key, List<X509Certificate> chain, Provider token) {
        return new Identity(key, chain, Optional.of(token));
    }

    PrivateKey key() {
        return key;
    }

    /** The certificates of the key: its own, then those that issued it, as far as known. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The key's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Whether the key lies in a token (PKCS#11), which uses it and never gives it away. */
    public boolean isInToken() {
        return token.isPresent();
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
        try {
            return new Suites().byCertificate(certificate()).name();
        } catch (Refused e) {
            throw new IllegalStateException("no suite takes this key", e);
        }
    }

    /**
     * A signer with this key.
     *
     * @throws IllegalStateException when no suite takes the key; {@link KeyFiles} never returns such a key
     */
    public Signer signer() {
        try {
            return signer(new Suites().byCertificate(certificate()));
        } catch (Refused | GeneralSecurityException e) {
            throw new IllegalStateException("no suite can sign with this key", e);
        }
    }

    Signer signer(Suite suite) throws GeneralSecurityException {
        return token.isPresent() ? suite.signer(key, certificate(), token.get()) : suite.signer(key, certificate());
    }

    /** A key in a token is known by its certificates: it cannot be looked at. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Identity that
                && chain.equals(that.chain)
                && token.equals(that.token)
                && (isInToken() || key.equals(that.key));
    }

    @Override
    public int hashCode() {
        return Objects.hash(chain, token);
    }

    @Override
    public String toString() {
        return "Identity of " + certificate().getSubjectX500Principal().getName();
    }
}
