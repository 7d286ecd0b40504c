package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.awaitility.Awaitility;
import org.guitu.Guitu;
import org.guitu.demo.Sample;
import org.guitu.process.BrokerProcess;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub at a broker of the operator's: its TLS key stays in its file, and the broker sees the one of the moment. */
final class OutsideBrokerTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init") // by the hub's start
    private static EmbeddedActiveMQ broker;

    private static RunningHub hub;
    private static Set<Path> before;

    @BeforeAll
    static void start() throws Exception {
        before = new HashSet<>(temporary());
        hub = RunningHub.start(RunningHub.HOME, folder, CLOCK, OutsideBrokerTest::configure, "cn.jco", "cn.53");
    }

    private static void configure(Path config) throws IOException {
        try {
            broker = BrokerProcess.start(folder, 0);
        } catch (Exception e) {
            throw new IOException(e);
        }
        var door =
                (NettyAcceptor) broker.getActiveMQServer().getRemotingService().getAcceptor("door");
        var file = config.resolve("hub.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                                .replace(
                                        "  jms:\n    host: 127.0.0.1\n    port: 0",
                                        "  jms:\n    host: 127.0.0.1\n    port: " + door.getActualPort())
                        + """
                        broker: {mode: external, url: "tcp://127.0.0.1:%d"}
                        directory: {check: PT0.2S}
                        """.formatted(door.getActualPort()));
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
        broker.stop();
    }

    private static List<Path> temporary() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("guitu"))
                    .toList();
        }
    }

    /** Whatever it is called, and under any password. */
    private static boolean holdsKeys(Path file) {
        try (var in = Files.newInputStream(file)) {
            KeyStore.getInstance("PKCS12").load(in, null);
            return true;
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    private static String alert() throws IOException {
        return new Sample(RunningHub.HOME.resolve("schemas"))
                .current("alert", "alert-issue", Instant.now())
                .replaceAll("<MessageId>[^<]*", "<MessageId>urn:uuid:" + UUID.randomUUID())
                .replaceAll("<Conversation>[^<]*", "<Conversation>urn:uuid:" + UUID.randomUUID())
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1cn.jco")
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>cn.53</Recipient></Recipients>")
                .replaceFirst("(?s)(<LegalBasis>\\s*<Code>)[^<]+(</Code>)", "$1PALERMO$2");
    }

    private static String checked() {
        var out = new StringWriter();
        var writer = new PrintWriter(out, true);
        var config = folder.resolve("config").toString();
        Guitu.run(
                writer,
                writer,
                "--lang",
                "en",
                "check",
                "--config",
                config,
                "--data",
                folder.resolve("data").toString());
        return out.toString();
    }

    @Test
    void no_file_but_those_it_was_given_holds_a_key_of_the_hub() throws Exception {
        hub.accepted(alert());
        assertThat(checked()).containsPattern("broker.*127\\.0\\.0\\.1");
        try (var files = Files.walk(folder.resolve("data"))) {
            var keys = folder.resolve("data/keys");
            assertThat(files.filter(Files::isRegularFile).filter(OutsideBrokerTest::holdsKeys))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file).hasParent(keys));
        }
        assertThat(temporary()).isSubsetOf(before);
    }

    @Test
    void a_blocked_key_is_followed_by_its_successor_and_messages_go_on() throws Exception {
        hub.accepted(alert());
        var old = folder.resolve("config/parties/cn.hub.tls.pem");
        var now = CLOCK.instant();
        var order = new Order(
                RunningHub.party("cn.hub"),
                Purpose.TLS,
                Kind.EC_P256,
                new Validity(now.minus(Duration.ofMinutes(5)), now.plus(Duration.ofHours(1))),
                List.of("localhost", "127.0.0.1"));
        var next = new Issuance().issue(hub.authority(), order);
        var made = folder.resolve("made");
        KeyFiles.write(made, "cn.hub.tls.next", next);
        for (var ending : List.of(".password", ".p12")) {
            Files.copy(
                    made.resolve("cn.hub.tls.next" + ending),
                    folder.resolve("data/keys/cn.hub.tls.next" + ending),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.copy(made.resolve("cn.hub.tls.next.pem"), old.resolveSibling("cn.hub.tls.next.pem"));
        // its subject has to be among the broker's users before the old one is shut out
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> Files.readString(folder.resolve("data/broker/cert-users.properties"))
                        .contains(serial(
                                next.certificate().getSubjectX500Principal().toString())));
        hub.admin("block", "cn.hub", "--certificate", old.toString(), "--reason", "disk stolen");
        var first = KeyFiles.certificates(old).get(0);
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .untilAsserted(() -> assertThat(shown())
                        .contains(Optional.of(next.certificate()))
                        .doesNotContain(Optional.of(first)));
        hub.accepted(alert());
    }

    private static String serial(String subject) {
        return subject.replaceAll(".*SERIALNUMBER=(\\w+).*", "$1");
    }

    /** What the broker sees on each line that is open. */
    private static List<Optional<X509Certificate>> shown() {
        return broker.getActiveMQServer().getSessions().stream()
                .map(ServerSession::getRemotingConnection)
                .map(CertificateUtil::getCertsFromConnection)
                .map(chain -> chain == null
                        ? Optional.<X509Certificate>empty()
                        : Arrays.stream(chain).findFirst())
                .toList();
    }
}
