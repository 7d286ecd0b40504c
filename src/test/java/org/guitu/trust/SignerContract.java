package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.guitu.message.Labels;
import org.guitu.trust.Issuance.Kind;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked of a {@link Signer}, wherever its key lies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
interface SignerContract {
    /** The kinds of key that can lie there. */
    Set<Kind> kinds();

    /** Puts a new key of this kind there, with its certificate. */
    Key stored(Kind kind) throws Exception;

    /** Puts a new key of this kind there, with the certificate of another of its kind. */
    Key mixed(Kind kind) throws Exception;

    /** A file that {@link KeyFiles} reads, and what opens it. */
    record Key(Path file, char[] password) {
        Identity read() throws KeyFileException {
            return KeyFiles.read(file, password);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    default void what_it_signs_its_suite_verifies_and_nothing_else(Kind kind) throws Exception {
        var signer = stored(kind).read().signer();
        var value = signer.sign(bytes("示例"));
        assertThat(signer.suite().verifies(signer.certificate(), bytes("示例"), value))
                .isTrue();
        assertThat(signer.suite().verifies(signer.certificate(), bytes("示列"), value))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    default void a_message_it_signs_verifies_after_the_wire(Kind kind) throws Exception {
        var identity = stored(kind).read();
        var received = Sample.sent(Sample.signedBy(identity));
        assertThat(new XmlVerifier()
                        .verify(received, List.of(identity.certificate()))
                        .certificate())
                .isEqualTo(identity.certificate());
    }

    /** Of 300 values with ECDSA, two have a number that begins with a zero octet. */
    @ParameterizedTest
    @MethodSource("kinds")
    default void every_value_is_of_exactly_one_length(Kind kind) throws Exception {
        var signer = stored(kind).read().signer();
        for (int i = 0; i < (kind == Kind.RSA_3072 ? 20 : 300); i++) {
            assertThat(signer.sign(bytes("message " + i))).hasSize(kind == Kind.RSA_3072 ? 384 : 64);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    default void whatever_it_is_given_it_signs_that(Kind kind) throws Exception {
        var signer = stored(kind).read().signer();
        for (var odd : List.of(new byte[0], new byte[1], new byte[1 << 20], bytes("<!DOCTYPE x>\0"))) {
            assertThat(signer.suite().verifies(signer.certificate(), odd, signer.sign(odd)))
                    .as("%d octets", odd.length)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    default void several_threads_sign_at_once(Kind kind) throws Exception {
        var signer = stored(kind).read().signer();
        var threads = Executors.newFixedThreadPool(8);
        try {
            var work = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < 64; i++) {
                var own = bytes("message " + i);
                work.add(() -> signer.suite().verifies(signer.certificate(), own, signer.sign(own)));
            }
            for (var done : threads.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    default void nothing_that_is_printed_of_it_holds_its_key(Kind kind) throws Exception {
        var identity = stored(kind).read();
        var signer = identity.signer();
        var ring = new KeyRing(List.of(identity), Sample.CLOCK);
        var handle = KeyHandle.of(signer);
        var printed = String.valueOf(List.of(identity, signer, ring, ring.first(), handle));
        assertThat(printed).contains("Identity of CN=", "Signer of CN=", "handle of the key of CN=");
        assertThat(handle.getEncoded()).isNull();
        KeyMaterial.of(identity).forEach(part -> assertThat(printed).doesNotContain(part));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    default void a_key_with_the_certificate_of_another_is_refused(Kind kind) throws Exception {
        var mixed = mixed(kind);
        assertThatThrownBy(mixed::read)
                .isInstanceOfSatisfying(
                        KeyFileException.class, e -> oneLine(e.text(), mixed, "不配套", "do not belong together"));
    }

    /** One line in each language that names the file. */
    static void oneLine(Labels text, Key key, String zh, String en) {
        assertThat(text.zh()).contains(key.file().toString(), zh).doesNotContain("\n");
        assertThat(text.en()).contains(key.file().toString(), en).doesNotContain("\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
