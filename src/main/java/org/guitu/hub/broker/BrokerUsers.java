package org.guitu.hub.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Collectors;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.spi.core.security.jaas.TextFileCertificateLoginModule;

/**
 * Users and roles of the broker as the two text files Artemis reads, reloaded by it when they change: every user has the
 * one role of its own name. An external broker is given the same files.
 */
public final class BrokerUsers {
    private static final String USERS = "cert-users.properties";
    private static final String ROLES = "cert-roles.properties";
    private final Path folder;

    public BrokerUsers(Path folder) {
        this.folder = folder;
    }

    /** Writes both files, each replaced as a whole. */
    public void write(Map<String, String> users) throws IOException {
        Files.createDirectories(folder);
        replace(
                USERS,
                users.entrySet().stream()
                        .map(user -> user.getKey() + "=" + escape(user.getValue()))
                        .collect(Collectors.joining(
                                "\n", "# user = subject of its TLS certificate; made from the directory\n", "\n")));
        replace(
                ROLES,
                users.keySet().stream()
                        .map(user -> user + "=" + user)
                        .collect(Collectors.joining("\n", "# role = users; made from the directory\n", "\n")));
    }

    private static String escape(String name) {
        return name.replace("\\", "\\\\");
    }

    private void replace(String name, String text) throws IOException {
        var draft = folder.resolve(name + ".new");
        Files.writeString(draft, text, StandardCharsets.UTF_8);
        Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** How Artemis logs a client in by its certificate. */
    SecurityConfiguration certificateLogin() {
        var options = Map.of(
                "reload",
                "true",
                "normalise",
                "true",
                "baseDir",
                folder.toAbsolutePath().toString(),
                "org.apache.activemq.jaas.textfiledn.user",
                USERS,
                "org.apache.activemq.jaas.textfiledn.role",
                ROLES);
        var entry = new AppConfigurationEntry(
                TextFileCertificateLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, options);
        return new SecurityConfiguration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {entry};
            }
        };
    }
}
