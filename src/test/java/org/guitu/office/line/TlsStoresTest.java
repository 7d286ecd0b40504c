package org.guitu.office.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsStoresTest {
    private static final TestKeys KEYS = new TestKeys();

    @Test
    void an_authority_of_sm2_neither_breaks_tls_nor_opens_it(@TempDir Path folder) throws Exception {
        var own = KEYS.issue("cn.44", Purpose.TLS, Kind.EC_P256, KEYS.year());
        var sm2 = new Issuance().authority("SM2 CA", Kind.SM2, KEYS.year()).certificate();
        var identity = new TlsIdentity(
                own.key(), own.chain(), List.of(sm2, KEYS.authority().certificate()));
        try (var stores = TlsStores.write(identity, folder)) {
            assertThat(TrustStores.trusted(stores.anchors(), stores.password()))
                    .containsExactly(KEYS.authority().certificate());
        }
    }
}
