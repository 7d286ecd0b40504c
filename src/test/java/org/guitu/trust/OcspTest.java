package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.trust.AuthorityStatus.Bounds;
import org.guitu.trust.AuthorityStatus.Sources;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.StatusServer.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A responder that answers over HTTP, and what the hub makes of it. */
class OcspTest {
    private static final TestKeys KEYS = new TestKeys();
    private static final Instant NOW = TestKeys.NOW;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Bounds AT_ONCE = new Bounds(Duration.ZERO, Duration.ZERO, PATIENCE, 100_000);
    private static final Bounds USUAL = new Bounds(Duration.ofMinutes(2), Duration.ofMinutes(3), PATIENCE, 100_000);

    private final SteppedClock clock = new SteppedClock(NOW);
    private final X509Certificate signer = KEYS.signing("cn.53").certificate();
    private final Revoker revoker = new Revoker(KEYS.authority());
    private StatusServer server = server(KEYS.authority(), revoker);
    private CertificatePaths paths = paths(AT_ONCE);

    private StatusServer server(Identity authority, Revoker its) {
        try {
            return new StatusServer(authority, its, clock);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private CertificatePaths paths(Bounds bounds) {
        return paths(KEYS.authority(), new Sources(Optional.of(server.at("/ocsp")), Optional.empty()), bounds);
    }

    private CertificatePaths paths(Identity authority, Sources sources, Bounds bounds) {
        var anchor = authority.certificate();
        return new CertificatePaths(
                Set.of(new TrustAnchor(anchor, null)),
                List.of(),
                new AuthorityStatus(Map.of(anchor, sources), bounds, clock));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String answer() {
        return answer(signer);
    }

    private String answer(X509Certificate certificate) {
        try {
            paths.check(certificate, clock.instant());
            return "good";
        } catch (Refused e) {
            return e.refusal().code();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void what_an_authority_has_revoked_is_refused_and_the_rest_taken(Kind kind) {
        var authority = new Issuance().authority("An authority", kind, KEYS.year());
        var order = new Order(new PartyId("cn.53"), Purpose.SIGN, Kind.EC_P256, KEYS.year(), List.of());
        var revoked = new Issuance().issue(authority, order).certificate();
        var other = new Issuance().issue(authority, order).certificate();
        var its = new Revoker(authority);
        its.revoke(revoked, NOW);
        server.close();
        server = server(authority, its);
        paths = paths(authority, new Sources(Optional.of(server.at("/ocsp")), Optional.empty()), AT_ONCE);
        assertThat(answer(revoked)).isEqualTo("GT-3147");
        assertThat(answer(other)).isEqualTo("good");
        for (var responder : Kind.values()) {
            server.signsWith(Responders.of(authority, responder, KEYS.year(), KeyPurposeId.id_kp_OCSPSigning));
            assertThat(answer(revoked)).as("a responder of %s", responder).isEqualTo("GT-3147");
            assertThat(answer(other)).as("a responder of %s", responder).isEqualTo("good");
        }
    }

    @Test
    void short_questions_are_asked_by_get_and_long_ones_by_post() {
        revoker.revoke(signer, NOW);
        assertThat(answer()).isEqualTo("GT-3147");
        assertThat(server.asked()).containsExactly("GET");
        var far = server.at("/" + "far/".repeat(60));
        paths = paths(KEYS.authority(), new Sources(Optional.of(far), Optional.empty()), AT_ONCE);
        assertThat(answer()).isEqualTo("GT-3147");
        assertThat(server.asked()).containsExactly("GET", "POST");
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            mode = Mode.EXCLUDE,
            names = {"NONE", "NO_NONCE", "NO_NONCE_AND_OLDER", "SILENT", "ENDLESS"})
    void an_answer_that_does_not_count_is_none(Fault fault) {
        server.misbehaves(fault);
        assertThat(answer()).isEqualTo("GT-3148");
        assertThat(server.asked()).as("nobody is led elsewhere").hasSize(1);
        server.misbehaves(Fault.NONE);
        clock.step(PATIENCE);
        assertThat(answer()).isEqualTo("good");
    }

    @Test
    void an_answer_without_nonce_counts_when_it_was_made_just_now() {
        server.misbehaves(Fault.NO_NONCE);
        assertThat(answer()).isEqualTo("good");
    }

    @Test
    void an_answer_without_nonce_is_as_old_as_it_says() {
        paths = paths(new Bounds(Duration.ofMinutes(5), Duration.ZERO, PATIENCE, 100_000));
        server.misbehaves(Fault.NO_NONCE_AND_OLDER);
        assertThat(answer()).isEqualTo("good");
        server.misbehaves(Fault.NONE);
        revoker.revoke(signer, clock.instant());
        clock.step(Duration.ofSeconds(59));
        assertThat(answer()).isEqualTo("good");
        clock.step(Duration.ofSeconds(1));
        assertThat(answer()).isEqualTo("GT-3147");
    }

    @Test
    void what_a_responder_said_is_revoked_stays_so_though_it_falls_silent_and_an_old_list_knows_nothing_of_it() {
        try (var list = server(KEYS.authority(), new Revoker(KEYS.authority()))) {
            var sources = new Sources(Optional.of(server.at("/ocsp")), Optional.of(list.at("/ca.crl")));
            paths = paths(KEYS.authority(), sources, USUAL);
            revoker.revoke(signer, clock.instant());
            assertThat(answer()).isEqualTo("GT-3147");
            server.misbehaves(Fault.NOT_FOUND);
            clock.step(Duration.ofMinutes(6));
            assertThat(answer()).isEqualTo("GT-3147");
            assertThat(answer(KEYS.signing("cn.52").certificate()))
                    .as("the list counts")
                    .isEqualTo("good");
        }
    }

    @Test
    void only_the_authority_and_responders_of_its_own_answer() {
        var year = KEYS.year();
        var stranger = new TestKeys().authority();
        var purpose = KeyPurposeId.id_kp_OCSPSigning;
        var past = new Validity(NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofDays(1)));
        var wrong = Map.of(
                "a certificate for nothing", Responders.of(KEYS.authority(), Kind.EC_P256, year),
                "of the authority, for another purpose",
                        Responders.of(KEYS.authority(), Kind.EC_P256, year, KeyPurposeId.id_kp_serverAuth),
                "of the authority, but expired", Responders.of(KEYS.authority(), Kind.EC_P256, past, purpose),
                "of a stranger with the authority's name", Responders.of(stranger, Kind.EC_P256, year, purpose),
                "a party of the authority", KEYS.signing("cn.53"),
                "a stranger", stranger);
        wrong.forEach((who, identity) -> {
            server.signsWith(identity);
            assertThat(answer()).as(who).isEqualTo("GT-3148");
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SILENT", "ENDLESS"})
    void who_does_not_answer_holds_nobody_up_for_long(Fault fault) {
        server.misbehaves(fault);
        var wait = Duration.ofMillis(300);
        paths = paths(new Bounds(Duration.ZERO, Duration.ZERO, wait, 100_000));
        var before = System.nanoTime();
        assertThat(answer()).isEqualTo("GT-3148");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        for (int i = 0; i < 100; i++) {
            assertThat(answer()).isEqualTo("GT-3148");
        }
        assertThat(server.asked()).as("left alone for a moment").hasSize(1);
        server.misbehaves(Fault.NONE);
        clock.step(wait);
        assertThat(answer()).isEqualTo("good");
    }

    @Test
    void a_revocation_is_seen_at_once_without_a_cache() {
        assertThat(answer()).isEqualTo("good");
        clock.step(Duration.ofSeconds(1));
        revoker.revoke(signer, clock.instant());
        assertThat(answer()).isEqualTo("GT-3147");
    }

    @Test
    void no_good_answer_outlives_a_revocation_by_five_minutes() {
        paths = paths(new Bounds(Duration.ofMinutes(5), Duration.ZERO, PATIENCE, 100_000));
        assertThat(answer()).isEqualTo("good");
        clock.step(Duration.ofSeconds(1));
        revoker.revoke(signer, clock.instant());
        assertThat(answer()).isEqualTo("good");
        clock.step(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(answer()).isEqualTo("GT-3147");
    }

    @Test
    void while_nobody_answers_a_good_answer_lasts_through_the_grace_and_a_new_signer_waits() {
        paths = paths(USUAL);
        assertThat(answer()).isEqualTo("good");
        server.misbehaves(Fault.NOT_FOUND);
        assertThat(answer(KEYS.signing("cn.52").certificate())).isEqualTo("GT-3148");
        clock.step(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(answer()).isEqualTo("good");
        clock.step(Duration.ofSeconds(1));
        assertThat(answer()).isEqualTo("GT-3148");
    }

    @Test
    void where_the_responder_does_not_answer_the_crl_does() {
        var sources = new Sources(Optional.of(server.at("/ocsp")), Optional.of(dead()));
        paths = paths(KEYS.authority(), sources, AT_ONCE);
        assertThat(answer()).as("the responder is enough").isEqualTo("good");
        sources = new Sources(Optional.of(dead()), Optional.of(server.at("/ca.crl")));
        paths = paths(KEYS.authority(), sources, AT_ONCE);
        assertThat(answer()).isEqualTo("good");
        revoker.revoke(signer, NOW);
        assertThat(answer()).isEqualTo("GT-3147");
    }

    /** Where nobody listens. */
    private URI dead() {
        var closed = server(KEYS.authority(), revoker);
        closed.close();
        return closed.at("/ocsp");
    }

    @Test
    void many_who_ask_about_one_certificate_wait_for_one_answer() throws Exception {
        paths = paths(USUAL);
        var pool = Executors.newFixedThreadPool(16);
        try {
            var asking = new ArrayList<Callable<String>>();
            for (int i = 0; i < 64; i++) {
                asking.add(this::answer);
            }
            for (var each : pool.invokeAll(asking)) {
                assertThat(each.get()).isEqualTo("good");
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void nobody_waits_for_an_answer_about_another() throws Exception {
        var wait = Duration.ofSeconds(30);
        paths = paths(new Bounds(Duration.ofMinutes(2), Duration.ZERO, wait, 100_000));
        var other = KEYS.signing("cn.52").certificate();
        assertThat(answer(other)).isEqualTo("good");
        server.misbehaves(Fault.SILENT);
        var pool = Executors.newSingleThreadExecutor();
        try {
            var slow = pool.submit(() -> answer());
            org.awaitility.Awaitility.await().until(() -> server.asked().size() == 2);
            assertThat(answer(other)).isEqualTo("good");
            assertThat(slow.isDone()).isFalse();
            server.close();
            assertThat(slow.get()).isEqualTo("GT-3148");
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void an_authority_that_no_configuration_names_is_not_believed() {
        var anchor = KEYS.authority().certificate();
        var stranger = new TestKeys().authority().certificate();
        paths = new CertificatePaths(
                Set.of(new TrustAnchor(anchor, null)),
                List.of(),
                new AuthorityStatus(Map.of(stranger, Sources.NONE), AT_ONCE, clock));
        assertThat(answer()).isEqualTo("GT-3148");
    }
}
