package org.guitu.keys;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.guitu.message.Digest;
import org.guitu.message.Refused;
import org.guitu.trust.CertificateName;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.PartyName;
import org.guitu.trust.Sealer;
import org.guitu.trust.Suites;

/**
 * A certificate as an operator wants to see it.
 *
 * @param now when it is looked at
 */
record CertificateView(Path file, X509Certificate certificate, Instant now) {
    private static final int SECONDS_A_DAY = 86_400;

    Instant from() {
        return certificate.getNotBefore().toInstant();
    }

    Instant until() {
        return certificate.getNotAfter().toInstant();
    }

    /** Whole days until it expires; negative once it has. */
    long daysLeft() {
        return Math.floorDiv(Duration.between(now, until()).toSeconds(), SECONDS_A_DAY);
    }

    /** The party it names, {@code -} when none. */
    String party() {
        return PartyName.of(certificate).map(Object::toString).orElse("-");
    }

    /** What it may be used for: {@code ca}, {@code tls}, {@code encrypt} or {@code sign}. */
    String use() {
        if (certificate.getBasicConstraints() >= 0) {
            return "ca";
        }
        if (CertificatePaths.encrypts(certificate.getKeyUsage())) {
            return "encrypt";
        }
        return CertificatePaths.onlyForTls(certificate) ? "tls" : "sign";
    }

    /** Name of the suite its key belongs to, {@code -} when the exchange takes no such key. */
    String suite() {
        try {
            return use().equals("encrypt")
                    ? Sealer.suite(certificate)
                    : new Suites().byCertificate(certificate).name();
        } catch (Refused e) {
            return "-";
        }
    }

    Digest digest() {
        return CertificateName.digest(certificate);
    }

    Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", file.toString());
        fields.put("subject", CertificateName.subject(certificate));
        fields.put("issuer", CertificateName.issuer(certificate));
        fields.put("party", party());
        fields.put("use", use());
        fields.put("suite", suite());
        fields.put("serial", CertificateName.serial(certificate));
        fields.put("from", from().toString());
        fields.put("until", until().toString());
        fields.put("daysLeft", daysLeft());
        fields.put("sha256", digest().hex());
        return fields;
    }
}
