package org.guitu.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Nobody keeps an answer's memory by reading it slowly. */
class OutgoingTest {
    /** A reader that takes so long over each piece. */
    private static final class Reader extends ServletOutputStream {
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final Duration slow;

        Reader(Duration slow) {
            this.slow = slow;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int at, int length) {
            long until = System.nanoTime() + slow.toNanos();
            while (System.nanoTime() - until < 0) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
            read.write(bytes, at, length);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new AssertionError("nobody waits");
        }
    }

    @Test
    void what_is_read_in_time_arrives_whole_and_is_counted() throws IOException {
        var reader = new Reader(Duration.ZERO);
        var out = new Outgoing(reader, Duration.ofSeconds(20));
        var answer = new byte[100_000];
        answer[99_999] = 7;
        out.write(answer);
        out.write(8);
        assertThat(reader.read.toByteArray()).hasSize(100_001).endsWith(7, 8);
        assertThat(out.written()).isEqualTo(100_001);
    }

    @Test
    void a_reader_that_is_too_slow_is_broken_off_in_the_middle_of_one_long_write() {
        var reader = new Reader(Duration.ofMillis(30));
        var out = new Outgoing(reader, Duration.ofMillis(50));
        assertThatThrownBy(() -> out.write(new byte[1 << 20])).hasMessage("the answer is not read");
        assertThat(reader.read.size()).isPositive().isLessThan(100_000);
    }

    @Test
    void the_time_begins_with_the_first_byte_and_anew_when_nothing_was_sent() throws IOException {
        var reader = new Reader(Duration.ofMillis(60));
        var out = new Outgoing(reader, Duration.ofMillis(50));
        out.write(1);
        assertThatThrownBy(() -> out.write(2)).isInstanceOf(IOException.class);
        out.forget();
        out.write(3);
        assertThat(reader.read.toByteArray()).containsExactly(1, 3);
    }
}
