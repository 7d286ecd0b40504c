package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.guitu.trust.Issuance.Kind;
import org.junit.jupiter.api.Test;

final class KeyRingTest {
    private static final Clock CLOCK = Clock.systemUTC();

    private static final Identity ECDSA = identity(Kind.EC_P256);
    private static final Identity SM2 = identity(Kind.SM2);

    private static Identity identity(Kind kind) {
        var now = CLOCK.instant();
        return new Issuance().authority("key ring", kind, new Issuance.Validity(now, now.plus(Duration.ofDays(1))));
    }

    private static String suite(String... understood) {
        return new KeyRing(List.of(ECDSA, SM2), CLOCK)
                .forReader(List.of(understood))
                .signer()
                .suite()
                .name();
    }

    @Test
    void a_reader_gets_the_suite_it_likes_best_among_those_of_the_ring() {
        assertThat(suite("sm2-sm3", "ecdsa-p256")).isEqualTo("sm2-sm3");
        assertThat(suite("ecdsa-p256", "sm2-sm3")).isEqualTo("ecdsa-p256");
        assertThat(suite("rsa-sha256", "sm2-sm3")).isEqualTo("sm2-sm3");
    }

    @Test
    void a_reader_who_understands_none_gets_the_first() {
        assertThat(suite("rsa-sha256")).isEqualTo("ecdsa-p256");
        assertThat(suite()).isEqualTo("ecdsa-p256");
        assertThat(new KeyRing(List.of(ECDSA), CLOCK).isUnderstood(List.of("sm2-sm3")))
                .isFalse();
        assertThat(new KeyRing(List.of(ECDSA), CLOCK).isUnderstood(List.of("sm2-sm3", "ecdsa-p256")))
                .isTrue();
    }

    @Test
    void a_ring_has_one_key_a_suite_and_at_least_one() {
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyRing(List.of(), CLOCK));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyRing(List.of(ECDSA, identity(Kind.EC_P256)), CLOCK));
    }
}
