package org.guitu.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Element;

/**
 * The table of suites that seal: ECDH-ES on P-256, and RSA-OAEP of 3072 bits or more (XML Encryption 1.1, 5.5 and 5.6).
 * What is not in the table does not exist: no RSA 1.5, no OAEP over SHA-1, no key that stands in clear.
 */
final class SealSuites {
    private static final List<SealSuite> TABLE = List.of(new EcdhEs(), new RsaOaep());

    private SealSuites() {}

    /**
     * The suite of this certificate's key.
     *
     * @throws Refused GT-3145 when the key is too weak or of an unknown kind
     */
    static SealSuite byCertificate(X509Certificate reader) throws Refused {
        return TABLE.stream()
                .filter(suite -> suite.fits(reader))
                .findFirst()
                .orElseThrow(() -> Refusals.refused("GT-3145", CertificateName.with(reader)));
    }

    /**
     * The suite an {@code xenc:EncryptedKey} says it is of.
     *
     * @throws Refused GT-4302 when the table has none such
     */
    static SealSuite of(Element encryptedKey) throws Refused {
        return TABLE.stream()
                .filter(suite -> suite.claims(encryptedKey))
                .findFirst()
                .orElseThrow(() -> Refusals.refusedAt(SafeXml.place(encryptedKey), "GT-4302"));
    }
}
