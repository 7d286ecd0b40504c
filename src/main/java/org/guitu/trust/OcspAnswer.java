package org.guitu.trust;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Reads what a responder says (RFC 6960 3.2): of the certificate that was asked about, signed by the authority or by whom it
 * lets answer for it, and of these days.
 */
final class OcspAnswer {
    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
            Set.of(Extension.extendedKeyUsage, Extension.keyUsage, Extension.basicConstraints);

    private final X509CertificateHolder authority;
    private final Instant now;

    OcspAnswer(X509Certificate issuer, Instant now) throws CertificateException {
        this.authority = new JcaX509CertificateHolder(issuer);
        this.now = now;
    }

    /** What the question was. */
    record Asked(CertificateID id, byte[] nonce) {}

    /** Whether the responder cannot answer anybody just now, whatever was asked. */
    static boolean isLater(byte[] bytes) throws IOException {
        int status = new OCSPResp(bytes).getStatus();
        return status == OCSPResp.TRY_LATER || status == OCSPResp.INTERNAL_ERROR;
    }

    Kept.Answer<Standing> read(byte[] bytes, Asked asked) throws NoAnswer, IOException, OCSPException {
        var whole = new OCSPResp(bytes);
        if (whole.getStatus() != OCSPResp.SUCCESSFUL || !(whole.getResponseObject() instanceof BasicOCSPResp basic)) {
            throw new NoAnswer("the responder answers with OCSP status " + whole.getStatus());
        }
        requireSigned(basic);
        var single = single(basic, asked.id());
        if (!basic.getCriticalExtensionOIDs().isEmpty()
                || !single.getCriticalExtensionOIDs().isEmpty()) {
            throw new NoAnswer("the OCSP answer has a critical extension that is not understood");
        }
        boolean fresh = requireOfNow(basic, single, asked.nonce());
        var until = single.getNextUpdate();
        // one that does not answer this very question is as old as it says
        var from = single.getThisUpdate().toInstant();
        return new Kept.Answer<>(
                standing(single),
                fresh || from.isAfter(now) ? now : from,
                until == null ? Instant.MAX : until.toInstant());
    }

    private static Standing standing(SingleResp single) throws NoAnswer {
        var status = single.getCertStatus();
        if (status == CertificateStatus.GOOD) {
            return Standing.GOOD;
        }
        if (status instanceof RevokedStatus revoked) {
            return Standing.revokedAt(revoked.getRevocationTime().toInstant());
        }
        throw new NoAnswer("the responder does not know the certificate");
    }

    private SingleResp single(BasicOCSPResp basic, CertificateID asked) throws NoAnswer, OCSPException {
        var digests = digests();
        for (var single : basic.getResponses()) {
            var about = single.getCertID();
            if (about.getSerialNumber().equals(asked.getSerialNumber()) && about.matchesIssuer(authority, digests)) {
                return single;
            }
        }
        throw new NoAnswer("the OCSP answer is about another certificate");
    }

    private static DigestCalculatorProvider digests() {
        try {
            return new JcaDigestCalculatorProviderBuilder()
                    .setProvider(BouncyCastle.PROVIDER)
                    .build();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("BouncyCastle has no digests", e);
        }
    }

    /**
     * Whoever is on the line could answer with an old "good" as long as it is in force; so it holds our nonce, or was made
     * just now.
     *
     * @return whether it holds the nonce
     */
    private boolean requireOfNow(BasicOCSPResp basic, SingleResp single, byte[] nonce) throws NoAnswer {
        var from = single.getThisUpdate().toInstant();
        var until = single.getNextUpdate();
        if (from.isAfter(now.plus(Crl.SKEW))
                || (until != null && until.toInstant().isBefore(now))) {
            throw new NoAnswer("the OCSP answer counts from " + from + " until " + until);
        }
        var echoed = basic.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        if (echoed != null
                && !MessageDigest.isEqual(
                        ASN1OctetString.getInstance(echoed.getParsedValue()).getOctets(), nonce)) {
            throw new NoAnswer("the OCSP answer is to another question");
        }
        if (echoed == null && from.isBefore(now.minus(AuthorityStatus.LONGEST))) {
            throw new NoAnswer("the OCSP answer has no nonce and is of " + from);
        }
        return echoed != null;
    }

    private void requireSigned(BasicOCSPResp basic) throws NoAnswer {
        if (!CertificatePaths.isStrong(basic.getSignatureAlgOID().getId())) {
            throw new NoAnswer("the OCSP answer is signed by a weak method");
        }
        if (isSigned(basic, authority)) {
            return;
        }
        for (var responder : basic.getCerts()) {
            if (mayAnswer(responder) && isSigned(basic, responder)) {
                return;
            }
        }
        throw new NoAnswer("the OCSP answer is not signed by the authority or a responder of its own");
    }

    /** A key of another kind than the signature is no signer's, but nothing to end the search for. */
    private static boolean isSigned(BasicOCSPResp basic, X509CertificateHolder signer) {
        try {
            return basic.isSignatureValid(verifier(signer));
        } catch (OCSPException | CertificateException | OperatorCreationException | RuntimeException e) {
            return false;
        }
    }

    /** RFC 6960 4.2.2.2: issued by the very authority, for this purpose. */
    private boolean mayAnswer(X509CertificateHolder responder) {
        var purposes = ExtendedKeyUsage.fromExtensions(responder.getExtensions());
        var usage = KeyUsage.fromExtensions(responder.getExtensions());
        try {
            return responder.getIssuer().equals(authority.getSubject())
                    && purposes != null
                    && purposes.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning)
                    && (usage == null || usage.hasUsages(KeyUsage.digitalSignature))
                    && responder.isValidOn(Date.from(now))
                    && UNDERSTOOD.containsAll(responder.getCriticalExtensionOIDs())
                    && CertificatePaths.isStrong(
                            responder.getSignatureAlgorithm().getAlgorithm().getId())
                    && KeyStrength.of(responder) != KeyStrength.WEAK
                    && responder.isSignatureValid(verifier(authority));
        } catch (CertException | CertificateException | OperatorCreationException | RuntimeException e) {
            return false;
        }
    }

    private static ContentVerifierProvider verifier(X509CertificateHolder signer)
            throws OperatorCreationException, CertificateException {
        return new JcaContentVerifierProviderBuilder()
                .setProvider(BouncyCastle.PROVIDER)
                .build(signer);
    }
}
