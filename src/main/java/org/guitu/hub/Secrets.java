package org.guitu.hub;

import java.nio.file.Path;
import java.util.Map;
import org.guitu.config.ConfigurationException;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;

/** Passwords, from the environment or from files that only their owner can read; never from {@code hub.yaml}. */
public final class Secrets {
    private final Map<String, String> environment;

    public Secrets(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * The secret of a key that names a password file.
     *
     * @param key dotted path of that key, for example {@code keys.sign.passwordFile}
     * @param file the file it names, already taken from the data directory; its first line counts
     */
    public char[] password(String key, Path file) throws ConfigurationException {
        var variable = Settings.secretVariable(key);
        var own = environment.get(variable);
        if (own != null && !own.isEmpty()) {
            return own.toCharArray();
        }
        try {
            var password = KeyFiles.password(file);
            if (password.length == 0) {
                throw ConfigurationException.in(file, "is empty", "write the password of " + key + " there");
            }
            return password;
        } catch (KeyFileException e) {
            throw new ConfigurationException(e.getMessage() + " (" + key + " in hub.yaml; or set " + variable + ")", e);
        }
    }
}
