package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.KeyMaterial;
import org.guitu.trust.TestKeys;
import org.junit.jupiter.api.Test;

final class HubKeysTest {
    private static final TestKeys KEYS = new TestKeys();

    @Test
    void nothing_that_is_printed_of_them_holds_a_key() {
        var sign = KEYS.issue("cn.hub", Purpose.SIGN, Kind.SM2, KEYS.year());
        var tls = KEYS.issue("cn.hub", Purpose.TLS, Kind.RSA_3072, KEYS.year());
        var keys = new HubKeys(Map.of(Path.of("sign.p12"), sign), Map.of(Path.of("tls.p12"), tls), List.of());
        var printed = keys.toString();
        assertThat(printed).contains("sign.p12", "tls.p12");
        for (var identity : List.of(sign, tls)) {
            KeyMaterial.of(identity).forEach(part -> assertThat(printed).doesNotContain(part));
        }
    }
}
