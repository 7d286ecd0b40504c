package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.guitu.message.PartyId;
import org.guitu.peers.SoftHsm;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys in a real token: SoftHSM2. */
@Tag("peers")
final class Pkcs11SignerTest implements LockedKeyContract {
    private static final TestKeys KEYS = new TestKeys();

    private final Map<Kind, String> made = new EnumMap<>(Kind.class);

    @TempDir
    private Path folder = Path.of("");

    @Override
    public Set<Kind> kinds() {
        return EnumSet.of(Kind.EC_P256, Kind.RSA_3072);
    }

    /** Made once: a token is slow at it. */
    @Override
    public Key stored(Kind kind) throws Exception {
        var known = made.get(kind);
        if (known == null) {
            known = fresh(kind);
            made.put(kind, known);
        }
        return named(known);
    }

    private static String fresh(Kind kind) throws Exception {
        var label = "sign-" + UUID.randomUUID();
        SoftHsm.token().make(label, KEYS.authority(), order(kind));
        return label;
    }

    private Key named(String label) throws Exception {
        return new Key(SoftHsm.token().name(folder, label, label), SoftHsm.PIN.toCharArray());
    }

    private static Order order(Kind kind) {
        return new Order(new PartyId("cn.53"), Purpose.SIGN, kind, KEYS.year(), List.of());
    }

    @Override
    public Key mixed(Kind kind) throws Exception {
        var own = named(fresh(kind)).read();
        var other = KEYS.issue("cn.52", Purpose.SIGN, kind, KEYS.year());
        var provider = Arrays.stream(Security.getProviders())
                .filter(one -> one.getName().contains("guitu-" + SoftHsm.token().slot()))
                .findFirst()
                .orElseThrow();
        var store = KeyStore.getInstance("PKCS11", provider);
        store.load(null, SoftHsm.PIN.toCharArray());
        var label = "mixed-" + UUID.randomUUID();
        store.setKeyEntry(label, own.key(), null, other.chain().toArray(Certificate[]::new));
        return named(label);
    }

    @Override
    public String[] refusal() {
        return new String[] {"令牌的 PIN 不对", "wrong PIN of the token"};
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_token_keeps_the_key_to_itself(Kind kind) throws Exception {
        var identity = stored(kind).read();
        assertThat(identity.isInToken()).isTrue();
        assertThat(identity.key().getEncoded()).isNull();
        assertThatThrownBy(() -> KeyFiles.forOpening(folder, identity)).hasMessageContaining("not what is sealed");
        assertThat(stored(kind).read()).isEqualTo(identity).hasSameHashCodeAs(identity);
    }

    @Test
    void a_key_that_the_token_would_give_away_is_refused() throws Exception {
        SoftHsm.token().makeExtractable("loose", false);
        assertThatThrownBy(named("loose")::read).hasMessageContaining("would give the private key loose away");
        SoftHsm.token().makeExtractable("wrapped", true);
        assertThatThrownBy(named("wrapped")::read).hasMessageContaining("would give the private key wrapped away");
    }

    @Test
    void what_the_token_does_not_hold_is_said() throws Exception {
        assertThatThrownBy(named("nobody")::read)
                .hasMessageContaining("holds no private key with a certificate of label nobody");
        var key = stored(Kind.EC_P256);
        Files.writeString(
                key.file(), Files.readString(key.file()).replaceFirst("slot = .*", "slot = 77"));
        assertThatThrownBy(key::read).hasMessageContaining("has no slot 77");
    }
}
