package org.guitu.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.junit.jupiter.api.Test;

final class PlacesTest {
    private final X509Certificate one = certificate("one");
    private final X509Certificate other = certificate("other");

    @Test
    void a_caller_has_so_many_places_and_not_one_more_and_takes_none_of_anothers() {
        var places = new Places(2);
        assertThat(places.take(one)).isTrue();
        assertThat(places.take(one)).isTrue();
        assertThat(places.take(one)).isFalse();
        assertThat(places.take(other)).isTrue();
        places.giveBack(one);
        assertThat(places.take(one)).isTrue();
        assertThat(places.take(one)).isFalse();
    }

    private static X509Certificate certificate(String name) {
        var now = Instant.now();
        var validity = new Issuance.Validity(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)));
        return new Issuance().authority(name, Kind.EC_P256, validity).certificate();
    }
}
