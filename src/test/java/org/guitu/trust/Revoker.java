package org.guitu.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;

/** An authority of a test that revokes what it issued: what its CRL says. */
public final class Revoker {
    private final Identity authority;
    private final Map<BigInteger, Instant> revoked = new ConcurrentHashMap<>();

    public Revoker(Identity authority) {
        this.authority = authority;
    }

    public void revoke(X509Certificate certificate, Instant since) {
        revoked.put(certificate.getSerialNumber(), since);
    }

    Optional<Instant> since(BigInteger serial) {
        return Optional.ofNullable(revoked.get(serial));
    }

    /** In DER, for a day from an hour ago. */
    public byte[] crl(Instant now) {
        return crl(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(23)), authority);
    }

    byte[] crl(Instant from, Instant until, Identity signer) {
        var builder = new X509v2CRLBuilder(name(), Date.from(from));
        builder.setNextUpdate(Date.from(until));
        revoked.forEach((serial, since) -> builder.addCRLEntry(serial, Date.from(since), CRLReason.keyCompromise));
        try {
            return builder.build(signer(signer)).getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    X500Name name() {
        return X500Name.getInstance(
                authority.certificate().getSubjectX500Principal().getEncoded());
    }

    static ContentSigner signer(Identity identity) {
        try {
            return Issuance.contentSigner(identity);
        } catch (OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
