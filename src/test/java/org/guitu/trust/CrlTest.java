package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.trust.AuthorityStatus.Bounds;
import org.guitu.trust.AuthorityStatus.Sources;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An authority that puts its CRL into a file, and what the hub makes of it. */
class CrlTest {
    private static final TestKeys KEYS = new TestKeys();
    private static final Instant NOW = TestKeys.NOW;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Bounds AT_ONCE = new Bounds(Duration.ZERO, Duration.ZERO, SECOND, 100_000);
    private static final Bounds USUAL = new Bounds(Duration.ofMinutes(2), Duration.ofMinutes(3), SECOND, 100_000);

    @TempDir
    private Path folder = Path.of("");

    private final SteppedClock clock = new SteppedClock(NOW);
    private final X509Certificate signer = KEYS.signing("cn.53").certificate();
    private Revoker revoker = new Revoker(KEYS.authority());
    private CertificatePaths paths = paths(KEYS.authority(), AT_ONCE);

    private CertificatePaths paths(Identity authority, Bounds bounds) {
        var sources = new Sources(
                Optional.empty(), Optional.of(folder.resolve("ca.crl").toUri()));
        var anchor = authority.certificate();
        return new CertificatePaths(
                Set.of(new TrustAnchor(anchor, null)),
                List.of(),
                new AuthorityStatus(Map.of(anchor, sources), bounds, clock));
    }

    @BeforeEach
    void where_it_is() throws IOException {
        paths = paths(KEYS.authority(), AT_ONCE);
        publish(revoker.crl(NOW));
    }

    private void publish(byte[] crl) throws IOException {
        Files.write(folder.resolve("ca.crl"), crl);
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
    void what_an_authority_has_revoked_is_refused_and_the_rest_taken(Kind kind) throws IOException {
        var authority = new Issuance().authority("An authority", kind, KEYS.year());
        var order = new Order(new PartyId("cn.53"), Purpose.SIGN, Kind.EC_P256, KEYS.year(), List.of());
        var revoked = new Issuance().issue(authority, order).certificate();
        var other = new Issuance().issue(authority, order).certificate();
        revoker = new Revoker(authority);
        revoker.revoke(revoked, NOW);
        publish(revoker.crl(NOW));
        paths = paths(authority, AT_ONCE);
        assertThat(answer(revoked)).isEqualTo("GT-3147");
        assertThat(answer(other)).isEqualTo("good");
    }

    @Test
    void the_refusal_names_the_certificate_since_when_and_what_to_do() throws IOException {
        revoker.revoke(signer, NOW.minusSeconds(60));
        publish(revoker.crl(NOW));
        try {
            paths.check(signer, NOW);
        } catch (Refused e) {
            var serial = signer.getSerialNumber().toString(16).toUpperCase(java.util.Locale.ROOT);
            assertThat(e.refusal().text().en())
                    .contains("CN=cn.53,O=Guitu exercise", serial, "2026-11-23T07:59:00Z", "Get a new one");
            assertThat(e.refusal().text().zh()).contains("CN=cn.53", serial, "吊销", "重新签名");
            return;
        }
        throw new AssertionError("taken");
    }

    @Test
    void it_may_be_pem() throws IOException {
        revoker.revoke(signer, NOW);
        publish(Pem.text("X509 CRL", revoker.crl(NOW)).getBytes(StandardCharsets.US_ASCII));
        assertThat(answer()).isEqualTo("GT-3147");
    }

    @Test
    void a_list_that_does_not_count_is_none() throws IOException {
        var hour = Duration.ofHours(1);
        var stranger = new TestKeys().authority();
        publish(revoker.crl(NOW.minus(hour), NOW.minusSeconds(1), KEYS.authority()));
        assertThat(answer()).as("its next is due").isEqualTo("GT-3148");
        publish(revoker.crl(NOW.plus(hour), NOW.plus(hour.multipliedBy(2)), KEYS.authority()));
        assertThat(answer()).as("of the future").isEqualTo("GT-3148");
        publish(revoker.crl(NOW.minus(hour), NOW.plus(hour), stranger));
        assertThat(answer()).as("another's key").isEqualTo("GT-3148");
        publish(new Revoker(stranger).crl(NOW));
        assertThat(answer()).as("another authority's").isEqualTo("GT-3148");
        publish("nothing of the kind".getBytes(StandardCharsets.US_ASCII));
        assertThat(answer()).isEqualTo("GT-3148");
        publish(new byte[100_001]);
        assertThat(answer()).as("too large").isEqualTo("GT-3148");
        Files.delete(folder.resolve("ca.crl"));
        assertThat(answer()).isEqualTo("GT-3148");
        publish(revoker.crl(NOW));
        assertThat(answer()).isEqualTo("good");
    }

    @Test
    void an_older_list_undoes_no_revocation() throws IOException {
        var before = revoker.crl(NOW.minus(Duration.ofHours(2)), NOW.plus(Duration.ofHours(2)), KEYS.authority());
        revoker.revoke(signer, NOW);
        publish(revoker.crl(NOW));
        assertThat(answer()).isEqualTo("GT-3147");
        publish(before);
        assertThat(answer()).isEqualTo("GT-3148");
    }

    @Test
    void an_answer_is_kept_so_long_and_no_longer() throws IOException {
        paths = paths(KEYS.authority(), USUAL);
        assertThat(answer()).isEqualTo("good");
        clock.step(SECOND);
        revoker.revoke(signer, clock.instant());
        publish(revoker.crl(NOW));
        assertThat(answer()).isEqualTo("good");
        clock.step(Duration.ofMinutes(2));
        assertThat(answer()).isEqualTo("GT-3147");
    }

    @Test
    void while_nobody_answers_a_good_answer_lasts_through_the_stated_grace_and_never_over_five_minutes()
            throws IOException {
        paths = paths(KEYS.authority(), USUAL);
        assertThat(answer()).isEqualTo("good");
        Files.delete(folder.resolve("ca.crl"));
        clock.step(Duration.ofMinutes(5).minus(SECOND));
        assertThat(answer()).isEqualTo("good");
        clock.step(SECOND);
        assertThat(answer()).isEqualTo("GT-3148");
    }

    @Test
    void nothing_is_kept_beyond_its_next_update() throws IOException {
        paths = paths(KEYS.authority(), USUAL);
        publish(revoker.crl(NOW.minus(SECOND), NOW.plusSeconds(10), KEYS.authority()));
        assertThat(answer()).isEqualTo("good");
        clock.step(Duration.ofSeconds(11));
        assertThat(answer()).isEqualTo("GT-3148");
    }

    @Test
    void bounds_that_let_a_good_answer_outlive_a_revocation_for_longer_are_refused() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> new Bounds(Duration.ofMinutes(3), Duration.ofMinutes(3), SECOND, 1024))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
