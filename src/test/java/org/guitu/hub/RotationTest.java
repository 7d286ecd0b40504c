package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.guitu.config.Followed;
import org.guitu.demo.Sample;
import org.guitu.directory.Directory;
import org.guitu.hub.broker.TlsClient;
import org.guitu.message.Header;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.guitu.office.Outcome;
import org.guitu.office.Stop;
import org.guitu.office.Watcher;
import org.guitu.soap.Caller;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.SoapClient;
import org.guitu.soap.WsSecurity;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.TlsContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Every kind of key gets its successor while messages pass: nobody restarts, and nothing is refused. */
final class RotationTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String SENDER = "cn.jco";
    private static final String OVER_JMS = "cn.53";
    private static final String OVER_SOAP = "vn.mps";
    private static final Sample SAMPLES = new Sample(RunningHub.HOME.resolve("schemas"));

    /** A line each time the hub goes by another directory. */
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

    @TempDir
    static Path folder;

    private static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(RunningHub.HOME, folder, CLOCK, RotationTest::configure, SENDER, OVER_JMS, OVER_SOAP);
        Files.createDirectory(folder.resolve("copy"));
        try (var parties = Files.list(folder.resolve("config/parties"))) {
            for (var file : parties.toList()) {
                Files.copy(file, folder.resolve("copy").resolve(file.getFileName()));
            }
        }
        LOG.start();
        ((Logger) LoggerFactory.getLogger(Followed.class)).addAppender(LOG);
    }

    /** What a line had fetched when its key changed is given again soon; and of the hub's signatures each party reads others. */
    private static void configure(Path config) throws IOException {
        var vietNam = config.resolve("parties/" + OVER_SOAP + ".yaml");
        Files.writeString(
                vietNam, Files.readString(vietNam).replace("suites: [ecdsa-p256, rsa-sha256]", "suites: [rsa-sha256]"));
        Files.writeString(
                config.resolve("parties/" + OVER_JMS + ".yaml"), "suites: [sm2-sm3]\n", StandardOpenOption.APPEND);
        Files.writeString(
                config.resolve("parties/" + SENDER + ".yaml"), "suites: [ecdsa-p256]\n", StandardOpenOption.APPEND);
        var file = config.resolve("hub.yaml");
        Files.writeString(
                file,
                Files.readString(file).replace("  soap:\n", "  soap:\n    lease: PT5S\n")
                        + "directory: {check: PT0.2S}\n");
    }

    @AfterAll
    static void stop() throws Exception {
        ((Logger) LoggerFactory.getLogger(Followed.class)).detachAppender(LOG);
        hub.close();
    }

    /** What becomes of the messages that pass. */
    private static final class Traffic extends Thread implements Watcher {
        private final Office from;
        private final AtomicInteger accepted = new AtomicInteger();
        private final Set<UUID> arrived = ConcurrentHashMap.newKeySet();
        private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        private volatile UUID newest = new UUID(0, 0);
        private volatile boolean over;

        Traffic(Office from) {
            this.from = from;
        }

        @Override
        public void run() {
            while (!over) {
                try {
                    var result = from.send(alert().getBytes(StandardCharsets.UTF_8), false, RunningHub.PATIENCE);
                    result.refusal().ifPresent(refusal -> wrong.add(refusal.toString()));
                    // who is cut off with its old certificate sends again with the new one, at the next turn
                    if (result.outcome() == Outcome.ACCEPTED) {
                        newest = result.about().orElseThrow().id().uuid();
                        accepted.incrementAndGet();
                    } else if (result.outcome() != Outcome.QUEUED) {
                        wrong.add(result.toString());
                    }
                } catch (IOException | OfficeProblem | RuntimeException e) {
                    wrong.add(e.toString());
                }
            }
        }

        @Override
        public void message(Header header, Path file, boolean known) {
            arrived.add(header.id().uuid());
        }

        @Override
        public void note(Header header, Labels note) {
            if (note.en().startsWith("GT-") || note.en().contains("for others")) {
                wrong.add(note.en());
            }
        }

        @Override
        public void rejected(Path file, Labels reason) {
            wrong.add(file + " " + reason.en());
        }

        /** Some more have gone through whole. */
        void goesOn() {
            int enough = accepted.get() + 2;
            Awaitility.await().atMost(RunningHub.PATIENCE).until(() -> accepted.get() >= enough || !wrong.isEmpty());
            assertThat(wrong).isEmpty();
        }
    }

    private static String alert() throws IOException {
        return SAMPLES.current("alert", "alert-issue", CLOCK.instant())
                .replaceAll("<MessageId>[^<]*", "<MessageId>urn:uuid:" + UUID.randomUUID())
                .replaceAll("<Conversation>[^<]*", "<Conversation>urn:uuid:" + UUID.randomUUID())
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1" + SENDER)
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>",
                        "<Recipients><Recipient>" + OVER_JMS + "</Recipient><Recipient>" + OVER_SOAP
                                + "</Recipient></Recipients>")
                .replaceFirst("(?s)(<LegalBasis>\\s*<Code>)[^<]+(</Code>)", "$1PALERMO$2");
    }

    /** Files of a successor, made by the authority beside the running hub and not yet anywhere. */
    private static Path successor(String party, Purpose purpose, Kind kind, String use) throws Exception {
        var now = CLOCK.instant();
        var hosts = party.equals("cn.hub") && purpose == Purpose.TLS
                ? List.of("localhost", "127.0.0.1")
                : List.<String>of();
        var order = new Order(
                RunningHub.party(party),
                purpose,
                kind,
                new Validity(now.minus(Duration.ofMinutes(5)), now.plus(Duration.ofHours(1))),
                hosts);
        var authority = KeyFiles.read(
                folder.resolve(kind == Kind.SM2 ? "ca/sm2.p12" : "ca/ca.p12"),
                KeyFiles.password(folder.resolve(kind == Kind.SM2 ? "ca/sm2.password" : "ca/ca.password")));
        var made = made(party, use, kind);
        KeyFiles.write(folder.resolve("made"), made.getFileName().toString(), new Issuance().issue(authority, order));
        return made;
    }

    private static Path made(String party, String use, Kind kind) {
        var label = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return folder.resolve("made").resolve(party + "." + use + "." + label);
    }

    private static X509Certificate certificate(Path stem) throws Exception {
        return KeyFiles.certificates(Path.of(stem + ".pem")).get(0);
    }

    /** First the hub learns of the certificate, then the offices, by their copy of the directory. */
    private static void register(Path stem) throws Exception {
        var name = stem.getFileName() + ".pem";
        changing(() ->
                copy(Path.of(stem + ".pem"), folder.resolve("config/parties").resolve(name)));
    }

    private interface Change {
        void make() throws IOException;
    }

    /** Until the hub goes by the changed directory: it takes what it has seen twice. */
    private static void changing(Change change) throws IOException {
        int before = LOG.list.size();
        change.make();
        Awaitility.await().atMost(RunningHub.PATIENCE).until(() -> LOG.list.size() > before);
    }

    /** Then the key is put beside the old one: the password first, as somebody would who thinks. */
    private static void use(Path stem, Path keys) throws IOException {
        for (var ending : List.of(".password", ".p12")) {
            copy(Path.of(stem + ending), keys.resolve(stem.getFileName() + ending));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        var draft = to.resolveSibling("." + to.getFileName() + ".copying");
        Files.copy(from, draft, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path keysOf(String party) {
        return folder.resolve(party.equals("cn.hub") ? "data/keys" : "offices/" + party + "/keys");
    }

    private static boolean signedWith(Path message, X509Certificate certificate) throws Exception {
        var base64 = java.util.Base64.getEncoder().encodeToString(certificate.getEncoded());
        return Files.readString(message).replaceAll("\\s", "").contains(base64);
    }

    @Test
    void every_key_gets_its_successor_under_load_and_nothing_is_refused() throws Exception {
        try (var sender = Office.open(home(SENDER));
                var overJms = Office.open(home(OVER_JMS));
                var overSoap = Office.open(home(OVER_SOAP), true)) {
            var traffic = new Traffic(sender);
            var stop = new Stop();
            var stopAlso = new Stop();
            var followers = List.of(
                    new Thread(() -> follow(overJms, traffic, stop)),
                    new Thread(() -> follow(overSoap, traffic, stopAlso)));
            traffic.start();
            followers.forEach(Thread::start);
            traffic.goesOn();

            for (var kind : Kind.values()) {
                var signing = successor(SENDER, Purpose.SIGN, kind, "sign");
                register(signing);
                traffic.goesOn();
                use(signing, keysOf(SENDER));
                await(() -> signedWith(sent(traffic.newest), certificate(signing)));
                traffic.goesOn();
            }

            for (var party : List.of(SENDER, OVER_JMS, OVER_SOAP)) {
                var channel = successor(party, Purpose.TLS, party.equals(SENDER) ? Kind.EC_P256 : Kind.RSA_3072, "tls");
                register(channel);
                await(() -> isLetIn(channel));
                use(channel, keysOf(party));
                traffic.goesOn();
            }

            // each of the other kind than before
            for (var party : List.of(OVER_JMS, OVER_SOAP)) {
                var kind = party.equals(OVER_JMS) ? Kind.RSA_3072 : Kind.EC_P256;
                var sealing = successor(party, Purpose.ENCRYPT, kind, "encrypt");
                use(sealing, keysOf(party));
                traffic.goesOn();
                register(sealing);
                traffic.goesOn();
            }

            var channelOfHub = successor("cn.hub", Purpose.TLS, Kind.RSA_3072, "tls");
            register(channelOfHub);
            use(channelOfHub, keysOf("cn.hub"));
            await(() -> shown(hub.jmsPort()).equals(certificate(channelOfHub)));
            await(() -> shown(hub.soapDoor().getPort()).equals(certificate(channelOfHub)));
            await(() -> signerOfAnswers().equals(certificate(channelOfHub)));
            traffic.goesOn();

            for (var kind : Kind.values()) {
                pin(successor("cn.hub", Purpose.SIGN, kind, "sign"));
            }
            // an office looks at its files every second
            Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            for (var kind : Kind.values()) {
                traffic.goesOn();
                var signingOfHub = made("cn.hub", "sign", kind);
                register(signingOfHub);
                use(signingOfHub, keysOf("cn.hub"));
                await(() -> signedWith(ofTheHub(reader(kind), traffic), certificate(signingOfHub)));
                traffic.goesOn();
            }

            // what was in use before is taken away
            for (var old : List.of(
                    SENDER + ".sign",
                    SENDER + ".tls",
                    OVER_JMS + ".tls",
                    OVER_SOAP + ".tls",
                    "cn.hub.tls",
                    "cn.hub.sign")) {
                changing(() -> Files.delete(folder.resolve("config/parties/" + old + ".pem")));
                traffic.goesOn();
            }

            traffic.over = true;
            traffic.join();
            sender.flush(RunningHub.PATIENCE);
            var sent = sent();
            assertThat(sent).hasSizeGreaterThanOrEqualTo(traffic.accepted.get());
            Awaitility.await()
                    .atMost(RunningHub.PATIENCE)
                    .untilAsserted(() -> assertThat(traffic.arrived).containsAll(sent));
            Awaitility.await()
                    .atMost(RunningHub.PATIENCE)
                    .untilAsserted(() -> assertThat(hub.rows(
                                    "SELECT state, count(*), recipient FROM delivery d JOIN message m ON d.message = m.id"
                                            + " WHERE m.type LIKE 'alert/%' GROUP BY state, recipient"))
                            .containsExactlyInAnyOrder(
                                    "RECEIVED " + sent.size() + " " + OVER_JMS,
                                    "RECEIVED " + sent.size() + " " + OVER_SOAP));
            stop.ask();
            stopAlso.ask();
            for (var follower : followers) {
                follower.join();
            }
            assertThat(traffic.wrong).isEmpty();
            assertThat(hub.rows("SELECT code FROM quarantine")).isEmpty();
        }
    }

    /** Into the file of certificates that the offices pin. */
    private static void pin(Path stem) throws IOException {
        Files.writeString(
                folder.resolve("ca/hub.pem"), Files.readString(Path.of(stem + ".pem")), StandardOpenOption.APPEND);
    }

    /** Home of an office that pins the same certificates as all others, and has the same copy of the directory. */
    private static Path home(String party) throws IOException {
        var home = hub.office(party);
        var settings = home.resolve("office.yaml");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replace("config/parties/cn.hub.sign.pem", "ca/hub.pem")
                        .replace("directory: ../../config/parties", "directory: ../../copy"));
        return home;
    }

    private static List<UUID> sent() throws IOException {
        try (var all = Files.list(folder.resolve("offices/" + SENDER + "/sent"))) {
            return all.map(one -> UUID.fromString(one.getFileName().toString())).toList();
        }
    }

    private static Path sent(UUID message) {
        return folder.resolve("offices/" + SENDER + "/sent/" + message + "/message.xml");
    }

    /** Who likes what the hub signs with such a key best. */
    private static String reader(Kind kind) {
        return switch (kind) {
            case EC_P256 -> SENDER;
            case RSA_3072 -> OVER_SOAP;
            case SM2 -> OVER_JMS;
        };
    }

    /** What this party was given last that the hub has signed. */
    private static Path ofTheHub(String party, Traffic traffic) throws IOException {
        boolean sender = party.equals(SENDER);
        var given = folder.resolve(sender ? "offices/" + SENDER + "/receipts/" + traffic.newest : "box/" + party);
        try (var files = Files.list(given)) {
            return files.filter(file ->
                            file.getFileName().toString().matches(sender ? "Accepted.*" : ".*\\.delivered\\.xml"))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .orElse(sent(traffic.newest));
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) {
        Awaitility.await().atMost(RunningHub.PATIENCE).until(condition::holds);
    }

    /** Whether the broker knows it by now. */
    private static boolean isLetIn(Path stem) throws Exception {
        var identity = KeyFiles.read(Path.of(stem + ".p12"), KeyFiles.password(Path.of(stem + ".password")));
        var anchors = KeyFiles.certificates(folder.resolve("ca/ca.pem"));
        try (var factory = TlsClient.of(identity, anchors, hub.jmsPort())) {
            factory.createConnection().close();
            return true;
        } catch (JMSException e) {
            return false;
        }
    }

    /** What a door shows who comes to it now. */
    private static X509Certificate shown(int port) throws Exception {
        var own = hub.identity(RunningHub.party(SENDER), "tls");
        var trust = hub.trust();
        SSLContext context = TlsContext.of(() -> own, () -> trust);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    /** Whose envelopes the SOAP door's answers are. */
    private static X509Certificate signerOfAnswers() throws Exception {
        var own = hub.identity(RunningHub.party(OVER_SOAP), "tls");
        var signer = new AtomicReference<X509Certificate>();
        var theHub = new Caller() {
            @Override
            public PartyId ofChannel(Optional<X509Certificate> certificate) {
                return Directory.HUB;
            }

            @Override
            public void requireSigner(PartyId party, X509Certificate certificate) {
                signer.set(certificate);
            }

            @Override
            public void requireStanding(X509Certificate certificate, Patience patience) {}
        };
        var line = new SoapClient.Line(hub.soapDoor(), own, hub.trust(), RunningHub.PATIENCE);
        var security = new WsSecurity(() -> own, theHub, (seen, memory) -> true, CLOCK);
        try (var client = SoapClient.to(line, security)) {
            client.call(Operation.DESCRIBE, asked -> {});
        }
        return java.util.Objects.requireNonNull(signer.get());
    }

    private static void follow(Office office, Traffic traffic, Stop stop) {
        try {
            office.follow(folder.resolve("box").resolve(office.party().value()), traffic, stop);
        } catch (IOException | OfficeProblem e) {
            traffic.wrong.add(e.toString());
        }
    }
}
