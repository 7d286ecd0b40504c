package org.guitu.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.guitu.message.Digest;
import org.w3c.dom.Element;

/**
 * What a signature proved. Only {@link XmlVerifier} should make one.
 *
 * @param certificate which of the candidates signed
 * @param contentDigest SHA-256 of the exc-c14n message without its signature: the same however often it is signed again
 * @param claimedSigningTime the signer's own claim; certificates are judged at the time of receipt
 * @param references the two {@code ds:Reference} elements, in the message's own document
 */
public record VerifiedSignature(
        X509Certificate certificate,
        Suite suite,
        Digest contentDigest,
        Instant claimedSigningTime,
        List<Element> references) {}
