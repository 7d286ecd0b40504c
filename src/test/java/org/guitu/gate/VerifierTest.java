package org.guitu.gate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.guitu.demo.Prepared;
import org.guitu.message.Refused;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What station 3 says of a sound signature whose certificate or time does not count. */
final class VerifierTest {
    private static final Duration AHEAD = Duration.ofMinutes(5);

    @TempDir
    static Path folder;

    private static Stations stations;

    @BeforeAll
    static void start() throws Exception {
        stations = Stations.of(Prepared.in(folder, Stations.JOINED));
    }

    private static Received signed(Instant at) throws Exception {
        var letter = stations.letter("alert", "alert-issue", at);
        return stations.receive(letter.wire(), letter.sender());
    }

    @Test
    void whose_only_signing_certificate_is_blocked_is_told_which() throws Exception {
        var letter = stations.letter("alert", "alert-issue");
        var own = stations.identity(letter.sender()).certificate();
        var received = stations.receive(letter.wire(), letter.sender());
        assertThatCode(() -> stations.verify(received, one -> false)).doesNotThrowAnyException();
        assertThatThrownBy(() -> stations.verify(received, own::equals))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("GT-3124");
    }

    @Test
    void a_signature_may_be_as_far_ahead_as_clocks_may_differ_and_no_more() throws Exception {
        var edge = stations.now().plus(AHEAD);
        assertThatCode(() -> stations.verify(signed(edge))).doesNotThrowAnyException();
        assertThatThrownBy(() -> stations.verify(signed(edge.plusSeconds(1))))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("GT-3150");
    }

    @Test
    void a_signature_is_not_older_than_its_certificate() throws Exception {
        var letter = stations.letter("alert", "alert-issue");
        var edge =
                stations.identity(letter.sender()).certificate().getNotBefore().toInstant();
        assertThatCode(() -> stations.verify(signed(edge))).doesNotThrowAnyException();
        assertThatThrownBy(() -> stations.verify(signed(edge.minusSeconds(1))))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("GT-3149");
    }
}
