package org.guitu.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.guitu.message.PartyId;
import org.junit.jupiter.api.Test;

final class PlacesTest {
    private static final Optional<PartyId> ONE = Optional.of(new PartyId("cn.53"));
    private static final Optional<PartyId> OTHER = Optional.of(new PartyId("cn.44"));
    private static final Optional<PartyId> STRANGER = Optional.empty();

    private final Places places = new Places(2, 1);

    @Test
    void a_caller_has_so_many_places_and_not_one_more_and_takes_none_of_anothers() {
        assertThat(places.take(ONE)).isTrue();
        assertThat(places.take(ONE)).isTrue();
        assertThat(places.take(ONE)).isFalse();
        assertThat(places.take(OTHER)).isTrue();
        places.giveBack(ONE);
        assertThat(places.take(ONE)).isTrue();
        assertThat(places.take(ONE)).isFalse();
    }

    @Test
    void all_strangers_together_have_few_and_take_none_of_a_partys() {
        assertThat(places.take(STRANGER)).isTrue();
        assertThat(places.take(STRANGER)).isFalse();
        assertThat(places.take(ONE)).isTrue();
        places.giveBack(STRANGER);
        assertThat(places.take(STRANGER)).isTrue();
    }
}
