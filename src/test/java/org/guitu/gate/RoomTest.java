package org.guitu.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.guitu.message.PartyId;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final PartyId YUNNAN = new PartyId("cn.53");
    private static final PartyId GUANGDONG = new PartyId("cn.44");
    private static final int LARGEST = 10 << 20;

    private final Room room = Room.toWork();

    private boolean enters(PartyId party, long bytes) {
        return room.enter(party, bytes, Duration.ZERO).isPresent();
    }

    @Test
    void small_messages_never_wait() {
        for (int i = 0; i < 1000; i++) {
            assertThat(room.enter(Room.SMALL)).isNotNull();
            assertThat(enters(YUNNAN, Room.SMALL)).isTrue();
        }
    }

    @Test
    void a_third_large_message_waits_until_one_has_left() {
        var first = room.enter(LARGEST);
        room.enter(LARGEST);
        var third = CompletableFuture.supplyAsync(() -> room.enter(Room.SMALL + 1));
        Awaitility.await()
                .during(Duration.ofMillis(200))
                .atMost(Duration.ofSeconds(5))
                .until(() -> !third.isDone());
        first.leave();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(third::isDone);
    }

    @Test
    void a_party_takes_up_half_and_not_one_byte_more_and_another_has_the_other_half() {
        for (int i = 0; i < 10; i++) {
            assertThat(enters(YUNNAN, 1 << 20)).isTrue();
        }
        assertThat(enters(YUNNAN, Room.SMALL + 1)).isFalse();
        assertThat(enters(GUANGDONG, LARGEST)).isTrue();
        assertThat(enters(GUANGDONG, Room.SMALL + 1)).isFalse();
    }

    @Test
    void who_gets_none_has_taken_none_up() {
        var own = room.enter(YUNNAN, LARGEST, Duration.ZERO).orElseThrow();
        var others = room.enter(LARGEST);
        assertThat(enters(GUANGDONG, LARGEST)).isFalse();
        own.leave();
        others.leave();
        assertThat(enters(GUANGDONG, LARGEST)).isTrue();
        assertThat(enters(YUNNAN, LARGEST)).isTrue();
    }

    @Test
    void a_place_that_was_left_is_given_back_once_and_can_be_entered_again() {
        var place = room.enter(YUNNAN, LARGEST, Duration.ZERO).orElseThrow();
        place.leave();
        place.leave();
        assertThat(enters(GUANGDONG, LARGEST)).isTrue();
        place.enter();
        assertThat(enters(new PartyId("cn.35"), Room.SMALL + 1)).isFalse();
    }

    @Test
    void a_message_larger_than_half_takes_up_half() {
        assertThat(enters(YUNNAN, 64 << 20)).isTrue();
        assertThat(enters(GUANGDONG, LARGEST)).isTrue();
    }

    @Test
    void a_place_grows_while_there_is_room_and_stays_as_it_was_where_there_is_none() {
        var place = room.enter(YUNNAN, 0, Duration.ZERO).orElseThrow();
        assertThat(place.grow(Room.SMALL)).isTrue();
        assertThat(place.grow(LARGEST - Room.SMALL)).isTrue();
        assertThat(enters(YUNNAN, Room.SMALL + 1)).isFalse();
        assertThat(enters(GUANGDONG, LARGEST / 2)).isTrue();
        var other = room.enter(new PartyId("cn.35"), 0, Duration.ZERO).orElseThrow();
        assertThat(other.grow(LARGEST / 2 + (64 << 10))).isFalse();
        assertThat(other.grow(LARGEST / 2)).isTrue();
        place.leave();
        other.leave();
        assertThat(enters(YUNNAN, LARGEST)).isTrue();
        assertThat(enters(GUANGDONG, LARGEST / 2)).isTrue();
    }

    @Test
    void a_place_that_was_left_grows_from_nothing() {
        var place = room.enter(YUNNAN, LARGEST, Duration.ZERO).orElseThrow();
        place.leave();
        assertThat(place.grow(LARGEST / 2)).isTrue();
        assertThat(enters(YUNNAN, LARGEST / 2)).isTrue();
        assertThat(enters(YUNNAN, Room.SMALL + 1)).isFalse();
    }
}
