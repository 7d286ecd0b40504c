package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureSpi;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is ours about tokens; with a real one it is tried in the profile {@code peers}. */
final class TokenTest {
    private static final Path FILE = Path.of("cn.53.sign.p11");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_wrong_pin_is_shown_to_the_token_once_so_that_it_does_not_lock_itself() throws Exception {
        var provider = new CountingProvider("1234");
        var token = new Token(provider);
        for (int tries = 0; tries < 12; tries++) {
            assertThatThrownBy(() -> token.unlock(FILE, "9999".toCharArray()))
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("wrong PIN of the token")
                    .hasMessageNotContaining("9999");
        }
        assertThat(provider.shown).containsExactly("9999");
        // as where two files of one token have different wrong ones
        for (int tries = 0; tries < 12; tries++) {
            assertThatThrownBy(() -> token.unlock(FILE, "8888".toCharArray())).isInstanceOf(KeyFileException.class);
            assertThatThrownBy(() -> token.unlock(FILE, "9999".toCharArray())).isInstanceOf(KeyFileException.class);
        }
        assertThat(provider.shown).containsExactly("9999", "8888");
        token.unlock(FILE, "1234".toCharArray());
        token.unlock(FILE, "1234".toCharArray());
        assertThat(provider.shown).containsExactly("9999", "8888", "1234");
    }

    @Test
    void an_open_token_takes_no_other_pin() throws Exception {
        var provider = new CountingProvider("1234");
        var token = new Token(provider);
        token.unlock(FILE, "1234".toCharArray());
        for (var other : List.of("9999", "")) {
            assertThatThrownBy(() -> token.unlock(FILE, other.toCharArray())).isInstanceOf(KeyFileException.class);
        }
        assertThat(provider.shown).containsExactly("1234");
    }

    @Test
    void a_token_that_is_not_there_is_no_wrong_pin() {
        var token = new Token(new CountingProvider("gone"));
        assertThatThrownBy(() -> token.unlock(FILE, "1234".toCharArray()))
                .hasMessageContaining("is not in its slot or is locked");
    }

    @Test
    void what_names_no_key_in_a_token_is_refused() throws Exception {
        var module = Files.createFile(folder.resolve("module.so"));
        var good = "library=" + module + "\nslot=7\nkey=cn.53.sign\n";
        assertThat(read(good)).isEqualTo(new TokenFile(module, 7, "cn.53.sign"));
        var wrong = List.of(
                "",
                good.replace("slot=7", "slot=-1"),
                good.replace("slot=7", "slot=4294967295"),
                good.replace("slot=7", "slot=one"),
                good.replace("slot=7\n", ""),
                good.replace("key=cn.53.sign", "key="),
                good + "pin=1234\n",
                "\\u12");
        for (var text : wrong) {
            assertThatThrownBy(() -> read(text))
                    .as(text)
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("has exactly three lines")
                    .hasMessageNotContaining("1234");
        }
        var quoted = Files.createFile(folder.resolve("a\"b.so")).toString();
        assertThat(Path.of("pom.xml")).isRegularFile();
        for (var library : List.of(
                "pom.xml", quoted, "module.so", "/gone.so", module + "\\nslotListIndex=1", module + "\\\"", "")) {
            assertThatThrownBy(() -> read(good.replace("library=" + module, "library=" + library)))
                    .as(library)
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("there is no PKCS#11 module");
        }
    }

    @Test
    void a_file_that_names_a_key_is_the_owners_alone_as_it_names_what_is_loaded() throws Exception {
        var file = Files.writeString(folder.resolve("open.p11"), "library=/x\nslot=1\nkey=a\n");
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> KeyFiles.read(file, "1234".toCharArray())).hasMessageContaining("run chmod 600");
    }

    @Test
    void sm2_in_a_token_is_refused_in_one_line() {
        var keys = new TestKeys();
        var sm2 = keys.issue("cn.44", Purpose.SIGN, Kind.SM2, keys.year());
        var token = Identity.inToken(sm2.key(), sm2.chain(), new CountingProvider("1234"));
        assertThatThrownBy(() -> KeyFiles.checkPair(FILE, token))
                .isInstanceOf(KeyFileException.class)
                .hasCauseInstanceOf(NoSuchAlgorithmException.class)
                .hasMessageContaining("P-256 or RSA, not SM2");
    }

    /** PKCS#11 asks for values of one length, and Java for what a provider gives: ours are verified by others, exactly. */
    @Test
    void a_value_that_a_token_made_too_short_goes_nowhere() {
        var keys = new TestKeys();
        var identity = keys.signing("cn.53");
        var token = Identity.inToken(identity.key(), identity.chain(), new ShortProvider());
        var signer = token.signer();
        assertThatThrownBy(() -> signer.sign(new byte[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the token gave a signature of 62 octets");
        assertThatThrownBy(() -> KeyFiles.checkPair(FILE, token))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("does not sign with this key");
    }

    @Test
    void a_key_in_a_token_follows_one_in_a_file() throws Exception {
        for (var name : List.of("a.p12", "a.2028.p11", "a.2027.p12", "a.2029.password", "b.2028.p11")) {
            Files.createFile(folder.resolve(name));
        }
        assertThat(LabelledKeys.of(folder.resolve("a.p12")))
                .extracting(one -> one.getFileName().toString())
                .containsExactly("a.p12", "a.2027.p12", "a.2028.p11");
        assertThat(LabelledKeys.of(folder.resolve("a.p11")))
                .extracting(one -> one.getFileName().toString())
                .containsExactly("a.p11", "a.2028.p11");
    }

    private static TokenFile read(String text) throws KeyFileException {
        return TokenFile.read(FILE, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Opens with one PIN and remembers what it was shown. */
    private static final class CountingProvider extends AuthProvider {
        private static final long serialVersionUID = 1L;
        private final String pin;
        private final transient List<String> shown = new ArrayList<>();

        CountingProvider(String pin) {
            super("counting", "1", "a token of this test");
            this.pin = pin;
        }

        @Override
        public void login(Subject subject, CallbackHandler handler) throws LoginException {
            if (pin.equals("gone")) {
                throw new LoginException("no token");
            }
            var asked = new PasswordCallback("PIN", false);
            try {
                handler.handle(new Callback[] {asked});
            } catch (IOException | UnsupportedCallbackException e) {
                throw new AssertionError(e);
            }
            shown.add(new String(asked.getPassword()));
            if (!shown.get(shown.size() - 1).equals(pin)) {
                throw new FailedLoginException("wrong");
            }
        }

        @Override
        public void logout() {
            throw new AssertionError("nobody logs out");
        }

        @Override
        public void setCallbackHandler(CallbackHandler handler) {
            throw new AssertionError("nobody sets one");
        }
    }

    /** Leaves zeros out. */
    private static final class ShortProvider extends Provider {
        private static final long serialVersionUID = 1L;

        ShortProvider() {
            super("short", "1", "a token of this test");
            putService(new Service(this, "Signature", "SHA256withECDSAinP1363Format", "none", List.of(), null) {
                @Override
                public Object newInstance(Object parameter) {
                    return new ShortSignature();
                }
            });
        }
    }

    private static final class ShortSignature extends SignatureSpi {
        @Override
        protected void engineInitSign(PrivateKey key) {
            // any will do
        }

        @Override
        protected void engineUpdate(byte one) {
            // whatever it is
        }

        @Override
        protected void engineUpdate(byte[] bytes, int from, int length) {
            // whatever it is
        }

        @Override
        protected byte[] engineSign() {
            return new byte[62];
        }

        @Override
        protected void engineInitVerify(PublicKey key) {
            throw new AssertionError("tokens verify nothing");
        }

        @Override
        protected boolean engineVerify(byte[] value) {
            throw new AssertionError("tokens verify nothing");
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new AssertionError("there are none");
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new AssertionError("there are none");
        }
    }
}
