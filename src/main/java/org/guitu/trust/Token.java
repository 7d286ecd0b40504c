package org.guitu.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.guitu.message.Digest;
import org.guitu.message.Labels;
import org.jspecify.annotations.Nullable;

/**
 * A token that keeps private keys to itself (OASIS PKCS#11 2.40), by the JDK's own provider. It is opened with its PIN once: who
 * has logged in is so for all of the process.
 */
final class Token {
    /** Of the process, as a login is. */
    private static final Map<Place, Token> OPEN = new ConcurrentHashMap<>();

    /** Which token: two files may name two keys of one. */
    private record Place(Path library, int slot) {}

    private final AuthProvider provider;
    private final byte[] salt = new byte[16];
    private @Nullable Digest taken;
    private final Set<Digest> refused = new HashSet<>();

    Token(AuthProvider provider) {
        this.provider = provider;
        new SecureRandom().nextBytes(salt);
    }

    /**
     * The key that this file names, with the certificates that lie beside it in the token.
     *
     * @throws KeyFileException when the file, the token, the PIN or the key is not right
     */
    static Identity identity(Path file, byte[] bytes, char[] pin) throws KeyFileException {
        var named = TokenFile.read(file, bytes);
        var token = at(file, named);
        token.unlock(file, pin);
        try {
            return token.identity(file, named.key());
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new KeyFileException(
                    new Labels(
                            file + ":不能读取令牌中的密钥和证书；请确认令牌已插好，标签不重复，且其中没有 SM2 证书",
                            file
                                    + ": keys and certificates of the token cannot be read; check that it is in its slot, that no "
                                    + "label is there twice, and that it holds no certificate of SM2"),
                    e);
        }
    }

    private static Token at(Path file, TokenFile named) throws KeyFileException {
        try {
            return OPEN.computeIfAbsent(new Place(named.library(), named.slot()), Token::opened);
        } catch (RuntimeException e) {
            throw new KeyFileException(
                    new Labels(
                            file + ":PKCS#11 模块 " + named.library() + " 不能使用，或没有槽位 " + named.slot() + "；请检查令牌及其设置",
                            file + ": the PKCS#11 module " + named.library() + " does not work, or has no slot "
                                    + named.slot() + "; check the token and its settings"),
                    e);
        }
    }

    private static Token opened(Place place) {
        var general = Security.getProvider("SunPKCS11");
        if (general == null) {
            throw new IllegalStateException("this Java has no PKCS#11 (module jdk.crypto.cryptoki)");
        }
        var name = "guitu-" + place.slot() + "-"
                + Digest.of(place.library().toString().getBytes(StandardCharsets.UTF_8))
                        .hex()
                        .substring(0, 8);
        var provider = (AuthProvider) general.configure(
                "--name=" + name + "\nlibrary=\"" + place.library() + "\"\nslot=" + place.slot() + "\n");
        // last of all, so that nobody's algorithm changes: TLS finds it by the key alone
        Security.addProvider(provider);
        return new Token(provider);
    }

    /** A token locks itself after a few wrong PINs, so one that was wrong is never shown to it again. */
    synchronized void unlock(Path file, char[] pin) throws KeyFileException {
        var shown = digest(pin);
        if (shown.equals(taken)) {
            return;
        }
        if (taken != null || refused.contains(shown) || pin.length == 0) {
            throw new KeyFileException(wrongPin(file));
        }
        try {
            provider.login(null, callbacks -> {
                for (var callback : callbacks) {
                    ((PasswordCallback) callback).setPassword(pin);
                }
            });
            taken = shown;
        } catch (FailedLoginException e) {
            refused.add(shown);
            throw new KeyFileException(wrongPin(file), e);
        } catch (LoginException | RuntimeException e) {
            throw new KeyFileException(
                    new Labels(
                            file + ":令牌不在槽位中或已锁定；请插入令牌，或由其管理员解锁",
                            file
                                    + ": the token is not in its slot or is locked; put it in, or have its administrator unlock it"),
                    e);
        }
    }

    private static Labels wrongPin(Path file) {
        return new Labels(
                file + ":令牌的 PIN 不对；请检查口令文件（多次出错后令牌会自行锁定）",
                file
                        + ": wrong PIN of the token; check the password file (after a few wrong ones a token locks itself)");
    }

    private Digest digest(char[] pin) {
        var bytes = StandardCharsets.UTF_8.encode(java.nio.CharBuffer.wrap(pin));
        return Digest.of(ByteBuffer.allocate(salt.length + bytes.remaining())
                .put(salt)
                .put(bytes)
                .array());
    }

    private Identity identity(Path file, String label) throws IOException, GeneralSecurityException, KeyFileException {
        var store = KeyStore.getInstance("PKCS11", provider);
        store.load(null, null);
        if (!(store.getKey(label, null) instanceof PrivateKey key)) {
            throw new KeyFileException(new Labels(
                    file + ":令牌中没有标签为 " + label + " 的私钥及其证书；请用 keytool -list 查看令牌",
                    file + ": the token holds no private key with a certificate of label " + label
                            + "; look into it with keytool -list"));
        }
        // the provider tells of CKA_EXTRACTABLE in no other way; what it does not say counts as extractable
        if (key.getFormat() != null || !key.toString().contains("unextractable")) {
            throw new KeyFileException(new Labels(
                    file + ":令牌会交出私钥 " + label + "；请另生成不可导出的密钥（CKA_EXTRACTABLE 为 false）",
                    file + ": the token would give the private key " + label
                            + " away; make one that is not extractable (CKA_EXTRACTABLE false)"));
        }
        var chain = new ArrayList<X509Certificate>();
        for (var certificate : store.getCertificateChain(label)) {
            chain.add(Pem.certificate(certificate.getEncoded()));
        }
        return Identity.inToken(key, chain, provider);
    }
}
