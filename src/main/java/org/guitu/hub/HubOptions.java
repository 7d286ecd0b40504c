package org.guitu.hub;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a hub finds its things.
 *
 * @param home the installation: schemas/ and routes/
 * @param config hub.yaml, grants.yaml, broker.xml, parties/
 * @param data everything it writes
 */
public record HubOptions(Path home, Path config, Path data) {
    /** The installation's own {@code config/} and {@code var/} where the command line names no other. */
    static HubOptions of(@Nullable Path config, @Nullable Path data) {
        var home =
                Path.of(System.getProperty("guitu.home", ".")).toAbsolutePath().normalize();
        return new HubOptions(
                home,
                config == null ? home.resolve("config") : config.toAbsolutePath(),
                data == null ? home.resolve("var") : data.toAbsolutePath());
    }

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
