package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.guitu.demo.Prepared;
import org.guitu.directory.Directory;
import org.guitu.gate.Rates;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.guitu.message.Refused;
import org.guitu.trust.AuthorityStatus;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.Revocation;
import org.guitu.trust.Revoker;
import org.guitu.trust.StatusServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who calls at the SOAP door, by the certificate it shows. */
final class DirectoryCallerTest {
    private static final PartyId YUNNAN = new PartyId("cn.53");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void who_has_a_blocked_key_in_hand_uses_up_nothing_of_what_its_owner_may() throws Exception {
        var parties = Prepared.in(folder, List.of(YUNNAN)).config().resolve("parties");
        var stolen = KeyFiles.certificates(parties.resolve("cn.53.tls.pem")).get(0);
        var files = Directory.load(parties);
        var clock = new MovableClock();
        var rates = new Rates("soap", new Rates.Limit(1, 1), clock, (door, party) -> {});
        var blocked = new DirectoryCaller(
                () -> files.blocking(stolen::equals), party -> false, unasked(folder), rates, clock);
        assertThatCode(() -> blocked.admit(Optional.of(stolen))).doesNotThrowAnyException();
        // it has one of its own
        assertCode(() -> blocked.admit(Optional.of(stolen)), "GT-2026");
        assertCode(() -> blocked.ofChannel(Optional.of(stolen)), "GT-2004");
        var before = new DirectoryCaller(() -> files, party -> false, unasked(folder), rates, clock);
        assertThatCode(() -> before.admit(Optional.of(stolen))).doesNotThrowAnyException();
        assertCode(() -> before.admit(Optional.of(stolen)), "GT-2026");
    }

    @Test
    void a_certificate_that_is_for_something_else_signs_no_envelope() throws Exception {
        var parties = Prepared.in(folder, List.of(YUNNAN)).config().resolve("parties");
        var files = Directory.load(parties);
        var clock = new MovableClock();
        var rates = new Rates("soap", new Rates.Limit(1, 1), clock, (door, party) -> {});
        var caller = new DirectoryCaller(() -> files, party -> false, unasked(folder), rates, clock);
        var sealing =
                KeyFiles.certificates(parties.resolve("cn.53.encrypt.pem")).get(0);
        assertCode(() -> caller.requireSigner(YUNNAN, sealing), "GT-2018");
        assertCode(() -> caller.ofChannel(Optional.of(sealing)), "GT-2011");
    }

    private static Supplier<CertificatePaths> unasked(Path folder) throws Exception {
        return asking(folder, Revocation.UNASKED);
    }

    private static Supplier<CertificatePaths> asking(Path folder, Revocation revocation) throws Exception {
        var anchor = KeyFiles.certificates(folder.resolve("ca/ca.pem")).get(0);
        var paths = new CertificatePaths(Set.of(new TrustAnchor(anchor, null)), List.of(), revocation);
        return () -> paths;
    }

    /** Two minutes in the cache, three more while nobody answers: as the hub is shipped. */
    @Test
    void an_authority_is_asked_about_a_caller_once_in_two_minutes_and_five_after_its_last_word_the_caller_is_refused()
            throws Exception {
        var parties = Prepared.in(folder, List.of(YUNNAN)).config().resolve("parties");
        var own = KeyFiles.certificates(parties.resolve("cn.53.tls.pem")).get(0);
        var authority = KeyFiles.read(folder.resolve("ca/ca.p12"), KeyFiles.password(folder.resolve("ca/ca.password")));
        var files = Directory.load(parties);
        var clock = new MovableClock();
        var rates = new Rates("soap", new Rates.Limit(1, 1), clock, (door, party) -> {});
        try (var server = new StatusServer(authority, new Revoker(authority), clock)) {
            var bounds = new AuthorityStatus.Bounds(
                    Duration.ofMinutes(2), Duration.ofMinutes(3), Duration.ofSeconds(5), 100_000);
            var sources = new AuthorityStatus.Sources(Optional.of(server.at("/ocsp")), Optional.empty());
            var status = new AuthorityStatus(Map.of(authority.certificate(), sources), bounds, clock);
            var caller = new DirectoryCaller(() -> files, party -> false, asking(folder, status), rates, clock);
            for (int calls = 0; calls < 10; calls++) {
                caller.requireStanding(own, Patience.fresh());
            }
            assertThat(server.asked()).hasSize(1);
            server.misbehaves(StatusServer.Fault.NOT_FOUND);
            clock.ahead(Duration.ofSeconds(295));
            assertThatCode(() -> caller.requireStanding(own, Patience.fresh())).doesNotThrowAnyException();
            clock.ahead(Duration.ofSeconds(301));
            assertCode(() -> caller.requireStanding(own, Patience.fresh()), "GT-3148");
        }
    }

    private static void assertCode(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(code));
    }
}
