package org.guitu.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.guitu.message.Digest;

/**
 * Who may administer a hub: a folder with one file an administrator, named after the person and holding the SHA-256 of that
 * person's token. The token itself stays with the person, in an owner-only file.
 */
final class Administrators {
    private final Path folder;

    Administrators(Path data) {
        this.folder = data.resolve("administrators");
    }

    /** The administrator with this token; the files are read each time, so a removed one is out at once. */
    Optional<String> of(String token) {
        var digest = Digest.of(token.getBytes(StandardCharsets.UTF_8)).hex().getBytes(StandardCharsets.US_ASCII);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var files = Files.newDirectoryStream(folder, "*.sha256")) {
            for (var file : files) {
                var stored = Files.readString(file).strip().getBytes(StandardCharsets.US_ASCII);
                if (MessageDigest.isEqual(stored, digest)) {
                    var name = file.getFileName().toString();
                    return Optional.of(name.substring(0, name.length() - ".sha256".length()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds an administrator and writes the new token to an owner-only file. */
    void add(String name, Path tokenFile) throws IOException {
        if (!name.matches("[a-z][a-z0-9.-]{1,39}")) {
            throw new IllegalArgumentException("the name must be 2 to 40 of a-z 0-9 . - and begin with a letter");
        }
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        var token = HexFormat.of().formatHex(bytes);
        Files.createDirectories(folder);
        Files.createFile(tokenFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokenFile, token + "\n");
        Files.writeString(
                folder.resolve(name + ".sha256"),
                Digest.of(token.getBytes(StandardCharsets.UTF_8)).hex() + "\n");
    }
}
