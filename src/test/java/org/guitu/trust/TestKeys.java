package org.guitu.trust;

import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.guitu.message.PartyId;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;

/** An authority made for one test run, and whatever identities the test asks it for. */
public final class TestKeys {
    /** The instant at which tests happen. */
    public static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private static final Validity YEAR = new Validity(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(365)));

    private final Issuance issuance = new Issuance();
    private final Identity authority = issuance.authority("test authority", Kind.EC_P256, YEAR);

    public Identity authority() {
        return authority;
    }

    public Set<TrustAnchor> anchors() {
        return Set.of(new TrustAnchor(authority.certificate(), null));
    }

    /** A signing identity of this party, P-256, valid for a year. */
    public Identity signing(String party) {
        return issue(party, Purpose.SIGN, Kind.EC_P256, YEAR);
    }

    public Identity issue(String party, Purpose purpose, Kind kind, Validity validity) {
        return issuance.issue(authority, new Order(new PartyId(party), purpose, kind, validity, List.of()));
    }

    public Validity year() {
        return YEAR;
    }
}
