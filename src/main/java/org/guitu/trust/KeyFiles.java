package org.guitu.trust;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.guitu.message.Labels;
import org.guitu.message.Refused;
import org.jspecify.annotations.Nullable;

/**
 * Keys and certificates in files: PKCS#12 (RFC 7292) or PEM (RFC 7468; private keys as PKCS#8, encrypted or not), or a file that
 * names a key in a token (PKCS#11). A file with a private key or a password must be the owner's alone.
 */
public final class KeyFiles {
    private static final int PASSWORD_BYTES = 24;

    private KeyFiles() {}

    /**
     * The one private key of this file with its certificates. The certificates of a PEM key may also stand in a file beside
     * it: {@code x.key} or {@code x.key.pem} with {@code x.pem}. A file {@code x.p11} holds no key: it names one in a token.
     *
     * @param password of the PKCS#12 file or the encrypted PEM key, or the PIN of the token; empty for a PEM key in clear
     * @throws KeyFileException when others may open the file, it is damaged, the password is wrong, key and certificate do
     *     not belong together, or no suite takes the key
     */
    public static Identity read(Path file, char[] password) throws KeyFileException {
        var bytes = PrivateFiles.read(file);
        var identity = identity(file, bytes, password);
        checkPair(file, identity);
        return identity;
    }

    private static Identity identity(Path file, byte[] bytes, char[] password) throws KeyFileException {
        if (TokenFile.is(file)) {
            return Token.identity(file, bytes, password);
        }
        return Pem.is(bytes) ? Pem.identity(file, bytes, password) : pkcs12(file, bytes, password);
    }

    /**
     * The identity read from this file, as one that opens channels.
     *
     * @throws KeyFileException when its key or an authority in its chain is of SM2, which the JDK's TLS does not speak
     */
    public static Identity forTls(Path file, Identity identity) throws KeyFileException {
        if (identity.chain().stream().anyMatch(BouncyCastle::isUnknownToJdk)) {
            throw new KeyFileException(
                    new Labels(
                            file + " 的密钥或其 CA 为 SM2，TLS 不能使用；请改用 ec 或 rsa 类型的密钥和 CA",
                            file
                                    + " is, or leads to, a key of SM2, which TLS cannot use; use a key and an authority of kind ec or rsa"));
        }
        return identity;
    }

    /**
     * Looks whether the key read from this file can open what is sealed.
     *
     * @throws KeyFileException when its key lies in a token, which only signs
     */
    public static void forOpening(Path file, Identity identity) throws KeyFileException {
        if (identity.isInToken()) {
            throw new KeyFileException(new Labels(
                    file + ":令牌中的密钥只能签名和建立 TLS，不能拆封；请把拆封密钥放在 .p12 或 PEM 文件中",
                    file
                            + ": a key in a token signs and opens channels, but not what is sealed; keep that key in a .p12 or PEM "
                            + "file"));
        }
    }

    /** The certificates of a PEM file, in its order; at least one. */
    public static List<X509Certificate> certificates(Path pem) throws KeyFileException {
        var found = Pem.certificates(pem, PrivateFiles.readPublic(pem));
        if (found.isEmpty()) {
            throw new KeyFileException(
                    new Labels(pem + " 中没有证书；请放入 PEM 证书", pem + " holds no certificate; put a PEM certificate there"));
        }
        return found;
    }

    /** The certificates of every {@code *.pem} of this directory as trust anchors; at least one. */
    public static Set<TrustAnchor> anchors(Path directory) throws KeyFileException {
        var anchors = new HashSet<TrustAnchor>();
        try (var files = Files.newDirectoryStream(directory, "*.pem")) {
            for (var file : files) {
                certificates(file).forEach(c -> anchors.add(new TrustAnchor(c, null)));
            }
        } catch (IOException e) {
            throw new KeyFileException(
                    new Labels(
                            "不能读取目录 " + directory + "；请检查信任证书目录",
                            directory + " cannot be read; it must hold the trust anchors"),
                    e);
        }
        if (anchors.isEmpty()) {
            throw new KeyFileException(new Labels(
                    directory + " 中没有 *.pem 信任证书；请放入认可的 CA 证书",
                    directory + " holds no *.pem trust anchor; put the certificate of a trusted authority there"));
        }
        return Collections.unmodifiableSet(anchors);
    }

    /**
     * The password for a key file: from this environment variable when it is set, else the first line of
     * {@code <name>.password} beside the key (owner-only), else empty.
     */
    public static char[] password(Path keyFile, String variable, UnaryOperator<@Nullable String> environment)
            throws KeyFileException {
        var set = environment.apply(variable);
        if (set != null && !set.isEmpty()) {
            return set.toCharArray();
        }
        var beside = passwordFile(keyFile);
        return Files.exists(beside) ? password(beside) : new char[0];
    }

    /** Where the password of a key file lies that nobody names. */
    public static Path passwordFile(Path keyFile) {
        return sibling(keyFile, ".password");
    }

    /** The first line of an owner-only password file. */
    public static char[] password(Path file) throws KeyFileException {
        var lines = new String(PrivateFiles.read(file), StandardCharsets.UTF_8).split("\r?\n", 2);
        return lines[0].toCharArray();
    }

    /**
     * Writes {@code <stem>.p12} and {@code <stem>.password} for the owner alone, and {@code <stem>.pem} with the certificate
     * for everybody. Nothing is overwritten.
     */
    public static void write(Path directory, String stem, Identity identity) throws KeyFileException {
        try {
            write(directory, stem, identity, ".pem", Pem.text(identity.certificate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    /** The same with a request in place of the certificate. */
    static void writeRequested(Path directory, String stem, Identity identity, String request) throws KeyFileException {
        write(directory, stem, identity, ".csr", request);
    }

    private static void write(Path directory, String stem, Identity identity, String ending, String shown)
            throws KeyFileException {
        refuseExisting(directory, stem);
        var password = newPassword();
        try {
            Files.createDirectories(directory);
            PrivateFiles.write(directory.resolve(stem + ".p12"), stored(stem, identity, password));
            PrivateFiles.write(
                    directory.resolve(stem + ".password"),
                    (new String(password) + "\n").getBytes(StandardCharsets.US_ASCII));
            PrivateFiles.writePublic(directory.resolve(stem + ending), shown);
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyFileException(
                    new Labels(
                            "不能写入 " + directory + "；请检查目录权限", directory + " cannot be written; check its permissions"),
                    e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** Writes a certificate for everybody to read, into a new file. */
    public static void writeCertificate(Path pem, X509Certificate certificate) throws KeyFileException {
        try {
            if (pem.getParent() != null) {
                Files.createDirectories(pem.getParent());
            }
            PrivateFiles.writePublic(pem, Pem.text(certificate));
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyFileException(
                    new Labels("不能写入 " + pem + "；请检查目录权限", pem + " cannot be written; check its permissions"), e);
        }
    }

    private static byte[] stored(String stem, Identity identity, char[] password)
            throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(stem, identity.key(), password, identity.chain().toArray(X509Certificate[]::new));
        var out = new ByteArrayOutputStream();
        store.store(out, password);
        return out.toByteArray();
    }

    /**
     * Puts the certificate that an authority gave for this key into its file, and beside it as {@code <stem>.pem}.
     *
     * @param p12 a file that {@link CertificateRequest#make} wrote
     * @param chain the certificate, then those that lead to the authority
     * @return what the file holds now
     * @throws KeyFileException when it is the certificate of another key, of a weak one, or stands there already
     */
    public static Identity complete(Path p12, char[] password, List<X509Certificate> chain) throws KeyFileException {
        var before = read(p12, password);
        if (before.isInToken()) {
            throw new KeyFileException(new Labels(
                    p12 + ":密钥在令牌中；请用 keytool -importcert 把证书放入令牌",
                    p12 + ": the key lies in a token; put the certificate there with keytool -importcert"));
        }
        var identity = new Identity(before.key(), chain);
        checkPair(p12, identity);
        var pem = sibling(p12, ".pem");
        var fresh = sibling(p12, ".new");
        try {
            PrivateFiles.writePublic(pem, Pem.text(identity.certificate()));
            Files.deleteIfExists(fresh);
            var stem = pem.getFileName().toString().replaceFirst("\\.pem$", "");
            PrivateFiles.write(fresh, stored(stem, identity, password));
            Files.move(fresh, p12, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return identity;
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyFileException(
                    new Labels("不能写入 " + p12 + "；请检查目录权限", p12 + " cannot be written; check its permissions"), e);
        }
    }

    /** Asked before anything is written, so a second try never leaves a key with another key's password. */
    private static void refuseExisting(Path directory, String stem) throws KeyFileException {
        for (var ending : List.of(".p12", ".password", ".pem", ".csr")) {
            var file = directory.resolve(stem + ending);
            if (Files.exists(file)) {
                throw PrivateFiles.exists(file);
            }
        }
    }

    /** By the JDK, or else by BouncyCastle: the JDK opens no file that holds a key or an authority of SM2. */
    private static Identity pkcs12(Path file, byte[] bytes, char[] password) throws KeyFileException {
        try {
            return pkcs12(KeyStore.getInstance("PKCS12"), file, bytes, password);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            try {
                return pkcs12(KeyStore.getInstance("PKCS12", BouncyCastle.PROVIDER), file, bytes, password);
            } catch (IOException | GeneralSecurityException | RuntimeException again) {
                e.addSuppressed(again);
                throw Pem.unusable(file, e);
            }
        }
    }

    private static Identity pkcs12(KeyStore store, Path file, byte[] bytes, char[] password)
            throws KeyFileException, IOException, GeneralSecurityException {
        store.load(new ByteArrayInputStream(bytes), password);
        var keys = Collections.list(store.aliases()).stream()
                .filter(a -> isKey(store, a))
                .toList();
        if (keys.size() != 1) {
            throw new KeyFileException(new Labels(
                    file + " 中有 " + keys.size() + " 个私钥；请提供恰好含一个私钥的文件",
                    file + " holds " + keys.size() + " private keys; give a file with exactly one"));
        }
        var key = (PrivateKey) store.getKey(keys.get(0), password);
        var chain = new ArrayList<X509Certificate>();
        for (var certificate : store.getCertificateChain(keys.get(0))) {
            chain.add(Pem.certificate(certificate.getEncoded()));
        }
        return new Identity(Pem.key(PrivateKeyInfo.getInstance(key.getEncoded())), chain);
    }

    private static boolean isKey(KeyStore store, String alias) {
        try {
            return store.isKeyEntry(alias);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A key that signs what its certificate does not verify would be found out only at the first refusal. */
    static void checkPair(Path file, Identity identity) throws KeyFileException {
        try {
            var suite = new Suites().byCertificate(identity.certificate());
            var probe = file.toString().getBytes(StandardCharsets.UTF_8);
            var value = identity.signer(suite).sign(probe);
            if (!suite.verifies(identity.certificate(), probe, value)) {
                throw new KeyFileException(new Labels(
                        file + " 的私钥与证书不配套；请使用同一对", file + ": key and certificate do not belong together; use a pair"));
            }
        } catch (Refused e) {
            throw new KeyFileException(
                    new Labels(
                            file + ":" + e.refusal().text().zh(),
                            file + ": " + e.refusal().text().en()),
                    e);
        } catch (NoSuchAlgorithmException e) {
            throw new KeyFileException(
                    new Labels(
                            file + ":令牌中只能放 P-256 或 RSA 密钥，不能放 SM2；SM2 密钥请放在 .p12 或 PEM 文件中",
                            file
                                    + ": in a token a key can be P-256 or RSA, not SM2; keep one of SM2 in a .p12 or PEM file"),
                    e);
        } catch (GeneralSecurityException | IllegalStateException e) {
            throw identity.isInToken()
                    ? unsigned(file, e)
                    : new KeyFileException(
                            new Labels(
                                    file + " 的私钥与证书不配套；请使用同一对",
                                    file + ": key and certificate do not belong together; use a pair"),
                            e);
        }
    }

    private static KeyFileException unsigned(Path file, Exception e) {
        return new KeyFileException(
                new Labels(
                        file + ":令牌没有按证书的要求用此密钥签名；请检查密钥的类型和用途（CKA_SIGN）",
                        file
                                + ": the token does not sign with this key as its certificate asks; check the kind of the key and "
                                + "what it is for (CKA_SIGN)"),
                e);
    }

    /** The file of this name with another ending instead of its last. */
    static Path sibling(Path file, String ending) {
        var name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot < 1 ? name : name.substring(0, dot)) + ending);
    }

    private static char[] newPassword() {
        var random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random).toCharArray();
    }

    /**
     * Makes a secret of 32 random bytes, in base64, in a new file for its owner only.
     *
     * @throws KeyFileException when the file exists or cannot be written
     */
    public static void secret(Path file) throws KeyFileException {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        PrivateFiles.write(file, Base64.getEncoder().encode(bytes));
    }
}
