package org.guitu.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RoomTest {
    private final Room room = new Room();

    @Test
    void small_messages_never_wait() {
        for (int i = 0; i < 100; i++) {
            assertThat(room.enter(Room.LARGE)).isNotNull();
        }
    }

    @Test
    void a_third_large_message_waits_until_one_has_left() {
        var first = room.enter(Room.LARGE + 1);
        room.enter(Room.LARGE + 1);
        var third = CompletableFuture.supplyAsync(() -> room.enter(Room.LARGE + 1));
        Awaitility.await()
                .during(Duration.ofMillis(200))
                .atMost(Duration.ofSeconds(5))
                .until(() -> !third.isDone());
        first.leave();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(third::isDone);
    }
}
