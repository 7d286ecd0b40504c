package org.guitu.hub;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.guitu.config.ConfigurationException;
import org.guitu.directory.Directory;
import org.guitu.directory.Party;
import org.guitu.gate.Unavailable;
import org.guitu.trust.CertificateName;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyRing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys a hub uses, which follow their files, the directory, the blocks and the clock: a successor is used without a restart, as
 * soon as the directory holds its certificate in force. Files that cannot be used keep what was read before; where no certificate
 * of the first suite is in force any more, nothing is signed and so nothing accepted. Either shows as {@link #problem()}.
 */
final class LiveKeys {
    private static final Logger LOG = LoggerFactory.getLogger("guitu.hub");

    private static final Duration PROBE = Duration.ofSeconds(10);

    private final HubOptions options;
    private final HubConfig config;
    private final Clock clock;
    private volatile Supplier<Directory> directory;
    private volatile Predicate<X509Certificate> blocked = certificate -> false;
    private volatile HubKeys files;
    private Instant probed = Instant.EPOCH;
    private final AtomicBoolean probing = new AtomicBoolean();
    private volatile List<String> silent = List.of();
    private volatile @Nullable Signing signing;
    private volatile Identity tls;
    private volatile boolean shut;
    private volatile @Nullable String problem;

    /** Made together, so that one message is never signed by halves of two. */
    private record Signing(List<Identity> keys, KeyRing ring) {}

    /**
     * Begins with these keys; they are followed whenever somebody looks.
     *
     * @throws ConfigurationException when the directory has no hub, or none of its keys is in force
     */
    LiveKeys(HubOptions options, HubConfig config, HubKeys read, Supplier<Directory> directory, Clock clock)
            throws ConfigurationException {
        this.options = options;
        this.config = config;
        this.directory = directory;
        this.clock = clock;
        this.files = read;
        if (own().isEmpty()) {
            throw ConfigurationException.in(
                    options.parties(), "the hub itself, " + config.party() + ", is not there", "add its file");
        }
        var keys = files.signing(own(), clock.instant());
        this.signing = new Signing(keys, new KeyRing(keys, clock));
        this.tls = files.channel(own(), clock.instant(), blocked);
    }

    /**
     * From now on by this directory: the files' own, less what administrators blocked.
     *
     * @param barred what they blocked, also where it has left the directory
     */
    void goBy(Supplier<Directory> seen, Predicate<X509Certificate> barred) {
        directory = seen;
        blocked = barred;
        look();
    }

    private Optional<Party> own() {
        return directory.get().party(config.party());
    }

    /**
     * What the hub signs with at this moment.
     *
     * @throws Unavailable when no certificate to sign with is in force
     */
    KeyRing signing() {
        var now = signing;
        if (now == null) {
            throw new Unavailable("no key to sign with is in force");
        }
        return now.ring();
    }

    /**
     * What it shows at its doors and to partners, and signs SOAP envelopes with, at this moment.
     *
     * @throws Unavailable while the only one is blocked
     */
    Identity channel() {
        if (shut) {
            throw new Unavailable("the hub's certificate for its channels is blocked");
        }
        return tls;
    }

    /** Whether there is none for its channels: the only one is blocked. */
    boolean isShut() {
        return shut;
    }

    /** What it has come in with at a broker outside: blocked or not, it ends there what others have open with it. */
    Identity towardsBroker() {
        return tls;
    }

    /** The key files as they were read last. */
    HubKeys files() {
        return files;
    }

    /** Why the keys as they are now are not used, one line; empty while all is well. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Looks at once. */
    synchronized void look() {
        var problems = new ArrayList<String>();
        // each by itself: a file that cannot be read keeps no blocked key in use
        carefully(problems, this::read);
        carefully(problems, this::chooseSigning);
        carefully(problems, this::requireEverySuite);
        carefully(problems, this::chooseChannel);
        problems.addAll(unusable());
        var line = problems.isEmpty() ? null : String.join("; ", problems);
        if (line != null && !line.equals(problem)) {
            LOG.atError().addKeyValue("event", "keys").log("keys are not used as they should be: {}", line);
        }
        problem = line;
    }

    /**
     * A token may have been taken out: without looking, the first message of the night would find it. It is asked in a thread of
     * its own: one that does not answer holds up nobody who looks.
     */
    private List<String> unusable() {
        var known = signing;
        var keys = Stream.concat(Stream.of(tls), known == null ? Stream.of() : known.keys().stream())
                .filter(Identity::isInToken)
                .toList();
        if (keys.isEmpty()) {
            return List.of();
        }
        var now = clock.instant();
        boolean due = Duration.between(probed, now).abs().compareTo(PROBE) >= 0;
        if (due && !probing.compareAndSet(false, true)) {
            return List.of("the token of the hub's keys does not answer; look after it and start again");
        }
        if (due) {
            probed = now;
            var asking = new Thread(() -> probe(keys), "token-probe");
            asking.setDaemon(true);
            asking.start();
        }
        return silent;
    }

    private void probe(List<Identity> keys) {
        try {
            silent = keys.stream()
                    .filter(key -> !signs(key))
                    .map(key -> "the token does not sign any more for "
                            + key.certificate().getSubjectX500Principal() + "; put it in and start again")
                    .toList();
        } finally {
            probing.set(false);
        }
    }

    private static boolean signs(Identity key) {
        try {
            return key.signer().sign(new byte[32]).length > 0;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private interface Step {
        void take() throws ConfigurationException;
    }

    /** Who looks does so for more than the keys. */
    private static void carefully(List<String> problems, Step step) {
        try {
            step.take();
        } catch (ConfigurationException | RuntimeException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private void read() throws ConfigurationException {
        if (!HubKeys.fingerprint(options, config).equals(files.seen())) {
            files = HubKeys.read(options, config);
        }
    }

    private void chooseSigning() throws ConfigurationException {
        var before = signing;
        try {
            var keys = files.signing(own(), clock.instant());
            if (before == null || !before.keys().equals(keys)) {
                signing = new Signing(keys, new KeyRing(keys, clock));
                keys.stream()
                        .filter(key -> before == null || !before.keys().contains(key))
                        .forEach(LiveKeys::used);
            }
        } catch (ConfigurationException | RuntimeException e) {
            signing = null;
            throw e;
        }
    }

    /** Whoever reads only that suite gets receipts that it cannot verify: nobody should learn that from them. */
    private void requireEverySuite() throws ConfigurationException {
        var now = signing;
        var missing = now == null ? Set.<String>of() : files.missing(own(), now.keys(), clock.instant());
        if (!missing.isEmpty()) {
            throw new ConfigurationException(
                    "no key of the hub to sign with is in force in " + String.join(", ", missing)
                            + ", and who reads only that cannot verify its receipts; renew it (guitu keys renew)");
        }
    }

    /** Where none is in force the last is still shown, unless it is blocked: who comes sees for itself that it has ended. */
    private void chooseChannel() throws ConfigurationException {
        try {
            var now = files.channel(own(), clock.instant(), blocked);
            if (!now.equals(tls)) {
                tls = now;
                used(now);
            }
            shut = false;
        } catch (ConfigurationException | RuntimeException e) {
            shut = blocked.test(tls.certificate());
            throw e;
        }
    }

    private static void used(Identity key) {
        LOG.atWarn()
                .addKeyValue("event", "keys")
                .addKeyValue("subject", key.certificate().getSubjectX500Principal())
                .addKeyValue("serial", CertificateName.serial(key.certificate()))
                .log("a new key of the hub is in use");
    }
}
