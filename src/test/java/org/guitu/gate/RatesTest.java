package org.guitu.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.guitu.message.PartyId;
import org.guitu.message.Refusal.Retry;
import org.guitu.message.Refused;
import org.guitu.trust.SteppedClock;
import org.guitu.trust.TestKeys;
import org.junit.jupiter.api.Test;

/** What a party may send at once and in the long run, to the edge and one beyond. */
final class RatesTest {
    private static final PartyId YUNNAN = new PartyId("cn.53");
    private static final PartyId GUANGDONG = new PartyId("cn.44");

    private static final TestKeys KEYS = new TestKeys();

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-12-01T00:00:00Z"));
    private final List<String> counted = new ArrayList<>();
    private final Rates rates = new Rates(
            "jms",
            new Rates.Limit(2, 5),
            clock,
            (door, party) -> counted.add(door + " " + party.map(PartyId::value).orElse("none")));

    @Test
    void a_burst_passes_and_one_beyond_it_is_told_when_to_come_again() throws Refused {
        for (int i = 0; i < 5; i++) {
            rates.take(YUNNAN);
        }
        var refusal =
                catchThrowableOfType(Refused.class, () -> rates.take(YUNNAN)).refusal();
        assertThat(refusal.code()).isEqualTo("GT-2026");
        assertThat(refusal.retry()).isEqualTo(Retry.LATER);
        assertThat(refusal.text().en())
                .startsWith("cn.53 comes with more than 2")
                .contains("in 1 s");
        assertThat(counted).containsExactly("jms cn.53");
    }

    @Test
    void in_the_long_run_so_many_a_second_pass() throws Refused {
        int passed = 0;
        for (int tenths = 0; tenths < 100; tenths++) {
            for (int i = 0; i < 3; i++) {
                passed += passes(YUNNAN) ? 1 : 0;
            }
            clock.step(Duration.ofMillis(100));
        }
        // the burst, and two a second over the 9.9 seconds until the last try
        assertThat(passed).isEqualTo(5 + 19);
    }

    @Test
    void who_has_waited_may_send_a_burst_again_and_no_more() throws Refused {
        while (passes(YUNNAN)) {
            clock.step(Duration.ofNanos(1));
        }
        clock.step(Duration.ofHours(1));
        for (int i = 0; i < 5; i++) {
            rates.take(YUNNAN);
        }
        assertThat(passes(YUNNAN)).isFalse();
    }

    @Test
    void one_party_takes_nothing_of_another() throws Refused {
        while (passes(YUNNAN)) {
            clock.step(Duration.ofNanos(1));
        }
        for (int i = 0; i < 5; i++) {
            rates.take(GUANGDONG);
        }
    }

    @Test
    void a_clock_put_back_gives_nobody_more() {
        while (passes(YUNNAN)) {
            clock.step(Duration.ofNanos(1));
        }
        clock.step(Duration.ofHours(-1));
        assertThat(passes(YUNNAN)).isFalse();
    }

    @Test
    void a_certificate_that_is_nobodys_has_one_of_its_own() throws Refused {
        var one = KEYS.signing("cn.53").certificate();
        var other = KEYS.signing("cn.44").certificate();
        for (int i = 0; i < 5; i++) {
            rates.take(one);
        }
        var refusal = catchThrowableOfType(Refused.class, () -> rates.take(one)).refusal();
        assertThat(refusal.code()).isEqualTo("GT-2026");
        assertThat(refusal.text().en()).startsWith(one.getSubjectX500Principal().toString());
        rates.take(other);
        rates.take(YUNNAN);
        assertThat(counted).containsExactly("jms none");
    }

    private boolean passes(PartyId party) {
        try {
            rates.take(party);
            return true;
        } catch (Refused e) {
            return false;
        }
    }
}
