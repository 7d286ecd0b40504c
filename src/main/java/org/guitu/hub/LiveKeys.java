package org.guitu.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.guitu.config.ConfigurationException;
import org.guitu.directory.Directory;
import org.guitu.directory.LiveDirectory;
import org.guitu.directory.Party;
import org.guitu.message.Digest;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.KeyRing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys a hub uses, which follow their files, the directory and the clock: a successor is used without a restart, as soon as the
 * directory holds its certificate in force. Files that cannot be used keep what was in use, and show as {@link #problem()}.
 */
final class LiveKeys implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("guitu.hub");

    private final HubOptions options;
    private final HubConfig config;
    private final LiveDirectory directory;
    private final Clock clock;
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "key-watch");
        thread.setDaemon(true);
        return thread;
    });
    private List<Digest> seen;
    private HubKeys files;
    private volatile Used used;
    private volatile @Nullable String problem;

    /** Made together, so that one message is never signed by halves of two. */
    private record Used(HubKeys.InUse keys, KeyRing ring) {}

    private LiveKeys(HubOptions options, HubConfig config, LiveDirectory directory, Clock clock)
            throws ConfigurationException {
        this.options = options;
        this.config = config;
        this.directory = directory;
        this.clock = clock;
        this.seen = fingerprint();
        this.files = HubKeys.read(options, config);
        if (own(directory.get()).isEmpty()) {
            throw ConfigurationException.in(
                    options.parties(), "the hub itself, " + config.party() + ", is not there", "add its file");
        }
        var now = files.at(own(directory.get()), clock.instant());
        this.used = new Used(now, new KeyRing(now.signing(), clock));
    }

    /** Reads the keys and begins to follow them. */
    static LiveKeys follow(HubOptions options, HubConfig config, LiveDirectory directory, Clock clock)
            throws ConfigurationException {
        var live = new LiveKeys(options, config, directory, clock);
        var every = config.directory().check().toMillis();
        // nothing to wait for: look() never throws
        var unused = live.watch.scheduleWithFixedDelay(live::look, every, every, TimeUnit.MILLISECONDS);
        return live;
    }

    private Optional<Party> own(Directory now) {
        return now.party(config.party());
    }

    /** What the hub signs with at this moment. */
    KeyRing signing() {
        return used.ring();
    }

    /** What it shows at handshakes, and signs SOAP envelopes with, at this moment. */
    Identity tls() {
        return used.keys().tls();
    }

    /** Runs this after the keys in use changed. */
    void whenChanged(Runnable then) {
        followers.add(then);
    }

    /** Why the files as they are now are not in use, one line; empty while all is well. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Looks at once. */
    synchronized void look() {
        try {
            var now = fingerprint();
            if (!now.equals(seen)) {
                files = HubKeys.read(options, config);
                seen = now;
            }
            take(files.at(own(directory.get()), clock.instant()));
            problem = null;
        } catch (ConfigurationException | RuntimeException e) {
            // a scheduled task that throws never runs again, and the keys would silently stand still
            var line = String.valueOf(e.getMessage());
            if (!line.equals(problem)) {
                LOG.atError().addKeyValue("event", "keys").log("the keys stay as they were: {}", line);
            }
            problem = line;
        }
    }

    private void take(HubKeys.InUse now) {
        var before = used.keys();
        if (now.equals(before)) {
            return;
        }
        used = new Used(now, now.signing().equals(before.signing()) ? used.ring() : new KeyRing(now.signing(), clock));
        Stream.concat(now.signing().stream(), Stream.of(now.tls()))
                .map(Identity::certificate)
                .filter(one -> !certificates(before).contains(one))
                .forEach(one -> LOG.atWarn()
                        .addKeyValue("event", "keys")
                        .addKeyValue("subject", one.getSubjectX500Principal())
                        .addKeyValue("serial", one.getSerialNumber().toString(16))
                        .log("a new key of the hub is in use"));
        followers.forEach(Runnable::run);
    }

    private static List<X509Certificate> certificates(HubKeys.InUse keys) {
        return Stream.concat(keys.signing().stream(), Stream.of(keys.tls()))
                .map(Identity::certificate)
                .toList();
    }

    /** Of every file that is read, passwords included: reading keys again costs tenths of seconds, this nothing. */
    private List<Digest> fingerprint() throws ConfigurationException {
        var all = new ArrayList<Digest>();
        for (var key : List.of(config.keys().sign(), config.keys().tls())) {
            var named = options.data().resolve(key.file());
            for (var file : KeyFiles.labelled(named)) {
                all.add(digest(file));
                all.add(digest(
                        file.equals(named) ? options.data().resolve(key.passwordFile()) : KeyFiles.passwordFile(file)));
            }
        }
        return all;
    }

    private static Digest digest(Path file) throws ConfigurationException {
        try {
            return Digest.of(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
        } catch (IOException e) {
            throw ConfigurationException.in(file, "cannot be read", "check its permissions");
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
