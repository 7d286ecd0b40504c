package org.guitu.office.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.guitu.message.Header.Urgency;
import org.guitu.message.MessageId;
import org.guitu.office.line.TestHub.Answer;
import org.junit.jupiter.api.Test;

/** What every line does, whatever carries it. The party is {@value #PARTY}. */
interface LineContract {
    String PARTY = "cn.52";
    Duration PATIENCE = Duration.ofSeconds(5);
    Duration SHORT = Duration.ofMillis(200);

    TestHub hub();

    Lines lines();

    @Test
    default void the_answer_to_what_was_sent_is_returned() throws Exception {
        hub().answering(wire -> accepted("receipt for " + new String(wire, UTF_8)));
        try (var line = lines().open()) {
            assertThat(line.send(outgoing("one"), PATIENCE))
                    .map(LineContract::text)
                    .contains("receipt for one");
            assertThat(line.send(outgoing("two"), PATIENCE))
                    .map(LineContract::text)
                    .contains("receipt for two");
        }
    }

    @Test
    default void no_answer_in_time_is_no_answer() throws Exception {
        try (var line = lines().open()) {
            assertThat(line.send(outgoing("one"), SHORT)).isEmpty();
        }
        assertThat(hub().arrived().take()).isEqualTo("one".getBytes(UTF_8));
    }

    @Test
    default void the_late_answer_of_another_send_is_not_taken_for_this_one() throws Exception {
        hub().receipt(PARTY, new Answer("late".getBytes(UTF_8), "Accepted", Optional.empty()));
        hub().answering(wire -> accepted("right"));
        try (var line = lines().open()) {
            assertThat(line.send(outgoing("one"), PATIENCE))
                    .map(LineContract::text)
                    .contains("right");
            assertThat(line.receipt(SHORT))
                    .as("nor for a receipt of another kind")
                    .isEmpty();
        }
    }

    @Test
    default void bytes_of_a_large_message_arrive_unchanged_both_ways() throws Exception {
        var large = new byte[700_000];
        new Random(1).nextBytes(large);
        hub().deliver(PARTY, large, "statement".getBytes(UTF_8));
        try (var line = lines().open()) {
            line.send(new Outgoing(large, Optional.empty(), Urgency.FLASH), SHORT);
            assertThat(hub().arrived().take()).isEqualTo(large);
            var arrival = line.message(PATIENCE).orElseThrow();
            assertThat(arrival.wire()).isEqualTo(large);
            assertThat(arrival.delivered()).map(LineContract::text).contains("statement");
            arrival.taken();
        }
    }

    @Test
    default void a_message_that_was_not_taken_comes_again() throws Exception {
        hub().deliver(PARTY, "first".getBytes(UTF_8), new byte[0]);
        try (var line = lines().open()) {
            assertThat(line.message(PATIENCE)).isPresent();
        }
        try (var line = lines().open()) {
            var again = line.message(PATIENCE).orElseThrow();
            assertThat(text(again.wire())).isEqualTo("first");
            again.putBack();
            var third = line.message(PATIENCE).orElseThrow();
            assertThat(text(third.wire())).isEqualTo("first");
            third.taken();
            assertThat(line.message(Duration.ZERO)).isEmpty();
        }
        assertThat(hub().waiting("hub.mailbox." + PARTY)).isZero();
    }

    @Test
    default void messages_come_one_by_one_in_their_order() throws Exception {
        for (int i = 0; i < 5; i++) {
            hub().deliver(PARTY, ("m" + i).getBytes(UTF_8), new byte[0]);
        }
        try (var line = lines().open()) {
            for (int i = 0; i < 5; i++) {
                var arrival = line.message(PATIENCE).orElseThrow();
                assertThat(text(arrival.wire())).isEqualTo("m" + i);
                arrival.taken();
            }
        }
    }

    @Test
    default void receipts_about_earlier_messages_come_beside_the_mailbox() throws Exception {
        hub().receipt(PARTY, new Answer("delivered".getBytes(UTF_8), "Delivered", Optional.empty()));
        hub().deliver(PARTY, "message".getBytes(UTF_8), new byte[0]);
        try (var line = lines().open()) {
            var message = line.message(PATIENCE).orElseThrow();
            var receipt = line.receipt(PATIENCE).orElseThrow();
            assertThat(text(receipt.wire())).isEqualTo("delivered");
            receipt.taken();
            message.putBack();
            assertThat(line.receipt(Duration.ZERO)).isEmpty();
            assertThat(line.message(PATIENCE))
                    .as("taking a receipt takes no message")
                    .isPresent();
        }
    }

    static Optional<Answer> accepted(String receipt) {
        return Optional.of(new Answer(receipt.getBytes(UTF_8), "Accepted", Optional.empty()));
    }

    static Outgoing outgoing(String wire) {
        return new Outgoing(
                wire.getBytes(UTF_8),
                Optional.of(MessageId.of(UUID.nameUUIDFromBytes(wire.getBytes(UTF_8)))),
                Urgency.ROUTINE);
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
