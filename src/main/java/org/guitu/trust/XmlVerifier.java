package org.guitu.trust;

import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.guitu.message.Digest;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Verifies the signature of a message: shape first, then whose certificate, then digests and the value itself. The same
 * document object has to be handed on afterwards, never a second parse. Whether the certificate is in force is asked of
 * {@link CertificatePaths}; whether it belongs to the sender follows from the candidates.
 */
public final class XmlVerifier {
    private final Suites suites;

    public XmlVerifier() {
        this(new Suites());
    }

    XmlVerifier(Suites suites) {
        this.suites = suites;
    }

    /**
     * Verifies against the certificates the sender may sign with.
     *
     * @param candidates the party's signing certificates, from the directory
     * @throws Refused GT-3101 … GT-3134; anything a hostile value makes a library throw is a refusal too
     */
    public VerifiedSignature verify(Document message, List<X509Certificate> candidates) throws Refused {
        try {
            var profile = SignatureProfile.of(message, suites);
            var certificate = signer(profile, candidates);
            checkKey(profile, certificate);
            checkDigests(profile, message, certificate);
            checkValue(profile, certificate);
            var content = profile.suite.digestUri().equals(Suites.SHA256)
                    ? Digest.ofRaw(profile.data.digest)
                    : Digest.ofRaw(ExclusiveForm.digest(message, profile.signature, Digest.inPieces()));
            return new VerifiedSignature(
                    certificate, profile.suite, content, profile.properties.time, references(profile));
        } catch (RuntimeException e) {
            throw new Refused(Refusals.refusal("GT-3134", "", ""), e);
        }
    }

    /**
     * The certificate a message brings along, for an office that checks a file without the directory. It proves nothing
     * until {@link CertificatePaths} and {@link PartyName} have been asked.
     *
     * @throws Refused when the signature has not the shape of the profile, or GT-3146
     */
    public static X509Certificate hinted(Document message) throws Refused {
        try {
            var der = SignatureProfile.of(message, new Suites()).keyInfoCertificate;
            return Pem.certificate(der);
        } catch (CertificateException | RuntimeException e) {
            throw new Refused(Refusals.refusal("GT-3146", "", ""), e);
        }
    }

    /**
     * The two ds:Reference elements of a message's signature, for the receipt that says which bytes it is about.
     *
     * @throws Refused when the signature has not the shape of the profile
     */
    public static List<Element> references(Document message) throws Refused {
        try {
            return references(SignatureProfile.of(message, new Suites()));
        } catch (RuntimeException e) {
            throw new Refused(Refusals.refusal("GT-3134", "", ""), e);
        }
    }

    private static List<Element> references(SignatureProfile profile) {
        return List.of(profile.data.element, profile.overProperties.element);
    }

    private static X509Certificate signer(SignatureProfile profile, List<X509Certificate> candidates) throws Refused {
        for (var candidate : candidates) {
            var der = encoded(candidate);
            if (MessageDigest.isEqual(profile.suite.digest(der), profile.properties.certificateDigest)) {
                if (!profile.sameCertificate(der)) {
                    throw Refusals.refusedAt(
                            SafeXml.place(profile.signature), "GT-3122", CertificateName.with(candidate));
                }
                return candidate;
            }
        }
        throw Refusals.refusedAt(SafeXml.place(profile.properties.element), "GT-3121", named(profile));
    }

    /** The certificate the message brings along, which is nobody's here. */
    private static Object[] named(SignatureProfile profile) {
        try {
            return CertificateName.with(Pem.certificate(profile.keyInfoCertificate));
        } catch (CertificateException | RuntimeException e) {
            return new Object[] {"?", "?"};
        }
    }

    private void checkKey(SignatureProfile profile, X509Certificate certificate) throws Refused {
        if (!suites.byCertificate(certificate).name().equals(profile.suite.name())) {
            throw Refusals.refusedAt(SafeXml.place(profile.signedInfo), "GT-3123", CertificateName.with(certificate));
        }
        int length = profile.suite.valueLength(certificate);
        if (profile.value.length != length) {
            throw Refusals.refusedAt(
                    SafeXml.place(profile.valueElement),
                    "GT-3116",
                    CertificateName.with(certificate, length, profile.value.length));
        }
    }

    private static void checkDigests(SignatureProfile profile, Document message, X509Certificate certificate)
            throws Refused {
        var content = ExclusiveForm.digest(message, profile.signature, profile.suite.digest());
        if (!MessageDigest.isEqual(content, profile.data.digest)) {
            throw Refusals.refused("GT-3131", CertificateName.with(certificate));
        }
        var properties = profile.suite.digest(ExclusiveForm.of(profile.properties.element));
        if (!MessageDigest.isEqual(properties, profile.overProperties.digest)) {
            throw Refusals.refusedAt(SafeXml.place(profile.properties.element), "GT-3132");
        }
    }

    private static void checkValue(SignatureProfile profile, X509Certificate certificate) throws Refused {
        if (!profile.suite.verifies(certificate, ExclusiveForm.of(profile.signedInfo), profile.value)) {
            throw Refusals.refusedAt(SafeXml.place(profile.valueElement), "GT-3133", CertificateName.with(certificate));
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }
}
