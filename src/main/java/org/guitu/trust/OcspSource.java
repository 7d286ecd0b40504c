package org.guitu.trust;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.guitu.message.Patience;

/** The OCSP responder of one authority (RFC 6960), asked about each certificate as often as answers may be kept. */
final class OcspSource implements Standing.Source {
    /** RFC 6960 A.1: a request that is shorter may be a GET, which caches and proxies know best. */
    private static final int SHORT = 255;

    private static final int MOST = 64 * 1024;
    private static final int NONCE_BYTES = 32;
    private static final int KEPT = 4096;

    private final X509Certificate issuer;
    private final URI place;
    private final Fetch fetch;
    private final AuthorityStatus.Bounds bounds;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<X509Certificate, Kept<Standing>> kept = new ConcurrentHashMap<>();
    /** What was revoked stays so until the responder says otherwise: who cuts it off must not bring a key back. */
    private final Map<X509Certificate, Standing> revoked = new ConcurrentHashMap<>();

    OcspSource(X509Certificate issuer, URI place, Fetch fetch, AuthorityStatus.Bounds bounds, Clock clock) {
        this.issuer = issuer;
        this.place = place;
        this.fetch = fetch;
        this.bounds = bounds;
        this.clock = clock;
    }

    @Override
    public URI place() {
        return place;
    }

    @Override
    public Standing of(X509Certificate certificate, Patience patience) throws NoAnswer {
        if (kept.size() >= KEPT) {
            kept.clear();
        }
        try {
            return kept.computeIfAbsent(certificate, one -> new Kept<>(bounds, clock))
                    .get(now -> said(certificate, now, patience), patience);
        } catch (NoAnswer e) {
            var before = revoked.get(certificate);
            if (before == null) {
                throw e;
            }
            return before;
        }
    }

    /** Remembered as it is said, and not as it is taken: who takes an answer kept in grace must not undo what came since. */
    private Kept.Answer<Standing> said(X509Certificate certificate, Instant now, Patience patience) throws NoAnswer {
        var answer = asked(certificate, now, patience);
        if (answer.value().revoked().isPresent()) {
            revoked.put(certificate, answer.value());
        } else {
            revoked.remove(certificate);
        }
        return answer;
    }

    private Kept.Answer<Standing> asked(X509Certificate certificate, Instant now, Patience patience) throws NoAnswer {
        try {
            var id = id(certificate);
            var nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            var request = new OCSPReqBuilder()
                    .addRequest(id)
                    .setRequestExtensions(new Extensions(new Extension(
                            OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(nonce).getEncoded())))
                    .build()
                    .getEncoded();
            var answer = new OcspAnswer(issuer, now);
            var bytes = sent(request, patience);
            if (OcspAnswer.isLater(bytes)) {
                fetch.leave(place);
            }
            return answer.read(bytes, new OcspAnswer.Asked(id, nonce));
        } catch (IOException | CertificateException | OCSPException | OperatorCreationException | RuntimeException e) {
            throw new NoAnswer("the OCSP answer cannot be read", e);
        }
    }

    /** By SHA-1, which every responder knows: it finds a certificate and proves nothing. */
    private CertificateID id(X509Certificate certificate)
            throws OperatorCreationException, CertificateException, OCSPException {
        var digests = new JcaDigestCalculatorProviderBuilder()
                .setProvider(BouncyCastle.PROVIDER)
                .build();
        return new CertificateID(
                digests.get(CertificateID.HASH_SHA1),
                new JcaX509CertificateHolder(issuer),
                certificate.getSerialNumber());
    }

    private byte[] sent(byte[] request, Patience patience) throws NoAnswer {
        var base64 = Base64.getEncoder().encodeToString(request);
        var base = place.toString();
        var whole = base + (base.endsWith("/") ? "" : "/") + URLEncoder.encode(base64, StandardCharsets.UTF_8);
        return whole.length() < SHORT
                ? fetch.get(URI.create(whole), MOST, patience)
                : fetch.post(place, "application/ocsp-request", request, MOST, patience);
    }
}
