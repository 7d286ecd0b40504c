package org.guitu.gate;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.guitu.config.ConfigurationException;
import org.guitu.gate.ContentKey.Sealed;
import org.guitu.message.Digest;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;

/**
 * The hub's master key: 32 random bytes, in base64 in a file only its owner can open ({@link KeyFiles#secret} makes one); it
 * wraps the keys of content.
 */
public final class MasterKey {
    private static final int IV_BYTES = 12;

    private final ContentKey key;

    private MasterKey(ContentKey key) {
        this.key = key;
    }

    /** A wrapped key and the mark of the master key that opens it. */
    record Wrapped(byte[] bytes, String master) {}

    /**
     * Reads the key.
     *
     * @throws ConfigurationException when the file is missing, open to others, or holds anything else
     */
    public static MasterKey read(Path file) throws ConfigurationException {
        try {
            var text = new String(KeyFiles.password(file)).strip();
            return new MasterKey(new ContentKey(Base64.getDecoder().decode(text)));
        } catch (KeyFileException e) {
            throw new ConfigurationException(
                    "the master key: " + e.getMessage()
                            + " (the record cannot be opened without it; for a new hub: guitu keys master)",
                    e);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    file + ": not a master key (32 bytes in base64); put the right file back from the backup", e);
        }
    }

    /** Names this key without telling anything of it. */
    String mark() {
        return Digest.of(key.raw()).hex().substring(0, 16);
    }

    Wrapped wrap(ContentKey content, UUID owner) {
        var sealed = key.seal(content.raw(), owner);
        var bytes = Arrays.copyOf(sealed.iv(), IV_BYTES + sealed.bytes().length);
        System.arraycopy(sealed.bytes(), 0, bytes, IV_BYTES, sealed.bytes().length);
        return new Wrapped(bytes, mark());
    }

    ContentKey unwrap(byte[] wrapped, UUID owner) {
        var iv = Arrays.copyOf(wrapped, IV_BYTES);
        var bytes = Arrays.copyOfRange(wrapped, IV_BYTES, wrapped.length);
        try {
            return new ContentKey(key.open(new Sealed(iv, bytes), owner));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key in the record was not wrapped by this master key", e);
        }
    }
}
