package org.guitu.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.guitu.trust.Issuance.Validity;

/** Makes the CRL of an {@link Issuance} authority: all that the one before names, and what is revoked now. */
public final class RevocationList {
    private final Identity authority;

    public RevocationList(Identity authority) {
        this.authority = authority;
    }

    /** Whether this authority issued the certificate: no other can revoke it. */
    public boolean issued(X509Certificate certificate) {
        try {
            BouncyCastle.adopt(certificate)
                    .verify(BouncyCastle.adopt(authority.certificate().getPublicKey()), BouncyCastle.PROVIDER);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /**
     * The next list, in DER.
     *
     * @param before the list so far; empty when this is the first
     * @param validity from now until the next list has to be there
     * @throws IllegalArgumentException when the list so far is not of this authority: what it names would be forgotten
     */
    public byte[] next(Optional<byte[]> before, List<X509Certificate> revoked, Validity validity) {
        try {
            var builder = new X509v2CRLBuilder(
                    X500Name.getInstance(
                            authority.certificate().getSubjectX500Principal().getEncoded()),
                    Date.from(validity.from()));
            builder.setNextUpdate(Date.from(validity.until()));
            var number = before.isEmpty() ? BigInteger.ONE : taken(before.get(), builder);
            var named = new HashSet<BigInteger>(before.isEmpty() ? List.of() : serials(before.get()));
            for (var certificate : revoked) {
                if (named.add(certificate.getSerialNumber())) {
                    builder.addCRLEntry(
                            certificate.getSerialNumber(), Date.from(validity.from()), CRLReason.unspecified);
                }
            }
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.certificate()));
            return builder.build(Issuance.contentSigner(authority)).getEncoded();
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("no CRL could be made", e);
        }
    }

    /** Takes over what it names; the number of the next. */
    private BigInteger taken(byte[] before, X509v2CRLBuilder builder) throws CertIOException {
        try {
            var list = new X509CRLHolder(before);
            // that its next is overdue is why one is made; whether it is ours is what counts
            Crl.read(before, authority.certificate(), list.getThisUpdate().toInstant());
            builder.addCRL(list);
            var number = list.getExtension(Extension.cRLNumber);
            return number == null
                    ? BigInteger.TWO
                    : CRLNumber.getInstance(number.getParsedValue())
                            .getCRLNumber()
                            .add(BigInteger.ONE);
        } catch (NoAnswer | IOException e) {
            throw new IllegalArgumentException("the list so far is not of this authority", e);
        }
    }

    private static List<BigInteger> serials(byte[] before) throws IOException {
        var serials = new ArrayList<BigInteger>();
        for (Object each : new X509CRLHolder(before).getRevokedCertificates()) {
            serials.add(((X509CRLEntryHolder) each).getSerialNumber());
        }
        return serials;
    }
}
