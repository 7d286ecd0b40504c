package org.guitu.hub.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may connect: the TLS certificates in force, each with its user. The embedded broker asks here at every login; for an
 * external one it is written as the two text files of Artemis' {@code TextFileCertificateLoginModule}, which knows users by
 * the subject of their certificate: there nobody comes in by a subject that a blocked certificate has.
 */
public final class BrokerUsers {
    private final Path folder;
    private volatile Map<X509Certificate, String> users = Map.of();

    public BrokerUsers(Path folder) {
        this.folder = folder;
    }

    /** Takes these users from now on, and writes both files, each replaced as a whole. */
    void write(BrokerPlan plan) throws IOException {
        var certificates = plan.users();
        var fresh = new HashMap<X509Certificate, String>();
        certificates.forEach((user, own) -> own.forEach(certificate -> fresh.put(certificate, user)));
        users = Map.copyOf(fresh);
        Files.createDirectories(folder);
        replace(
                "cert-users.properties",
                certificates.entrySet().stream()
                        .flatMap(user -> line(user.getKey(), user.getValue(), plan.barred()))
                        .collect(Collectors.joining(
                                "\n", "# user = subjects of its TLS certificates; made from the directory\n", "\n")));
        replace(
                "cert-roles.properties",
                certificates.keySet().stream()
                        .map(user -> user + "=" + user)
                        .collect(Collectors.joining("\n", "# role = users; made from the directory\n", "\n")));
    }

    /** A user may have several subjects, and the file a user once: it takes them as one pattern between slashes. */
    private static Stream<String> line(String user, List<X509Certificate> own, Set<String> barred) {
        var subjects = own.stream()
                .map(BrokerUsers::subject)
                .filter(subject -> !barred.contains(subject))
                .distinct()
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return subjects.isEmpty() ? Stream.of() : Stream.of(user + "=/" + subjects.replace("\\", "\\\\") + "/");
    }

    /** As Artemis prints a subject: not the form of RFC 2253, which has no space after the comma. */
    public static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().toString();
    }

    private void replace(String name, String text) throws IOException {
        var draft = folder.resolve(name + ".new");
        // Artemis reads them as properties of Latin-1
        Files.writeString(draft, escaped(text), StandardCharsets.ISO_8859_1);
        Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String escaped(String text) {
        return text.chars()
                .mapToObj(c -> c < 0x7f ? String.valueOf((char) c) : String.format(Locale.ROOT, "\\u%04x", c))
                .collect(Collectors.joining());
    }

    Optional<String> userOf(X509Certificate certificate) {
        return Optional.ofNullable(users.get(certificate));
    }
}
