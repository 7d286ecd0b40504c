package org.guitu.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.KeyMaterial;
import org.guitu.trust.TestKeys;
import org.junit.jupiter.api.Test;

final class CredentialsTest {
    private static final TestKeys KEYS = new TestKeys();

    @Test
    void nothing_that_is_printed_of_them_holds_a_key() {
        var sign = KEYS.issue("cn.53", Purpose.SIGN, Kind.SM2, KEYS.year());
        var tls = KEYS.issue("cn.53", Purpose.TLS, Kind.RSA_3072, KEYS.year());
        var encrypt = KEYS.issue("cn.53", Purpose.ENCRYPT, Kind.EC_P256, KEYS.year());
        var authority = List.of(KEYS.authority().certificate());
        var credentials =
                new Credentials(sign, tls, List.of(encrypt), authority, authority, Instant.MAX, Optional.empty());
        var printed = credentials + "\n" + credentials.client();
        assertThat(printed).contains("Identity of CN=cn.53");
        for (var identity : List.of(sign, tls, encrypt)) {
            KeyMaterial.of(identity).forEach(part -> assertThat(printed).doesNotContain(part));
        }
    }
}
