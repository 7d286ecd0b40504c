package org.guitu.hub.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The database's password: 32 random bytes in a file only the hub's user can read. */
final class Secrets {
    private Secrets() {}

    /** The password in this file; made when {@code mayMake}, never replaced. */
    static String password(Path file, boolean mayMake) throws NotStarted {
        try {
            if (!Files.exists(file)) {
                if (!mayMake) {
                    throw new NotStarted("The database's password is missing: put " + file + " back from the backup");
                }
                var bytes = new byte[32];
                new SecureRandom().nextBytes(bytes);
                var fresh = file.resolveSibling(file.getFileName() + ".new");
                write(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new NotStarted("The password file " + file + " cannot be used (" + Binaries.reason(e) + ")", e);
        }
    }

    /** Writes the file so that at no moment anyone but its owner can read it. */
    static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            channel.write(java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
    }
}
