package org.guitu.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was read from files, and follows them: changes are picked up without a restart, all of them or none. A file
 * that cannot be used keeps what was read last, is logged once and shows as {@link #problem()} until it is mended.
 * Files are compared by content, not by their dates: a copy may keep an old date. What changed is used when two looks
 * in a row see the same, so that a half-copied set of files is not used.
 *
 * @param <T> what the files say, immutable
 */
public final class Followed<T> implements Supplier<T>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Followed.class);

    private final String name;
    private final Source<T> source;
    private final ScheduledExecutorService watch;
    private volatile T current;
    private volatile @Nullable String problem;
    private String used;
    private String seen;

    /** The files, and how they are read. */
    public interface Source<T> {
        /** Those that are there now, in an order that only their names decide. */
        List<Path> files() throws ConfigurationException;

        /** What they say as a whole, or one line about what is wrong. */
        T read() throws ConfigurationException;
    }

    /**
     * Reads the files; they are followed from {@link #start} on.
     *
     * @param name of what they say, one word, for the log
     * @throws ConfigurationException when they cannot be used: nothing starts on that
     */
    public Followed(String name, Source<T> source) throws ConfigurationException {
        this.name = name;
        this.source = source;
        this.used = fingerprint();
        this.seen = used;
        this.current = source.read();
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, name + "-watch");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to look, this often. */
    public Followed<T> start(Duration every) {
        // nothing to wait for: look() never throws
        var unused =
                watch.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    @Override
    public T get() {
        return current;
    }

    /** Why the files as they are now are not in use, one line; empty while all is well. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Looks at the files at once; a change counts when the look before saw the same. */
    public synchronized void look() {
        try {
            var now = fingerprint();
            boolean settled = now.equals(seen);
            seen = now;
            if (settled && (!now.equals(used) || problem != null)) {
                current = source.read();
                used = now;
                problem = null;
                LOG.info("{} changed: {}", name, current);
            }
        } catch (ConfigurationException | RuntimeException e) {
            // a scheduled task that throws never runs again, and everything would silently stand still
            keep(e);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private void keep(Exception e) {
        var line = String.valueOf(e.getMessage());
        if (!line.equals(problem)) {
            LOG.error("the {} stays as it was: {}", name, line);
        }
        problem = line;
    }

    private String fingerprint() throws ConfigurationException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var file : source.files()) {
                var bytes = Files.readAllBytes(file);
                digest.update((file.getFileName() + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new ConfigurationException(e.getMessage() + ": cannot be read; check its permissions", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
