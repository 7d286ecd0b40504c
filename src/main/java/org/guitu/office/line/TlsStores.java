package org.guitu.office.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.guitu.trust.BouncyCastle;

/**
 * The keystore files the Artemis client insists on, for the moment of connecting: readable by the owner only, under a
 * password of 256 random bits that is never written, and deleted by {@link #close}. A crash in between leaves a file nobody
 * can open.
 */
final class TlsStores implements AutoCloseable {
    private final Path keys;
    private final Path anchors;
    private final String password;

    private TlsStores(Path keys, Path anchors, String password) {
        this.keys = keys;
        this.anchors = anchors;
        this.password = password;
    }

    static TlsStores write(TlsIdentity identity, Path folder) {
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        var password = HexFormat.of().formatHex(random);
        var name = UUID.randomUUID();
        try {
            var key = KeyStore.getInstance("PKCS12");
            key.load(null, null);
            key.setKeyEntry(
                    "client",
                    identity.key(),
                    password.toCharArray(),
                    identity.chain().toArray(Certificate[]::new));
            var trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            for (int i = 0; i < identity.anchors().size(); i++) {
                if (!BouncyCastle.isUnknownToJdk(identity.anchors().get(i))) {
                    trust.setCertificateEntry("anchor" + i, identity.anchors().get(i));
                }
            }
            Files.createDirectories(folder);
            return new TlsStores(
                    store(key, folder.resolve(name + ".client"), password),
                    store(trust, folder.resolve(name + ".anchors"), password),
                    password);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the TLS key or a trust anchor does not fit in a PKCS#12 store", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path store(KeyStore store, Path file, String password) throws GeneralSecurityException, IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var out = Channels.newOutputStream(Files.newByteChannel(file, options, ownerOnly))) {
            store.store(out, password.toCharArray());
        }
        return file;
    }

    Path keys() {
        return keys;
    }

    Path anchors() {
        return anchors;
    }

    String password() {
        return password;
    }

    @Override
    public void close() {
        for (var file : new Path[] {keys, anchors}) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete the temporary keystore " + file, e);
            }
        }
    }
}
