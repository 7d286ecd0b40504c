package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.guitu.belt.Courier;
import org.guitu.belt.Courier.NotBrought;
import org.guitu.belt.Courier.NotNow;
import org.guitu.belt.Shelf.Shelved;
import org.guitu.gate.Room;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.junit.jupiter.api.Test;

/** Calls to partners, and the room that answers to who fetches have too. */
final class CarefulCourierTest {
    private static final PartyId VIETNAM = new PartyId("vn.mps");
    private static final PartyId LAOS = new PartyId("la.atd");
    private static final PartyId YUNNAN = new PartyId("cn.53");

    private final Room room = Room.toAnswer();
    private final Set<PartyId> blocked = new HashSet<>();

    private Courier courier(Courier calls) {
        return new CarefulCourier(calls, blocked::contains, room, Duration.ZERO);
    }

    private static Shelved large() {
        var message = MessageId.of(UUID.randomUUID());
        return new Shelved(UUID.randomUUID(), message, false, Instant.EPOCH, new byte[10 << 20], Optional.empty());
    }

    private boolean hasRoom() {
        var place = room.enter(YUNNAN, 10 << 20, Duration.ZERO);
        place.ifPresent(Room.Place::leave);
        return place.isPresent();
    }

    @Test
    void what_is_on_its_way_to_two_partners_leaves_no_room_for_a_large_answer_to_a_third() throws NotBrought, NotNow {
        var inner = courier((to, thing) -> {
            assertThat(hasRoom()).isFalse();
            return Optional.empty();
        });
        courier((to, thing) -> {
                    assertThat(hasRoom()).isTrue();
                    return inner.bring(VIETNAM, large());
                })
                .bring(LAOS, large());
        assertThat(hasRoom()).as("both arrived").isTrue();
    }

    @Test
    void a_call_that_fails_gives_its_room_back() {
        for (int calls = 0; calls < 3; calls++) {
            assertThatThrownBy(() -> courier((to, thing) -> {
                                throw new NotBrought("GT-7003", "away");
                            })
                            .bring(LAOS, large()))
                    .hasMessage("GT-7003 away");
        }
        assertThat(hasRoom()).isTrue();
    }

    @Test
    void without_room_nobody_is_called_and_it_is_tried_again() {
        var one = room.enter(LAOS, 10 << 20, Duration.ZERO);
        assertThat(one).isPresent();
        assertThatThrownBy(() -> courier((to, thing) -> {
                            throw new AssertionError("called");
                        })
                        .bring(LAOS, large()))
                .isInstanceOf(NotNow.class)
                .hasMessage("there was no room");
    }

    @Test
    void who_is_blocked_is_not_called_also_where_that_comes_while_something_waits_for_room() {
        var courier = courier((to, thing) -> {
            throw new AssertionError("called");
        });
        assertThat(courier.mayCall(VIETNAM)).isTrue();
        blocked.add(VIETNAM);
        assertThat(courier.mayCall(VIETNAM)).isFalse();
        assertThatThrownBy(() -> courier.bring(VIETNAM, large()))
                .isInstanceOf(NotNow.class)
                .hasMessage("the party is blocked");
        assertThat(hasRoom()).isTrue();
    }
}
