package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.guitu.demo.Prepared;
import org.guitu.directory.Directory;
import org.guitu.gate.Rates;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.trust.KeyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who calls at the SOAP door, by the certificate it shows. */
final class DirectoryCallerTest {
    private static final PartyId YUNNAN = new PartyId("cn.53");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void who_has_a_blocked_key_in_hand_uses_up_nothing_of_what_its_owner_may() throws Exception {
        var parties = Prepared.in(folder, List.of(YUNNAN)).config().resolve("parties");
        var stolen = KeyFiles.certificates(parties.resolve("cn.53.tls.pem")).get(0);
        var files = Directory.load(parties);
        var clock = new MovableClock();
        var rates = new Rates("soap", new Rates.Limit(1, 1), clock, (door, party) -> {});
        var blocked = new DirectoryCaller(() -> files.blocking(stolen::equals), party -> false, rates, clock);
        for (int calls = 0; calls < 3; calls++) {
            assertThatCode(() -> blocked.admit(Optional.of(stolen))).doesNotThrowAnyException();
        }
        assertCode(() -> blocked.ofChannel(Optional.of(stolen)), "GT-2004");
        var before = new DirectoryCaller(() -> files, party -> false, rates, clock);
        assertThatCode(() -> before.admit(Optional.of(stolen))).doesNotThrowAnyException();
        assertCode(() -> before.admit(Optional.of(stolen)), "GT-2026");
    }

    @Test
    void a_certificate_that_is_for_something_else_signs_no_envelope() throws Exception {
        var parties = Prepared.in(folder, List.of(YUNNAN)).config().resolve("parties");
        var files = Directory.load(parties);
        var clock = new MovableClock();
        var rates = new Rates("soap", new Rates.Limit(1, 1), clock, (door, party) -> {});
        var caller = new DirectoryCaller(() -> files, party -> false, rates, clock);
        var sealing =
                KeyFiles.certificates(parties.resolve("cn.53.encrypt.pem")).get(0);
        assertCode(() -> caller.requireSigner(YUNNAN, sealing), "GT-2018");
        assertCode(() -> caller.ofChannel(Optional.of(sealing)), "GT-2011");
    }

    private static void assertCode(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> org.assertj.core.api.Assertions.assertThat(
                                        refused.refusal().code())
                                .isEqualTo(code));
    }
}
