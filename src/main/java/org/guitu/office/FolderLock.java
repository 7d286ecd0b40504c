package org.guitu.office;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A lock between the processes (and the offices of one process) that share a home. The operating system gives it back
 * when its holder dies.
 */
final class FolderLock implements AutoCloseable {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(15);

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock, or gives up after this time. */
    static Optional<FolderLock> take(Path file, Duration patience) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long until = System.nanoTime() + patience.toNanos();
        try {
            while (attempt(channel) == null) {
                if (System.nanoTime() - until >= 0 || Thread.currentThread().isInterrupted()) {
                    channel.close();
                    return Optional.empty();
                }
                // neither the system nor Java wakes a waiter both across processes and within one
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return Optional.of(new FolderLock(channel));
    }

    private static @Nullable FileLock attempt(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
