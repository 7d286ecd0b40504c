package org.guitu.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.net.ssl.X509TrustManager;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.TestKeys;
import org.junit.jupiter.api.Test;

final class TrustingTest {
    private static final TestKeys KEYS = new TestKeys();

    @Test
    void an_authority_of_sm2_neither_breaks_tls_nor_opens_it() {
        var sm2 = new Issuance().authority("SM2 CA", Kind.SM2, KEYS.year()).certificate();
        var trust = Trusting.authorities(List.of(sm2, KEYS.authority().certificate()));
        assertThat(((X509TrustManager) trust).getAcceptedIssuers())
                .containsExactly(KEYS.authority().certificate());
    }
}
