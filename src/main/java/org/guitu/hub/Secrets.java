package org.guitu.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import org.guitu.directory.ConfigurationException;

/** Passwords, from the environment or from files that only their owner can read; never from {@code hub.yaml}. */
public final class Secrets {
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final int LONGEST = 4096;

    private final Map<String, String> environment;

    public Secrets(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The secret of a key that names a password file.
     *
     * @param key dotted path of that key, for example {@code keys.sign.passwordFile}
     * @param file the file it names, already taken from the data directory; at most 4096 bytes, one line
     */
    public char[] password(String key, Path file) throws ConfigurationException {
        var variable = Settings.secretVariable(key);
        var own = environment.get(variable);
        if (own != null && !own.isEmpty()) {
            return own.toCharArray();
        }
        try {
            var permissions = Files.getPosixFilePermissions(file);
            if (!OWNER.containsAll(permissions)) {
                throw ConfigurationException.in(
                        file, "can be read by others than its owner", "run chmod 600 on it and change the password");
            }
            if (Files.size(file) > LONGEST) {
                throw ConfigurationException.in(file, "is no password", "write one line of at most 4096 bytes");
            }
            var text = Files.readString(file).strip();
            if (text.isEmpty() || text.lines().count() > 1) {
                throw ConfigurationException.in(file, "is no password", "write one line of at most 4096 bytes");
            }
            return text.toCharArray();
        } catch (IOException | UnsupportedOperationException e) {
            throw new ConfigurationException(
                    file + ": cannot be read (" + key
                            + " in hub.yaml); write the password there with mode 0600, or set " + variable,
                    e);
        }
    }
}
