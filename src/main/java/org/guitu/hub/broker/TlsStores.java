package org.guitu.hub.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.guitu.trust.BouncyCastle;
import org.guitu.trust.Identity;

/**
 * The key and trust stores that Artemis' clients want as files: owner-only, under a password that lives only as long as this
 * process.
 *
 * @param folder where the two stores are
 * @param password of both
 */
public record TlsStores(Path folder, String password) {
    private static final String KEY = "tls-key.p12";
    private static final String TRUST = "tls-trust.p12";
    static final String PROTOCOLS = "TLSv1.3,TLSv1.2";

    /**
     * Writes both stores anew.
     *
     * @throws IllegalStateException when the key lies in a token; whoever calls asks first
     */
    public static TlsStores write(Path folder, Identity identity, Collection<X509Certificate> anchors) {
        var random = new byte[24];
        new SecureRandom().nextBytes(random);
        var stores = new TlsStores(folder, HexFormat.of().formatHex(random));
        stores.renew(identity, anchors);
        return stores;
    }

    /** Writes them again, for connections that are made from now on. */
    public void renew(Identity identity, Collection<X509Certificate> anchors) {
        try {
            Files.createDirectories(folder);
            var key = KeyStore.getInstance("PKCS12");
            key.load(null, null);
            identity.copyTo(key, "tls", password.toCharArray());
            store(key, folder.resolve(KEY), password);
            var trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            int number = 0;
            for (var anchor : anchors) {
                if (!BouncyCastle.isUnknownToJdk(anchor)) {
                    trust.setCertificateEntry("anchor-" + number++, anchor);
                }
            }
            store(trust, folder.resolve(TRUST), password);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the TLS key or an anchor cannot be stored", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void store(KeyStore keys, Path file, String password) throws IOException, GeneralSecurityException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(fresh, ownerOnly);
        try (var out = Files.newOutputStream(fresh)) {
            keys.store(out, password.toCharArray());
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The transport parameters of an acceptor or connector that uses these stores. */
    public Map<String, Object> parameters() {
        return Map.of(
                "sslEnabled",
                true,
                "keyStoreType",
                "PKCS12",
                "keyStorePath",
                folder.resolve(KEY).toAbsolutePath().toString(),
                "keyStorePassword",
                password,
                "trustStoreType",
                "PKCS12",
                "trustStorePath",
                folder.resolve(TRUST).toAbsolutePath().toString(),
                "trustStorePassword",
                password,
                "enabledProtocols",
                PROTOCOLS);
    }

    /** The URL of an external broker with what a connection needs to prove who the hub is. */
    public String connect(String url) {
        var query = parameters().entrySet().stream()
                .map(entry -> entry.getKey() + "="
                        + URLEncoder.encode(String.valueOf(entry.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return url + (url.contains("?") ? "&" : "?") + query;
    }

    @Override
    public String toString() {
        return "TlsStores[" + folder + "]";
    }
}
