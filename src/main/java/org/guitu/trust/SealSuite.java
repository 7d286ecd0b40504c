package org.guitu.trust;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.guitu.message.Digest;
import org.guitu.message.Refused;
import org.w3c.dom.Element;

/**
 * One way of handing a content key to a reader: a row of the table in {@link SealSuites}. Both directions bind the key to
 * a label, so that a key taken out of one message opens nothing in another.
 */
interface SealSuite {
    /** Name for people: {@code ecdh-es-p256}. */
    String name();

    /** Whether the key of this certificate belongs to the suite. */
    boolean fits(X509Certificate reader);

    /** Whether an {@code xenc:EncryptedKey} says that it is of this suite; nothing else of it is looked at. */
    boolean claims(Element encryptedKey);

    /** Fills an empty {@code xenc:EncryptedKey}. */
    void write(Element encryptedKey, X509Certificate reader, byte[] contentKey, byte[] label)
            throws GeneralSecurityException;

    /**
     * Reads an {@code xenc:EncryptedKey} of exactly the shape this suite writes.
     *
     * @throws Refused when anything in it is another
     */
    Wrapped read(Element encryptedKey, byte[] label) throws Refused;

    /** A content key for one reader, not opened. */
    interface Wrapped {
        /** SHA-256 of the reader's certificate. */
        Digest reader();

        /**
         * The content key.
         *
         * @throws GeneralSecurityException when this is not the reader's key, or not of this message
         */
        byte[] unwrap(PrivateKey key) throws GeneralSecurityException;
    }
}
