package org.guitu.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.guitu.hub.MovableClock;
import org.junit.jupiter.api.Test;

final class UntoldTest {
    private final MovableClock clock = new MovableClock();
    private final Untold<String> untold = new Untold<>(clock);

    @Test
    void what_happens_over_and_over_is_told_once_a_minute_with_how_often_it_was_not() {
        assertThat(untold.before("a")).hasValue(0);
        assertThat(untold.before("a")).isEmpty();
        assertThat(untold.before("a")).isEmpty();
        assertThat(untold.before("b")).hasValue(0);
        clock.ahead(Duration.ofSeconds(61));
        assertThat(untold.before("a")).hasValue(2);
        assertThat(untold.before("a")).isEmpty();
    }

    @Test
    void whoever_has_more_kinds_than_are_kept_makes_it_forget_and_not_grow() {
        for (int i = 0; i <= 1024; i++) {
            assertThat(untold.before("kind " + i)).hasValue(0);
        }
        assertThat(untold.before("kind 0")).hasValue(0);
    }
}
