package org.guitu.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import org.guitu.message.Refused;
import org.junit.jupiter.api.Test;

/** The body of a request that is kept before anybody works on it. */
final class IncomingTest {
    private static final int MOST = 200_000;

    private final Line line = new Line();
    private final Incoming in = new Incoming(line, MOST, Duration.ofMinutes(1));

    /** Bytes 0, 1, 2 and so on, few at a time. */
    private static final class Line extends ServletInputStream {
        private int left;
        private int next;

        @Override
        public int read() {
            if (left == 0) {
                return -1;
            }
            left--;
            return next++ & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            return super.read(into, at, Math.min(length, 7));
        }

        @Override
        public boolean isFinished() {
            return left == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {}
    }

    @Test
    void what_was_kept_and_what_came_later_is_read_in_its_order() throws IOException {
        line.left = MOST;
        assertThat(in.keep(100_000)).isFalse();
        assertThat(in.bytes()).isEqualTo(100_001);
        var all = in.readAllBytes();
        assertThat(all).hasSize(MOST);
        for (int i = 0; i < MOST; i++) {
            assertThat(all[i]).isEqualTo((byte) i);
        }
        assertThat(in.isFinished()).isTrue();
    }

    @Test
    void who_sends_less_than_may_be_kept_has_sent_all() throws IOException {
        line.left = 99_999;
        assertThat(in.keep(100_000)).isTrue();
        assertThat(in.hasArrived()).isTrue();
        assertThat(in.isFinished()).isFalse();
        assertThat(in.readAllBytes()).hasSize(99_999);
    }

    @Test
    void what_was_too_much_is_said_when_it_is_read_so_far() throws IOException {
        line.left = MOST + 100_000;
        assertThat(in.keep(MOST)).isTrue();
        assertThat(in.readNBytes(MOST - 10)).hasSize(MOST - 10);
        assertThatThrownBy(in::readAllBytes)
                .hasRootCauseInstanceOf(Refused.class)
                .rootCause()
                .hasMessage("GT-1033");
    }

    @Test
    void what_is_forgotten_is_not_read() throws IOException {
        line.left = 150_000;
        in.keep(100_000);
        in.forget();
        assertThat(in.readAllBytes()).hasSize(150_000 - 100_001);
    }

    @Test
    void what_nobody_wants_is_read_to_its_end_also_where_it_was_too_much_but_no_further_than_said() throws IOException {
        line.left = MOST + 100_000;
        assertThatThrownBy(in::readAllBytes).hasRootCauseInstanceOf(Refused.class);
        assertThat(in.skipToItsEnd(50_000)).isFalse();
        assertThat(line.left).isBetween(40_000, 50_000);
        assertThat(in.skipToItsEnd(60_000)).isTrue();
    }

    @Test
    void nobody_waits_for_the_rest_of_what_came_too_slowly() {
        var slow = new Incoming(line, MOST, Duration.ofNanos(-1));
        line.left = 1000;
        assertThat(slow.skipToItsEnd(2000)).isFalse();
        assertThat(slow.skipToItsEnd(2000)).isFalse();
        assertThat(line.left).isEqualTo(1000);
    }
}
