package org.guitu.office.line;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.guitu.message.PartyId;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;

/** An authority and keys made at run time. */
public final class ExerciseKeys {
    private final Issuance issuance = new Issuance();
    private final Identity authority;
    private final Validity validity;

    public ExerciseKeys() {
        this(Instant.now());
    }

    public ExerciseKeys(Instant now) {
        validity = new Validity(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)));
        authority = issuance.authority("Exercise CA", Kind.EC_P256, validity);
    }

    public Identity authority() {
        return authority;
    }

    public Identity sign(String party) {
        return issue(party, Purpose.SIGN, validity, List.of());
    }

    public Identity tls(String party, String... hosts) {
        return issue(party, Purpose.TLS, validity, List.of(hosts));
    }

    public Identity encrypt(String party) {
        return issue(party, Purpose.ENCRYPT, validity, List.of());
    }

    public Identity expiredTls(String party) {
        var past = new Validity(validity.from().minus(Duration.ofDays(9)), validity.from());
        return issue(party, Purpose.TLS, past, List.of());
    }

    private Identity issue(String party, Purpose purpose, Validity validity, List<String> hosts) {
        return issuance.issue(authority, new Order(new PartyId(party), purpose, Kind.EC_P256, validity, hosts));
    }

    public TlsIdentity client(Identity identity) {
        return new TlsIdentity(identity, List.of(authority.certificate()));
    }
}
