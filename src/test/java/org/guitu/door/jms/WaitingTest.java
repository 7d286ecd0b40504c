package org.guitu.door.jms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.guitu.door.jms.Waiting.Arrived;
import org.guitu.gate.Held;
import org.guitu.message.PartyId;
import org.guitu.trust.SteppedClock;
import org.junit.jupiter.api.Test;

final class WaitingTest {
    private static final PartyId YUNNAN = new PartyId("cn.53");
    private static final PartyId GUANGDONG = new PartyId("cn.44");

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-12-01T00:00:00Z"));
    private final Waiting waiting = new Waiting(clock);

    private boolean begins(PartyId party, int number) {
        return waiting.begin(new Arrived(party, "ID:" + number), new Held());
    }

    private void fill() {
        for (int i = 0; i < Waiting.EACH; i++) {
            assertThat(begins(YUNNAN, i)).isTrue();
        }
    }

    @Test
    void so_many_of_a_party_wait_and_not_one_more_and_none_of_anothers_is_kept_out() {
        fill();
        assertThat(begins(YUNNAN, Waiting.EACH)).isFalse();
        assertThat(begins(YUNNAN, 0)).as("goes on waiting").isTrue();
        assertThat(begins(GUANGDONG, 0)).isTrue();
        waiting.over(new Arrived(YUNNAN, "ID:0"));
        assertThat(begins(YUNNAN, Waiting.EACH)).isTrue();
    }

    @Test
    void what_another_node_has_answered_takes_nobodys_place_for_ever() {
        fill();
        clock.step(Duration.ofMinutes(16));
        assertThat(begins(YUNNAN, Waiting.EACH)).isTrue();
    }

    @Test
    void how_long_it_waits_is_counted_from_its_first_offer_and_beside_its_own_party() {
        begins(YUNNAN, 1);
        clock.step(Duration.ofSeconds(5));
        begins(YUNNAN, 1);
        assertThat(waiting.sofar(new Arrived(YUNNAN, "ID:1"))).isEqualTo(Duration.ofSeconds(5));
        assertThat(waiting.sofar(new Arrived(GUANGDONG, "ID:1"))).isZero();
    }
}
