package org.guitu.hub.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who may connect: the TLS certificates in force, each with its user. The embedded broker asks here at every login; for an
 * external one the same is written as the two text files of Artemis' {@code TextFileCertificateLoginModule}, which knows
 * users by the subject of their certificate.
 */
public final class BrokerUsers {
    private final Path folder;
    private volatile Map<X509Certificate, String> users = Map.of();

    public BrokerUsers(Path folder) {
        this.folder = folder;
    }

    /** Takes these users from now on, and writes both files, each replaced as a whole. */
    public void write(Map<String, List<X509Certificate>> certificates) throws IOException {
        var fresh = new HashMap<X509Certificate, String>();
        certificates.forEach((user, own) -> own.forEach(certificate -> fresh.put(certificate, user)));
        users = Map.copyOf(fresh);
        Files.createDirectories(folder);
        // as Artemis prints a subject: not the form of RFC 2253, which has no space after the comma
        replace(
                "cert-users.properties",
                certificates.entrySet().stream()
                        .map(user -> user.getKey() + "="
                                + user.getValue()
                                        .get(0)
                                        .getSubjectX500Principal()
                                        .toString()
                                        .replace("\\", "\\\\"))
                        .collect(Collectors.joining(
                                "\n", "# user = subject of its TLS certificate; made from the directory\n", "\n")));
        replace(
                "cert-roles.properties",
                certificates.keySet().stream()
                        .map(user -> user + "=" + user)
                        .collect(Collectors.joining("\n", "# role = users; made from the directory\n", "\n")));
    }

    private void replace(String name, String text) throws IOException {
        var draft = folder.resolve(name + ".new");
        Files.writeString(draft, text, StandardCharsets.UTF_8);
        Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Optional<String> userOf(X509Certificate certificate) {
        return Optional.ofNullable(users.get(certificate));
    }
}
