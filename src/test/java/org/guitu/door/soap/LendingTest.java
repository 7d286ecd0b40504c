package org.guitu.door.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongPredicate;
import org.guitu.belt.Shelf;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.guitu.soap.Room;
import org.junit.jupiter.api.Test;

/** What is fetched is counted before it is lent. */
class LendingTest {
    private static final PartyId HANOI = new PartyId("vn.mps");
    private static final int MIB = 1 << 20;

    /** Room for so many bytes. */
    private static final class Space implements Room.Place {
        private long left;

        Space(long left) {
            this.left = left;
        }

        @Override
        public void leave() {
            // nobody else is here
        }

        @Override
        public void enter() {
            // nobody else is here
        }

        @Override
        public boolean grow(long bytes) {
            boolean fits = bytes <= left;
            left -= fits ? bytes : 0;
            return fits;
        }
    }

    /** A mailbox of things of these sizes, in order. */
    private record Mailbox(int... sizes) implements Shelf {
        @Override
        public List<Shelved> give(PartyId party, int atMost, LongPredicate room, Duration lease) {
            var given = new ArrayList<Shelved>();
            for (int size : sizes) {
                if (given.size() == atMost || !room.test(size)) {
                    break;
                }
                var about = MessageId.of(UUID.randomUUID());
                given.add(new Shelved(
                        about.uuid(), about, false, Instant.EPOCH.plus(lease), new byte[size], Optional.empty()));
            }
            return given;
        }

        @Override
        public void put(Map<UUID, Integer> priorities, Instant now) {
            throw new AssertionError("it is full");
        }

        @Override
        public void taken(PartyId party, Collection<UUID> deliveries, Instant now) {
            throw new AssertionError("nobody took it");
        }

        @Override
        public List<UUID> expired(Instant putBefore, Instant now, int limit) {
            return List.of();
        }
    }

    private static Optional<Integer> lent(Space space, int... sizes) {
        return new Lending(new Mailbox(sizes), Duration.ofMinutes(1))
                .to(HANOI, 50, space)
                .map(List::size);
    }

    @Test
    void as_much_is_lent_as_there_is_room_for() {
        var space = new Space(5 * MIB);
        assertThat(lent(space, 2 * MIB, 2 * MIB, 2 * MIB)).hasValue(2);
        assertThat(space.left).isEqualTo(MIB);
    }

    @Test
    void where_there_is_none_for_the_first_nothing_is_lent_and_that_is_told_apart_from_an_empty_mailbox() {
        assertThat(lent(new Space(MIB), 2 * MIB, 1)).isEmpty();
        assertThat(lent(new Space(MIB))).hasValue(0);
    }

    @Test
    void one_answer_holds_ten_mib_or_one_thing_that_is_larger() {
        var much = new Space(Long.MAX_VALUE);
        assertThat(lent(much, 5 * MIB, 5 * MIB, 1)).hasValue(2);
        assertThat(lent(much, 11 * MIB, 1)).hasValue(1);
    }
}
