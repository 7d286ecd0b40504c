package org.guitu.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.guitu.message.Patience;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate leads to one of the trust anchors and may do what it is shown for, at a given instant (RFC 5280). Of
 * one set of anchors: changed trust is a new object. Whether a signer or an authority above it is revoked is asked
 * each time, of {@link Revocation}.
 */
public final class CertificatePaths {
    /** By identifier: the names differ from provider to provider, and the JDK has none for SM2. */
    private static final Set<String> SIGNED_WITH = Set.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256.getId(),
            X9ObjectIdentifiers.ecdsa_with_SHA384.getId(),
            X9ObjectIdentifiers.ecdsa_with_SHA512.getId(),
            PKCSObjectIdentifiers.sha256WithRSAEncryption.getId(),
            PKCSObjectIdentifiers.sha384WithRSAEncryption.getId(),
            PKCSObjectIdentifiers.sha512WithRSAEncryption.getId(),
            GMObjectIdentifiers.sm2sign_with_sm3.getId());

    private static final Set<String> TLS_PURPOSES = Set.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final int KEPT = 4096;

    private final Set<TrustAnchor> anchors;
    private final List<X509Certificate> intermediates;
    /** Building a path costs ten signatures; while every certificate of it is in its dates, its result cannot change. */
    private final Map<X509Certificate, Path> paths = new ConcurrentHashMap<>();
    /** Apart from those of signers: each was checked for its use. */
    private final Map<X509Certificate, Path> readers = new ConcurrentHashMap<>();

    private final Map<X509Certificate, Path> callers = new ConcurrentHashMap<>();

    private final Revocation revocation;

    /** @param chain the certificate itself first, its anchor last */
    private record Path(List<X509Certificate> chain, Instant from, Instant until) {
        boolean holds(Instant at) {
            return !at.isBefore(from) && !at.isAfter(until);
        }
    }

    /** Of one who asks nobody about revocation. */
    public CertificatePaths(Set<TrustAnchor> anchors) {
        this(anchors, List.of(), Revocation.UNASKED);
    }

    /**
     * With certificate authorities below the anchors.
     *
     * @throws IllegalArgumentException without any anchor: a check with nothing to trust must not start
     */
    public CertificatePaths(
            Set<TrustAnchor> anchors, Collection<X509Certificate> intermediates, Revocation revocation) {
        this.revocation = revocation;
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException("certificate paths need at least one trust anchor");
        }
        this.anchors = Set.copyOf(anchors);
        this.intermediates = List.copyOf(intermediates);
    }

    /**
     * Checks this signing certificate.
     *
     * @throws Refused GT-3141 expired, GT-3142 not valid yet, GT-3143 no path, GT-3144 not for signing, GT-3145 weak key,
     *     GT-3147 revoked, GT-3151 its authority is, GT-3148 nobody can say whether it is revoked
     */
    public void check(X509Certificate signer, Instant at) throws Refused {
        check(signer, at, Patience.fresh());
    }

    /**
     * The same for one who may have waited already.
     *
     * @param patience of the message or call it is about
     */
    public void check(X509Certificate signer, Instant at, Patience patience) throws Refused {
        if (at.isAfter(signer.getNotAfter().toInstant())) {
            throw Refusals.refused(
                    "GT-3141", CertificateName.with(signer, signer.getNotAfter().toInstant()));
        }
        if (at.isBefore(signer.getNotBefore().toInstant())) {
            throw Refusals.refused(
                    "GT-3142",
                    CertificateName.with(signer, signer.getNotBefore().toInstant()));
        }
        if (!paths.containsKey(signer)) {
            new Suites().byCertificate(signer);
            checkUsage(signer);
        }
        revocation.check(kept(paths, signer, at).chain(), patience);
    }

    /**
     * Checks the certificate by which somebody opened a channel or signed an envelope: the same path and the same question, but
     * whose it is and what it is for stands in the directory.
     *
     * @throws Refused GT-3143 no path, GT-3145 weak key, GT-3147 revoked, GT-3151 its authority is, GT-3148 nobody can say whether it is revoked
     */
    public void checkCaller(X509Certificate caller, Instant at, Patience patience) throws Refused {
        revocation.check(kept(callers, caller, at).chain(), patience);
    }

    /** As {@link Revocation#silent}. */
    public List<String> silent() {
        return revocation.silent();
    }

    /** Whether it leads to an authority at that instant, as a caller's has to; who is asked about revocation is not asked. */
    public boolean mayCall(X509Certificate caller, Instant at) {
        try {
            requirePath(caller, at);
            return true;
        } catch (Refused e) {
            return false;
        }
    }

    /**
     * Requires what {@link #mayCall} looks at.
     *
     * @throws Refused GT-3143 no path, GT-3145 weak key
     */
    public void requirePath(X509Certificate caller, Instant at) throws Refused {
        kept(callers, caller, at);
    }

    private Path kept(Map<X509Certificate, Path> known, X509Certificate certificate, Instant at) throws Refused {
        var before = known.get(certificate);
        if (before != null && before.holds(at)) {
            return before;
        }
        var path = path(certificate, at);
        if (known.size() >= KEPT) {
            known.clear();
        }
        known.put(certificate, path);
        return path;
    }

    /** Whether that authority issued this certificate, by name and signature; nobody is below itself. */
    public static boolean isIssued(X509Certificate certificate, X509Certificate by) {
        if (!certificate.getIssuerX500Principal().equals(by.getSubjectX500Principal())
                || certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
            return false;
        }
        try {
            BouncyCastle.adopt(certificate).verify(BouncyCastle.adopt(by).getPublicKey(), BouncyCastle.PROVIDER);
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /** Whether certificates and what authorities say of them may be signed by this method. */
    static boolean isStrong(String signatureMethod) {
        return SIGNED_WITH.contains(signatureMethod);
    }

    /** Whether what is sealed for this certificate is read by whom a trusted authority says, at that instant. */
    public boolean mayRead(X509Certificate reader, Instant at) {
        if (!encrypts(reader.getKeyUsage()) || reader.getBasicConstraints() >= 0) {
            return false;
        }
        try {
            SealSuites.byCertificate(reader);
            kept(readers, reader, at);
            return true;
        } catch (Refused e) {
            return false;
        }
    }

    /** Key usages of RFC 5280 4.2.1.3 that let a key open what is sealed, and none that lets it sign. */
    public static boolean encrypts(boolean @Nullable [] usage) {
        return usage != null && (usage[2] || usage[4]) && !usage[0] && !usage[1];
    }

    /** Whether a key usage is stated, and it lets the key sign nothing. */
    public static boolean onlyEncrypts(boolean @Nullable [] usage) {
        return usage != null && !usage[0] && !usage[1];
    }

    private static void checkUsage(X509Certificate signer) throws Refused {
        var usage = signer.getKeyUsage();
        boolean signs = usage != null && (usage[0] || usage[1]);
        if (!signs || signer.getBasicConstraints() >= 0 || onlyForTls(signer)) {
            throw Refusals.refused("GT-3144", CertificateName.with(signer));
        }
    }

    /** A stolen TLS key must not be able to sign statements. */
    public static boolean onlyForTls(X509Certificate signer) {
        try {
            var purposes = signer.getExtendedKeyUsage();
            return purposes != null && TLS_PURPOSES.containsAll(purposes);
        } catch (CertificateParsingException e) {
            return true;
        }
    }

    /** Whether nothing in it speaks against TLS: an authority may leave open what a certificate is for. */
    public static boolean opensChannels(X509Certificate certificate) {
        try {
            var purposes = certificate.getExtendedKeyUsage();
            return !encrypts(certificate.getKeyUsage())
                    && (purposes == null
                            || purposes.contains(ANY_PURPOSE)
                            || !Collections.disjoint(purposes, TLS_PURPOSES));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /**
     * Requires that its key is of a kind and length that can be relied on.
     *
     * @throws Refused GT-3145 when not
     */
    public static void requireStrong(X509Certificate certificate) throws Refused {
        if (KeyStrength.of(certificate) == KeyStrength.WEAK) {
            throw Refusals.refused("GT-3145", CertificateName.with(certificate));
        }
    }

    private Path path(X509Certificate signer, Instant at) throws Refused {
        try {
            var target = new X509CertSelector();
            var own = BouncyCastle.adopt(signer);
            target.setCertificate(own);
            var parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setDate(Date.from(at));
            parameters.setRevocationEnabled(false);
            var store = new ArrayList<>(List.of(own));
            for (var intermediate : intermediates) {
                store.add(BouncyCastle.adopt(intermediate));
            }
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(store)));
            var builder = CertPathBuilder.getInstance("PKIX", BouncyCastle.PROVIDER);
            return path((PKIXCertPathBuilderResult) builder.build(parameters), own, at);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new Refused(Refusals.refusal("GT-3143", "", "", unfounded(signer)), e);
        }
    }

    private static Path path(PKIXCertPathBuilderResult result, X509Certificate own, Instant at)
            throws Refused, CertificateException {
        var chain = new ArrayList<X509Certificate>();
        result.getCertPath().getCertificates().forEach(c -> chain.add((X509Certificate) c));
        for (var certificate : chain) {
            if (!isStrong(certificate.getSigAlgOID())) {
                throw Refusals.refused("GT-3145", CertificateName.with(certificate));
            }
        }
        // PKIX looks neither at the dates of the anchor itself nor at how far it may reach; here they count
        var anchor = BouncyCastle.adopt(result.getTrustAnchor().getTrustedCert());
        if (anchor.getBasicConstraints() < chain.size() - 1) {
            throw Refusals.refused("GT-3143", unfounded(own));
        }
        chain.add(anchor);
        var from = Instant.MIN;
        var until = Instant.MAX;
        for (var certificate : chain) {
            requireStrong(certificate);
            from = Collections.max(List.of(from, certificate.getNotBefore().toInstant()));
            until = Collections.min(List.of(until, certificate.getNotAfter().toInstant()));
        }
        var path = new Path(List.copyOf(chain), from, until);
        if (!path.holds(at)) {
            throw Refusals.refused("GT-3143", unfounded(own));
        }
        return path;
    }

    private static Object[] unfounded(X509Certificate certificate) {
        return CertificateName.with(certificate, CertificateName.issuer(certificate));
    }
}
