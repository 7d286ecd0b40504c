package org.guitu.hub;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.guitu.config.BadValue;
import org.guitu.config.ConfigurationException;
import org.guitu.gate.Rates;
import org.guitu.message.PartyId;
import org.guitu.trust.AuthorityStatus;

/**
 * The settings of a hub: {@code config/hub.yaml} over the defaults that stand here. Every number has a range, none means
 * "no limit". Relative paths are taken from the data directory.
 *
 * @param environment what the hub is for; decides which {@code Status} of messages it takes
 * @param party the hub's own identifier
 */
public record HubConfig(
        Environment environment,
        PartyId party,
        Keys keys,
        Trust trust,
        Parties directory,
        Doors doors,
        Broker broker,
        Database database,
        Management management,
        Limits limits,
        Gate gate,
        Belt belt,
        Delivery delivery,
        Jobs jobs,
        Quarantine quarantine,
        Stop stop,
        Log log) {

    /** The defaults of every key, as {@code config/hub.yaml} shows them. */
    public static HubConfig defaults() {
        return new HubConfig(
                Environment.EXERCISE,
                new PartyId("cn.hub"),
                Keys.defaults(),
                new Trust(Path.of("trust"), Revocation.defaults()),
                new Parties(Duration.ofSeconds(2)),
                new Doors(JmsDoor.defaults(), SoapDoor.defaults()),
                Broker.defaults(),
                Database.defaults(),
                new Management("127.0.0.1", 9617),
                Limits.defaults(),
                new Gate(8),
                new Belt(2),
                Delivery.defaults(),
                Jobs.defaults(),
                new Quarantine(Duration.ofDays(30)),
                new Stop(Duration.ofSeconds(20)),
                new Log(Format.TEXT));
    }

    /**
     * Reads the file over the defaults, and single keys from the environment over both.
     *
     * @param environment variables {@code GUITU_CONFIG_<PATH>}; one that names no key is refused
     */
    public static HubConfig read(Path hubYaml, Map<String, String> environment) throws ConfigurationException {
        return Settings.read(hubYaml, environment);
    }

    /** What a hub is for. */
    public enum Environment {
        @JsonProperty("exercise")
        EXERCISE,
        @JsonProperty("production")
        PRODUCTION
    }

    /** Where a server the hub needs runs. */
    public enum Mode {
        /** In the hub's own care, under the data directory. */
        @JsonProperty("embedded")
        EMBEDDED,
        /** Somebody else's, at a URL. */
        @JsonProperty("external")
        EXTERNAL
    }

    /** How log lines look. */
    public enum Format {
        @JsonProperty("text")
        TEXT,
        @JsonProperty("json")
        JSON
    }

    /**
     * The hub's keys; which of a name are used is {@link HubKeys}' to say. {@code master} wraps the keys that content is encrypted with;
     * 32 random bytes in a file.
     */
    public record Keys(KeyFile sign, KeyFile tls, Path master) {
        static Keys defaults() {
            return new Keys(
                    new KeyFile(Path.of("keys/cn.hub.sign.p12"), Path.of("keys/cn.hub.sign.password")),
                    new KeyFile(Path.of("keys/cn.hub.tls.p12"), Path.of("keys/cn.hub.tls.password")),
                    Path.of("keys/cn.hub.master.key"));
        }
    }

    /** A PKCS#12 or PEM file and the file with its password, both readable by the owner only. */
    public record KeyFile(Path file, Path passwordFile) {}

    /** Directory of the PEM certificates that certificate paths may end at. */
    public record Trust(Path anchors, Revocation revocation) {}

    /**
     * How authorities are asked whether they have revoked a certificate; where, stands beside each (docs/revocation.md).
     *
     * @param cache how long an answer is used without asking again, 0 to 5 min
     * @param grace how much longer while nobody answers; both together at most 5 min
     * @param answer how long one answer may take, 100 ms to 2.5 s: with half as long again nobody waits 4 s for authorities
     * @param crlBytes of a CRL, 1 KiB to 64 MiB
     */
    public record Revocation(Duration cache, Duration grace, Duration answer, int crlBytes) {
        public Revocation {
            BadValue.outside(Duration.ZERO, AuthorityStatus.LONGEST, "cache", cache);
            BadValue.outside(Duration.ZERO, AuthorityStatus.LONGEST.minus(cache), "grace", grace);
            BadValue.outside(Duration.ofMillis(100), Duration.ofMillis(2500), "answer", answer);
            BadValue.outside(1024, 64 * 1024 * 1024, "crlBytes", crlBytes);
        }

        static Revocation defaults() {
            return new Revocation(
                    Duration.ofMinutes(2), Duration.ofMinutes(3), Duration.ofSeconds(2), 10 * 1024 * 1024);
        }

        AuthorityStatus.Bounds bounds() {
            return new AuthorityStatus.Bounds(cache, grace, answer, crlBytes);
        }
    }

    /** How often the files of {@code config/parties} are looked at for changes: 100 ms to 5 min. */
    public record Parties(Duration check) {
        public Parties {
            BadValue.outside(Duration.ofMillis(100), Duration.ofMinutes(5), "check", check);
        }
    }

    /** Where parties come in. */
    public record Doors(JmsDoor jms, SoapDoor soap) {}

    /**
     * SOAP over HTTPS; port 0 takes any free one.
     *
     * @param patience how long a request may take to arrive, 1 s to 10 min
     * @param lease how long a retrieved item is left alone with who was given it, 5 s to 1 h
     */
    public record SoapDoor(String host, int port, Duration patience, Duration lease, Rate rate) {
        public SoapDoor {
            BadValue.outside(0, 65535, "port", port);
            BadValue.outside(Duration.ofSeconds(1), Duration.ofMinutes(10), "patience", patience);
            BadValue.outside(Duration.ofSeconds(5), Duration.ofHours(1), "lease", lease);
        }

        static SoapDoor defaults() {
            return new SoapDoor("127.0.0.1", 61618, Duration.ofMinutes(2), Duration.ofMinutes(1), Rate.defaults());
        }
    }

    /**
     * CORE over TLS; port 0 takes any free one.
     *
     * @param logins how often one certificate may log in: a session each
     */
    public record JmsDoor(String host, int port, Rate rate, Rate logins) {
        public JmsDoor {
            BadValue.outside(0, 65535, "port", port);
        }

        static JmsDoor defaults() {
            return new JmsDoor("127.0.0.1", 61617, Rate.defaults(), Rate.defaults());
        }
    }

    /**
     * How fast one party may come to a door: messages, calls or logins.
     *
     * @param perSecond on average, 1 to 10000
     * @param burst at once, 1 to 100000
     */
    public record Rate(int perSecond, int burst) {
        public Rate {
            BadValue.outside(1, 10_000, "perSecond", perSecond);
            BadValue.outside(1, 100_000, "burst", burst);
        }

        static Rate defaults() {
            return new Rate(50, 200);
        }

        Rates.Limit limit() {
            return new Rates.Limit(perSecond, burst);
        }
    }

    /** The message broker; url counts when it is external, the rest when it is embedded. */
    public record Broker(Mode mode, Path data, Journal journal, int maxDiskUsage, String url) {
        public Broker {
            BadValue.outside(10, 99, "maxDiskUsage", maxDiskUsage);
            BadValue.unless(mode == Mode.EMBEDDED || !url.isBlank(), "url", "must be set when broker.mode is external");
            BadValue.unless(url.chars().noneMatch(Character::isWhitespace), "url", "must be an address without blanks");
        }

        static Broker defaults() {
            return new Broker(Mode.EMBEDDED, Path.of("broker"), Journal.AUTO, 90, "");
        }
    }

    /** How the broker writes its journal. */
    public enum Journal {
        /** libaio where it loads, else NIO; the hub says which. */
        @JsonProperty("auto")
        AUTO,
        @JsonProperty("nio")
        NIO
    }

    /** PostgreSQL; url, user and password file count when it is external. */
    public record Database(Mode mode, Path data, String url, String user, Path passwordFile, int connections) {
        public Database {
            BadValue.outside(2, 200, "connections", connections);
            BadValue.unless(
                    mode == Mode.EMBEDDED || url.startsWith("jdbc:postgresql:"),
                    "url",
                    "must begin with jdbc:postgresql: when database.mode is external");
        }

        static Database defaults() {
            return new Database(Mode.EMBEDDED, Path.of("postgres"), "", "guitu", Path.of("keys/database.password"), 16);
        }
    }

    /** Health and metrics, for the machine itself; port 0 takes any free one. */
    public record Management(String host, int port) {
        public Management {
            BadValue.outside(0, 65535, "port", port);
        }
    }

    /**
     * Limits on every message (design.md 9).
     *
     * @param messageBytes 1 KiB to 64 MiB
     * @param depth of elements, 8 to 256
     * @param attributes of one element, 8 to 256
     * @param parse time to read one message, 100 ms to 1 min
     * @param recipients of one message after groups are expanded, 1 to 4096
     * @param ahead how far {@code SentAt} may lie ahead of the hub's clock, 0 to 1 h
     * @param age how old {@code SentAt} may be where its type says nothing before it is refused, 1 h to 90 days
     * @param hold how long a message waits for those it builds on, 0 to 10 min
     * @param mailbox how long a mailbox keeps what has no {@code ExpiresAt}, 1 to 366 days
     */
    public record Limits(
            int messageBytes,
            int depth,
            int attributes,
            Duration parse,
            int recipients,
            Duration ahead,
            Duration age,
            Duration hold,
            Duration mailbox) {
        public Limits {
            BadValue.outside(1024, 64 * 1024 * 1024, "messageBytes", messageBytes);
            BadValue.outside(8, 256, "depth", depth);
            BadValue.outside(8, 256, "attributes", attributes);
            BadValue.outside(Duration.ofMillis(100), Duration.ofMinutes(1), "parse", parse);
            BadValue.outside(1, 4096, "recipients", recipients);
            BadValue.outside(Duration.ZERO, Duration.ofHours(1), "ahead", ahead);
            BadValue.outside(Duration.ofHours(1), Duration.ofDays(90), "age", age);
            BadValue.outside(Duration.ZERO, Duration.ofMinutes(10), "hold", hold);
            BadValue.outside(Duration.ofDays(1), Duration.ofDays(366), "mailbox", mailbox);
        }

        static Limits defaults() {
            return new Limits(
                    10 * 1024 * 1024,
                    64,
                    64,
                    Duration.ofSeconds(4),
                    512,
                    Duration.ofMinutes(5),
                    Duration.ofDays(7),
                    Duration.ofSeconds(30),
                    Duration.ofDays(90));
        }
    }

    /** How many consumers read what comes in: 1 to 64. */
    public record Gate(int consumers) {
        public Gate {
            BadValue.outside(1, 64, "consumers", consumers);
        }
    }

    /** How many consumers carry what was recorded: 1 to 64. */
    public record Belt(int consumers) {
        public Belt {
            BadValue.outside(1, 64, "consumers", consumers);
        }
    }

    /** Tries to hand over before a message is undeliverable: 1 to 100 tries, spread with growing pauses over 1 min to 30 days. */
    public record Delivery(int tries, Duration over, Duration firstDelay) {
        public Delivery {
            BadValue.outside(1, 100, "tries", tries);
            BadValue.outside(Duration.ofMinutes(1), Duration.ofDays(30), "over", over);
            BadValue.outside(Duration.ofMillis(100), Duration.ofHours(1), "firstDelay", firstDelay);
            BadValue.unless(firstDelay.compareTo(over) <= 0, "firstDelay", "must not be longer than over, " + over);
        }

        static Delivery defaults() {
            return new Delivery(12, Duration.ofDays(3), Duration.ofSeconds(5));
        }
    }

    /**
     * How often jobs run that only one node does at a time.
     *
     * @param sweep sends what is recorded and not yet queued, 1 s to 10 min
     * @param sweepAfter how long it leaves a message to the normal way first, 1 s to 10 min
     * @param deadlines looks for deadlines that passed, 1 s to 10 min
     */
    public record Jobs(Duration sweep, Duration sweepAfter, Duration deadlines) {
        public Jobs {
            BadValue.outside(Duration.ofSeconds(1), Duration.ofMinutes(10), "sweep", sweep);
            BadValue.outside(Duration.ofSeconds(1), Duration.ofMinutes(10), "sweepAfter", sweepAfter);
            BadValue.outside(Duration.ofSeconds(1), Duration.ofMinutes(10), "deadlines", deadlines);
        }

        static Jobs defaults() {
            return new Jobs(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10));
        }
    }

    /** How long refused bytes are kept: 1 to 366 days. */
    public record Quarantine(Duration keep) {
        public Quarantine {
            BadValue.outside(Duration.ofDays(1), Duration.ofDays(366), "keep", keep);
        }
    }

    /** How long a stop waits for work in hand: 1 s to 5 min. */
    public record Stop(Duration drain) {
        public Stop {
            BadValue.outside(Duration.ofSeconds(1), Duration.ofMinutes(5), "drain", drain);
        }
    }

    /** The log on standard error. */
    public record Log(Format format) {}
}
