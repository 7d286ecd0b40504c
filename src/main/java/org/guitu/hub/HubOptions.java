package org.guitu.hub;

import java.nio.file.Path;

/**
 * Where a hub finds its things.
 *
 * @param home the installation: schemas/ and routes/
 * @param config hub.yaml, grants.yaml, broker.xml, parties/
 * @param data everything it writes
 */
public record HubOptions(Path home, Path config, Path data) {
    public Path schemas() {
        return home.resolve("schemas");
    }

    public Path routes() {
        return home.resolve("routes");
    }

    public Path parties() {
        return config.resolve("parties");
    }
}
