package org.guitu.office;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Files that are whole or not there, whatever happens to the power: written beside their place, flushed, renamed, and the
 * folder flushed too. Everything is for the owner alone, since messages hold personal data.
 */
final class DurableFiles {
    /** Begins the name of what is not finished; never a message's name. */
    static final String UNFINISHED = ".part-";

    private DurableFiles() {}

    /** Makes a folder (and those above it) that only the owner may enter; one that exists stays as it is. */
    static Path folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            try {
                Files.createDirectories(folder, ownerOnly);
            } catch (FileAlreadyExistsException e) {
                // another process was quicker, or it is a link to a folder; a file in its place fails at the first use
                return folder;
            }
            flush(parent(folder));
        }
        return folder;
    }

    /** Writes or replaces a file. When this returns, it survives a crash. */
    static void write(Path file, byte[] bytes) throws IOException {
        var parent = parent(file);
        var unfinished = parent.resolve(UNFINISHED + UUID.randomUUID());
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            try (var channel = FileChannel.open(unfinished, options, ownerOnly)) {
                for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        flush(parent);
    }

    /** Moves a folder of messages to its next place in one step. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        flush(parent(to));
        flush(parent(from));
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "the root is not a place for messages");
    }

    private static void flush(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
