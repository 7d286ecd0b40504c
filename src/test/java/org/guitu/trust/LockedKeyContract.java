package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.guitu.trust.Issuance.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked beyond that of a key which only a password or PIN opens. */
interface LockedKeyContract extends SignerContract {
    /** What a wrong password is answered with, in Chinese and in English. */
    String[] refusal();

    @ParameterizedTest
    @MethodSource("kinds")
    default void a_wrong_password_is_one_line_without_the_password(Kind kind) throws Exception {
        var stored = stored(kind);
        for (var wrong : new String[] {"wrong-one", ""}) {
            assertThatThrownBy(() -> KeyFiles.read(stored.file(), wrong.toCharArray()))
                    .isInstanceOfSatisfying(KeyFileException.class, e -> {
                        SignerContract.oneLine(e.text(), stored, refusal()[0], refusal()[1]);
                        assertThat(e.text().zh() + e.text().en())
                                .doesNotContain("wrong-one", new String(stored.password()));
                    });
        }
        assertThat(stored.read().signer().sign(new byte[1])).isNotEmpty();
    }
}
