package org.guitu.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Who waits for several answers waits once. */
class PatienceTest {
    private static final Duration WHOLE = Duration.ofMillis(200);

    private static void pass(Duration time) {
        var until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    @Test
    void all_waiting_counts_together() {
        var patience = Patience.fresh();
        patience.resume(WHOLE);
        pass(Duration.ofMillis(120));
        patience.pause();
        patience.resume(WHOLE);
        assertThat(patience.leftMillis()).isLessThanOrEqualTo(80);
        pass(Duration.ofMillis(81));
        assertThat(patience.leftMillis()).isLessThanOrEqualTo(0);
    }

    @Test
    void what_passes_between_two_questions_does_not_count() {
        var patience = Patience.fresh();
        patience.resume(Duration.ofMinutes(1));
        patience.pause();
        pass(Duration.ofMillis(1_100));
        patience.resume(Duration.ofMinutes(1));
        assertThat(patience.leftMillis()).isGreaterThan(59_000);
    }
}
