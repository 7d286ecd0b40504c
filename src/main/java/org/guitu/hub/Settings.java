package org.guitu.hub;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.guitu.config.ConfigurationException;
import org.guitu.config.Yaml;
import org.guitu.config.Yaml.Given;

/** Reads {@link HubConfig}: the file over the defaults, the environment over both. */
final class Settings {
    private static final String PREFIX = "GUITU_CONFIG_";
    private static final String SECRET_FILE = "passwordFile";

    private Settings() {}

    static HubConfig read(Path hubYaml, Map<String, String> environment) throws ConfigurationException {
        var defaults = HubConfig.defaults();
        var byVariable = new HashMap<String, String>();
        var known = new HashSet<String>();
        for (var path : Yaml.keys(defaults).keySet()) {
            byVariable.put(variable(path), path);
            if (path.endsWith(SECRET_FILE)) {
                known.add(secretVariable(path));
            }
        }
        var overrides = new HashMap<String, Given>();
        for (var name : new TreeSet<>(environment.keySet())) {
            var path = byVariable.get(name);
            if (path != null) {
                overrides.put(path, new Given(environment.getOrDefault(name, ""), name));
            } else if (name.startsWith(PREFIX) && !known.contains(name)) {
                // a mistyped variable must not leave the default in force unseen
                throw new ConfigurationException(
                        "environment variable " + name + ": names no key of hub.yaml; correct or unset it");
            }
        }
        return Yaml.read(hubYaml, defaults, overrides);
    }

    /** The variable that overrides a key: {@code doors.jms.port} is {@code GUITU_CONFIG_DOORS_JMS_PORT}. */
    static String variable(String path) {
        return PREFIX
                + path.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The variable that holds the secret itself, by the path of the key that names its file. */
    static String secretVariable(String passwordFilePath) {
        return variable(passwordFilePath.substring(0, passwordFilePath.length() - "File".length()));
    }
}
