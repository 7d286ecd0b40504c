package org.guitu.trust;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;

/** The keys that one party signs with, each in a suite of its own: whoever reads gets what it can verify. */
public final class KeyRing {
    private final List<XmlSigner> signers;

    /**
     * @param identities the first is the one for readers who understand none of them
     * @throws IllegalArgumentException for none, or two of one suite
     */
    public KeyRing(List<Identity> identities, Clock clock) {
        signers = identities.stream()
                .map(identity -> new XmlSigner(identity.signer(), clock))
                .toList();
        if (signers.isEmpty() || signers.stream().map(KeyRing::suite).distinct().count() < signers.size()) {
            throw new IllegalArgumentException("a ring has at least one key, and one a suite");
        }
    }

    /** Where nobody in particular reads. */
    public XmlSigner first() {
        return signers.get(0);
    }

    /**
     * For a reader who understands these suites, the one it likes best first; where it understands none of the ring's, the first
     * of the ring.
     */
    public XmlSigner forReader(List<String> understood) {
        return understood.stream()
                .flatMap(name -> signers.stream().filter(signer -> suite(signer).equals(name)))
                .findFirst()
                .orElse(first());
    }

    /** Whether a reader who understands these suites can verify what is signed here. */
    public boolean isUnderstood(List<String> understood) {
        return signers.stream().anyMatch(signer -> understood.contains(suite(signer)));
    }

    /** The certificates of the keys, in their order. */
    public List<X509Certificate> certificates() {
        return signers.stream().map(signer -> signer.signer().certificate()).toList();
    }

    private static String suite(XmlSigner signer) {
        return signer.signer().suite().name();
    }
}
