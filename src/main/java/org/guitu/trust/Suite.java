package org.guitu.trust;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One algorithm suite: signature method, digest, and the kind of key both belong to. A row of the table in
 * {@link Suites}; nothing else in the house names an algorithm.
 */
public final class Suite {
    /** How a suite talks to its provider. */
    interface Engine {
        Signature create() throws GeneralSecurityException;

        /** The key as the provider's own object, or as it is when the provider takes any. */
        PublicKey adopt(PublicKey key) throws GeneralSecurityException;

        PrivateKey adopt(PrivateKey key) throws GeneralSecurityException;

        /** The JDK's name of the method for a key in a token (PKCS#11), with values as XML Signature has them; empty for none. */
        Optional<String> inToken();

        /** Exact octets of a signature value by this key. */
        int valueLength(PublicKey key);

        /** SHA-256, unless the suite has a digest of its own. */
        default MessageDigest digest() throws NoSuchAlgorithmException {
            return MessageDigest.getInstance("SHA-256");
        }
    }

    /** The identifiers of a suite: its name in the record, and its XML signature and digest URIs. */
    record Identifiers(String name, String signatureUri, String digestUri) {}

    private static final int KEPT_PER_THREAD = 128;

    private final Identifiers identifiers;
    private final KeyStrength kind;
    private final Engine engine;
    /** Initialising a Signature costs as much as using it, and keeps the key's precomputed points: kept per thread and key. */
    private final ThreadLocal<Map<X509Certificate, Signature>> verifying = ThreadLocal.withInitial(Suite::recentlyUsed);

    Suite(Identifiers identifiers, KeyStrength kind, Engine engine) {
        this.identifiers = identifiers;
        this.kind = kind;
        this.engine = engine;
    }

    /** Name in records and receipts, for example {@code ecdsa-p256}. */
    public String name() {
        return identifiers.name();
    }

    /** URI of the signature method. */
    public String signatureUri() {
        return identifiers.signatureUri();
    }

    /** URI of the digest method, for every reference and for the certificate digest. */
    public String digestUri() {
        return identifiers.digestUri();
    }

    @Override
    public String toString() {
        return name();
    }

    boolean fits(X509Certificate certificate) {
        return KeyStrength.of(certificate) == kind;
    }

    byte[] digest(byte[] bytes) {
        return digest().digest(bytes);
    }

    MessageDigest digest() {
        try {
            return engine.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the digest of suite " + name() + " is not there", e);
        }
    }

    /** Exact octets of a signature value by the key of this certificate. */
    int valueLength(X509Certificate certificate) {
        return engine.valueLength(certificate.getPublicKey());
    }

    /** Whether {@code value} is this certificate's signature over {@code signed}; hostile values are simply false. */
    boolean verifies(X509Certificate certificate, byte[] signed, byte[] value) {
        var kept = verifying.get();
        try {
            var signature = kept.get(certificate);
            if (signature == null) {
                signature = verifierOf(certificate);
                kept.put(certificate, signature);
            }
            signature.update(signed);
            return signature.verify(value);
        } catch (GeneralSecurityException | RuntimeException e) {
            // its state is unknown now: the next message gets a new one
            kept.remove(certificate);
            return false;
        }
    }

    private Signature verifierOf(X509Certificate certificate) throws GeneralSecurityException {
        var signature = engine.create();
        signature.initVerify(engine.adopt(certificate.getPublicKey()));
        return signature;
    }

    /** A signer with this key; refused here, not at the first message, when the provider cannot use the key. */
    Signer signer(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        var adopted = engine.adopt(key);
        signerOf(adopted);
        return new KeptSigner(certificate, this, ThreadLocal.withInitial(() -> keptSignerOf(adopted)));
    }

    /**
     * A signer with a key in this token.
     *
     * @throws NoSuchAlgorithmException when keys of this suite cannot lie in a token
     */
    Signer signer(PrivateKey key, X509Certificate certificate, Provider token) throws NoSuchAlgorithmException {
        var method =
                engine.inToken().orElseThrow(() -> new NoSuchAlgorithmException("no token signs in suite " + name()));
        return new TokenSigner(certificate, this, method, key, token);
    }

    private Signature signerOf(PrivateKey key) throws GeneralSecurityException {
        var signature = engine.create();
        signature.initSign(key);
        return signature;
    }

    private Signature keptSignerOf(PrivateKey key) {
        try {
            return signerOf(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that could sign before cannot any more", e);
        }
    }

    private record KeptSigner(X509Certificate certificate, Suite suite, ThreadLocal<Signature> signatures)
            implements Signer {
        @Override
        public byte[] sign(byte[] toBeSigned) {
            try {
                var signature = signatures.get();
                signature.update(toBeSigned);
                return signature.sign();
            } catch (SignatureException e) {
                signatures.remove();
                throw new IllegalStateException("the key could not sign", e);
            }
        }

        @Override
        public String toString() {
            return "Signer of " + certificate.getSubjectX500Principal().getName();
        }
    }

    private static Map<X509Certificate, Signature> recentlyUsed() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<X509Certificate, Signature> eldest) {
                return size() > KEPT_PER_THREAD;
            }
        };
    }
}
