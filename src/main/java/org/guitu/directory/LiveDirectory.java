package org.guitu.directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.guitu.config.ConfigurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory in use, which follows its files: changes are picked up without a restart, all of them or none. A file
 * that cannot be used keeps the last good directory, is logged once and shows as {@link #problem()} until it is mended.
 * Files are compared by content, not by their dates: a copy may keep an old date. What changed is used when two looks
 * in a row see the same, so that a half-copied set of files is not a directory.
 */
public final class LiveDirectory implements Supplier<Directory>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveDirectory.class);

    private final Path dir;
    private final Check also;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "directory-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Directory current;
    private volatile @Nullable String problem;
    private String used;
    private String seen;

    private LiveDirectory(Path dir, Check also) throws ConfigurationException {
        this.dir = dir;
        this.also = also;
        this.used = fingerprint(dir);
        this.seen = used;
        this.current = load();
    }

    /** A condition that every directory has to meet before it is used. */
    @FunctionalInterface
    public interface Check {
        void check(Directory directory) throws ConfigurationException;
    }

    /**
     * Loads the directory and begins to follow its files.
     *
     * @param every how often files are looked at
     * @param also a further condition, for example that every grant still names groups that exist
     */
    public static LiveDirectory follow(Path partiesDir, Duration every, Check also) throws ConfigurationException {
        var live = new LiveDirectory(partiesDir, also);
        // nothing to wait for: look() never throws
        var unused = live.watch.scheduleWithFixedDelay(
                live::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return live;
    }

    @Override
    public Directory get() {
        return current;
    }

    /** Why the files as they are now are not in use, one line; empty while all is well. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Looks at the files at once; a change counts when the look before saw the same. */
    public synchronized void look() {
        try {
            var now = fingerprint(dir);
            boolean settled = now.equals(seen);
            seen = now;
            if (settled && (!now.equals(used) || problem != null)) {
                take(load());
                used = now;
                problem = null;
            }
        } catch (ConfigurationException | RuntimeException e) {
            // a scheduled task that throws never runs again, and the directory would silently stand still
            keep(e);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private Directory load() throws ConfigurationException {
        var directory = Directory.load(dir);
        also.check(directory);
        return directory;
    }

    private void take(Directory directory) {
        current = directory;
        LOG.info("directory changed: {} parties", directory.parties().size());
    }

    private void keep(Exception e) {
        var line = String.valueOf(e.getMessage());
        if (!line.equals(problem)) {
            LOG.error("the directory stays as it was: {}", line);
        }
        problem = line;
    }

    private static String fingerprint(Path dir) throws ConfigurationException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var file : PartyFiles.list(dir)) {
                var bytes = Files.readAllBytes(file);
                digest.update((file.getFileName() + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new ConfigurationException(dir + ": cannot be read; check its permissions", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
