package org.guitu.trust;

import java.security.cert.X509Certificate;

/** A private key at work, wherever it lies: in a file, or in a token that never gives it away. Safe for several threads. */
public interface Signer {
    /** The certificate of the key. */
    X509Certificate certificate();

    Suite suite();

    /**
     * The signature over these bytes in the form XML Signature wants ({@code r||s} for ECDSA).
     *
     * @throws IllegalStateException when the key cannot sign
     */
    byte[] sign(byte[] toBeSigned);
}
