package org.guitu.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/**
 * A complete list of what one authority has revoked (RFC 5280 5), signed by that authority itself and in force.
 *
 * @param revoked serial numbers, and since when
 * @param only which certificates the list is about
 */
record Crl(Map<BigInteger, Instant> revoked, Only only, Instant thisUpdate, Instant nextUpdate) {
    /** Clocks of authorities are not ours. */
    static final Duration SKEW = Duration.ofMinutes(1);

    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD = Set.of(Extension.issuingDistributionPoint);

    /**
     * What an issuing distribution point limits a list to.
     *
     * @param places it is about certificates that name one of them; about all when there are none
     */
    private record Only(Whose whose, Set<GeneralName> places) {}

    private enum Whose {
        AUTHORITIES,
        OTHERS,
        ALL
    }

    /**
     * Reads and verifies one.
     *
     * @throws NoAnswer when it is of another authority, not of these days, or of a kind that says less than all
     */
    static Crl read(byte[] bytes, X509Certificate issuer, Instant now) throws NoAnswer {
        try {
            var holder = new X509CRLHolder(Pem.is(bytes) ? Pem.der(bytes) : bytes);
            requireOf(issuer, holder);
            var thisUpdate = holder.getThisUpdate().toInstant();
            if (holder.getNextUpdate() == null) {
                throw new NoAnswer("the CRL does not say when the next one comes");
            }
            var nextUpdate = holder.getNextUpdate().toInstant();
            if (thisUpdate.isAfter(now.plus(SKEW)) || now.isAfter(nextUpdate)) {
                throw new NoAnswer("the CRL counts from " + thisUpdate + " until " + nextUpdate);
            }
            return new Crl(revoked(holder), only(holder), thisUpdate, nextUpdate);
        } catch (IOException | CertException | CertificateException | OperatorCreationException | RuntimeException e) {
            throw new NoAnswer("the CRL cannot be read", e);
        }
    }

    private static void requireOf(X509Certificate issuer, X509CRLHolder holder)
            throws CertException, CertificateException, OperatorCreationException, NoAnswer {
        var own = BouncyCastle.adopt(issuer);
        var name = X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
        var usage = issuer.getKeyUsage();
        var method = holder.toASN1Structure().getSignatureAlgorithm().getAlgorithm();
        if (!holder.getIssuer().equals(name)
                || (usage != null && !usage[6])
                || !CertificatePaths.isStrong(method.getId())
                || !holder.isSignatureValid(new JcaContentVerifierProviderBuilder()
                        .setProvider(BouncyCastle.PROVIDER)
                        .build(own))) {
            throw new NoAnswer("the CRL is not signed by the authority " + name);
        }
        if (!UNDERSTOOD.containsAll(holder.getCriticalExtensionOIDs())
                || holder.getExtension(Extension.deltaCRLIndicator) != null) {
            throw new NoAnswer("the CRL has a critical extension that is not understood, or is a delta");
        }
    }

    private static Only only(X509CRLHolder holder) throws NoAnswer {
        var extension = holder.getExtension(Extension.issuingDistributionPoint);
        if (extension == null) {
            return new Only(Whose.ALL, Set.of());
        }
        var point = IssuingDistributionPoint.getInstance(extension.getParsedValue());
        if (point.isIndirectCRL() || point.getOnlySomeReasons() != null || point.onlyContainsAttributeCerts()) {
            throw new NoAnswer("the CRL is indirect or not complete");
        }
        var where = point.getDistributionPoint();
        var places = where == null ? Set.<GeneralName>of() : places(where);
        if (where != null && places.isEmpty()) {
            throw new NoAnswer("the CRL is of a place without a whole name");
        }
        var others = point.onlyContainsUserCerts() ? Whose.OTHERS : Whose.ALL;
        return new Only(point.onlyContainsCACerts() ? Whose.AUTHORITIES : others, places);
    }

    /** Whole names only: none for one that is relative to its issuer's. */
    private static Set<GeneralName> places(DistributionPointName where) {
        return where.getType() == DistributionPointName.FULL_NAME
                ? Set.copyOf(List.of(GeneralNames.getInstance(where.getName()).getNames()))
                : Set.of();
    }

    private static Map<BigInteger, Instant> revoked(X509CRLHolder holder) throws NoAnswer {
        var found = new HashMap<BigInteger, Instant>();
        for (Object each : holder.getRevokedCertificates()) {
            var entry = (X509CRLEntryHolder) each;
            if (!entry.getCriticalExtensionOIDs().isEmpty()) {
                throw new NoAnswer("the CRL has an entry that is not understood");
            }
            found.put(entry.getSerialNumber(), entry.getRevocationDate().toInstant());
        }
        return found;
    }

    Standing of(X509Certificate certificate) throws NoAnswer {
        boolean authority = certificate.getBasicConstraints() >= 0;
        if (only.whose() == (authority ? Whose.OTHERS : Whose.AUTHORITIES) || !isOfItsPlace(certificate)) {
            throw new NoAnswer("the CRL is about other certificates");
        }
        var since = revoked.get(certificate.getSerialNumber());
        return since == null ? Standing.GOOD : Standing.revokedAt(since);
    }

    /** RFC 5280 6.3.3 b 2 i: an authority may have several lists, each about some of its certificates. */
    private boolean isOfItsPlace(X509Certificate certificate) throws NoAnswer {
        if (only.places().isEmpty()) {
            return true;
        }
        try {
            var extensions = new JcaX509CertificateHolder(certificate).getExtensions();
            var named = extensions == null ? null : CRLDistPoint.fromExtensions(extensions);
            if (named == null) {
                return false;
            }
            for (var point : named.getDistributionPoints()) {
                var where = point.getDistributionPoint();
                if (where != null && !Collections.disjoint(only.places(), places(where))) {
                    return true;
                }
            }
            return false;
        } catch (CertificateException | RuntimeException e) {
            throw new NoAnswer("the certificate does not say clearly which CRL is about it", e);
        }
    }
}
