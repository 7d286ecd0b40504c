package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.awaitility.Awaitility;
import org.guitu.Guitu;
import org.guitu.demo.Prepared;
import org.guitu.demo.Sample;
import org.guitu.directory.Directory;
import org.guitu.hub.broker.BrokerAddress;
import org.guitu.hub.broker.BrokerPlan;
import org.guitu.hub.broker.BrokerSetup;
import org.guitu.hub.broker.BrokerUsers;
import org.guitu.message.Digest;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.guitu.office.Outcome;
import org.guitu.peers.SoftHsm;
import org.guitu.process.BrokerProcess;
import org.guitu.soap.Trusting;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.TlsContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A running hub and an office, each with its keys in a token of SoftHSM2: what they sign, and the channels they open. */
@Tag("peers")
final class TokenHubTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String SENDER = "cn.jco";
    private static final String RECIPIENT = "cn.53";

    @TempDir
    static Path folder;

    private static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(RunningHub.HOME, folder, CLOCK, TokenHubTest::configure, SENDER, RECIPIENT);
    }

    private static void configure(Path config) throws IOException {
        var keys = folder.resolve("data/keys");
        var sign = inToken("cn.hub", Purpose.SIGN, Kind.EC_P256, "", keys);
        inToken("cn.hub", Purpose.TLS, Kind.RSA_3072, "", keys);
        Files.copy(sign, folder.resolve("ca/hub.pem"), StandardCopyOption.REPLACE_EXISTING);
        for (var use : List.of("sign", "tls")) {
            Files.delete(keys.resolve("cn.hub." + use + ".p12"));
        }
        Files.writeString(
                config.resolve("hub.yaml"),
                "keys: {sign: {file: keys/cn.hub.sign.p11}, tls: {file: keys/cn.hub.tls.p11}}\n"
                        + "directory: {check: PT0.2S}\n",
                StandardOpenOption.APPEND);
        var office = folder.resolve("offices/" + SENDER + "/keys");
        inToken(SENDER, Purpose.SIGN, Kind.RSA_3072, "", office);
        inToken(SENDER, Purpose.TLS, Kind.EC_P256, "", office);
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    /** A key in the token, its file in that folder, and its certificate in the directory, which is returned. */
    private static Path inToken(String party, Purpose purpose, Kind kind, String label, Path keys) throws IOException {
        var stem = party + "." + purpose.name().toLowerCase(Locale.ROOT) + label;
        var now = CLOCK.instant();
        var validity = new Validity(now.minus(Duration.ofMinutes(5)), now.plus(Duration.ofHours(1)));
        var hosts = purpose == Purpose.TLS ? List.of("localhost", "127.0.0.1") : List.<String>of();
        try {
            var ca = folder.resolve("ca/ca.p12");
            var authority = KeyFiles.read(ca, KeyFiles.password(KeyFiles.passwordFile(ca)));
            var order = new Order(RunningHub.party(party), purpose, kind, validity, hosts);
            var inToken = stem + "-" + UUID.randomUUID();
            var chain = SoftHsm.token().make(inToken, authority, order);
            var certificate = folder.resolve("config/parties/" + stem + ".pem");
            Files.deleteIfExists(certificate);
            KeyFiles.writeCertificate(certificate, chain.get(0));
            SoftHsm.token().name(keys, stem, inToken);
            return certificate;
        } catch (KeyFileException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Its signature with RSA, its channel with ECDSA; over SOAP it signs the envelopes too, and the hub its answers. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_office_with_its_keys_in_a_token_sends_and_the_hubs_receipt_verifies(boolean soap) throws Exception {
        var id = send(soap);
        var sent = Files.readAllBytes(home().resolve("sent/" + id + "/message.xml"));
        assertThat(hub.collect(RECIPIENT, sent))
                .singleElement()
                .satisfies(taken -> assertThat(taken.wire()).isEqualTo(sent));
        var receipt = hub.view(Files.readAllBytes(answerTo(id)));
        assertThat(receipt.wireDigest()).isEqualTo(Digest.of(sent));
    }

    private static UUID send(boolean soap) throws Exception {
        var settings = hub.office(SENDER).resolve("office.yaml");
        Files.writeString(
                settings, Files.readString(settings).replace("sign.p12", "sign.p11").replace("tls.p12", "tls.p11"));
        try (var office = Office.open(home(), soap)) {
            var result = office.send(alert().getBytes(StandardCharsets.UTF_8), false, RunningHub.PATIENCE);
            assertThat(result.outcome()).as(result.toString()).isEqualTo(Outcome.ACCEPTED);
            return result.about().orElseThrow().id().uuid();
        }
    }

    private static Path home() {
        return folder.resolve("offices/" + SENDER);
    }

    private static Path answerTo(UUID message) throws IOException {
        try (var receipts = Files.list(home().resolve("receipts/" + message))) {
            return receipts.filter(file -> file.getFileName().toString().startsWith("Accepted"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void the_doors_open_with_the_key_in_the_token() throws Exception {
        for (int port : List.of(hub.jmsPort(), hub.soapDoor().getPort())) {
            for (var version : List.of("TLSv1.2", "TLSv1.3")) {
                assertThat(shown(port, version)).isEqualTo(hub.hubTls());
            }
        }
    }

    private static X509Certificate shown(int port, String version) throws Exception {
        var own = hub.identity(RunningHub.party(RECIPIENT), "tls");
        var trust = hub.trust();
        var context = TlsContext.of(() -> own, () -> trust);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void a_successor_in_the_token_signs_without_a_restart() throws Exception {
        var made = folder.resolve("made");
        var certificate = inToken("cn.hub", Purpose.SIGN, Kind.EC_P256, ".2028", made);
        Files.writeString(folder.resolve("ca/hub.pem"), Files.readString(certificate), StandardOpenOption.APPEND);
        for (var ending : List.of("password", "p11")) {
            var name = "cn.hub.sign.2028." + ending;
            Files.copy(
                    made.resolve(name), folder.resolve("data/keys").resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        var successor = Base64.getEncoder()
                .encodeToString(KeyFiles.certificates(certificate).get(0).getEncoded());
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> Files.readString(answerTo(send(false)))
                        .replaceAll("\\s", "")
                        .contains(successor));
    }

    @Test
    void health_says_within_seconds_that_a_token_signs_no_more() throws Exception {
        var keys = folder.resolve("gone/data/keys");
        var own = folder.resolve("gone");
        var exercise = Prepared.in(own, List.of());
        var options = new HubOptions(RunningHub.HOME, exercise.config(), exercise.data());
        var now = CLOCK.instant();
        var authority = KeyFiles.read(own.resolve("ca/ca.p12"), KeyFiles.password(own.resolve("ca/ca.password")));
        var order = new Order(
                Directory.HUB,
                Purpose.SIGN,
                Kind.EC_P256,
                new Validity(now.minus(Duration.ofMinutes(1)), now.plus(Duration.ofDays(2))),
                List.of());
        var chain = SoftHsm.token().make("gone.sign", authority, order);
        SoftHsm.token().name(keys, "cn.hub.sign.gone", "gone.sign");
        KeyFiles.writeCertificate(options.parties().resolve("cn.hub.sign.gone.pem"), chain.get(0));
        var config = HubConfig.read(exercise.config().resolve("hub.yaml"), Map.of());
        var directory = Directory.load(options.parties());
        var clock = new MovableClock();
        var live = new LiveKeys(options, config, HubKeys.read(options, config), () -> directory, clock);
        live.look();
        assertThat(live.signing().first().signer().certificate()).isEqualTo(chain.get(0));
        assertThat(live.problem()).isEmpty();
        SoftHsm.token().remove("gone.sign");
        clock.ahead(Duration.ofSeconds(10));
        // it is asked beside whoever looks
        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            live.look();
            assertThat(live.problem()).hasValueSatisfying(line -> assertThat(line)
                    .contains("the token does not sign any more for CN=cn.hub"));
        });
    }

    @Test
    void keys_show_shows_the_certificate_in_the_token() throws Exception {
        var out = new StringWriter();
        var file = folder.resolve("data/keys/cn.hub.sign.p11").toString();
        int code = Guitu.run(new PrintWriter(out, true), new PrintWriter(out, true), "keys", "show", "--json", file);
        assertThat(code).as(out.toString()).isZero();
        assertThat(out.toString())
                .contains("\"party\":\"cn.hub\"", "\"suite\":\"ecdsa-p256\"")
                .doesNotContain(SoftHsm.PIN + "\"");
    }

    @Test
    void an_external_broker_is_set_up_by_the_key_in_the_token() throws Exception {
        var own = folder.resolve("outside");
        var exercise = Prepared.in(own, List.of(RunningHub.party(SENDER)));
        var parties = exercise.config().resolve("parties");
        var now = CLOCK.instant();
        var authority = KeyFiles.read(own.resolve("ca/ca.p12"), KeyFiles.password(own.resolve("ca/ca.password")));
        var order = new Order(
                Directory.HUB,
                Purpose.TLS,
                Kind.EC_P256,
                new Validity(now.minus(Duration.ofMinutes(5)), now.plus(Duration.ofHours(1))),
                List.of("127.0.0.1"));
        var chain = SoftHsm.token().make("outside.tls", authority, order);
        SoftHsm.token().name(own.resolve("made"), "cn.hub.tls", "outside.tls");
        Files.delete(parties.resolve("cn.hub.tls.pem"));
        KeyFiles.writeCertificate(parties.resolve("cn.hub.tls.pem"), chain.get(0));
        var file = own.resolve("made/cn.hub.tls.p11");
        var identity = KeyFiles.read(file, KeyFiles.password(KeyFiles.passwordFile(file)));
        var broker = BrokerProcess.start(own, 0);
        try {
            var door = (NettyAcceptor)
                    broker.getActiveMQServer().getRemotingService().getAcceptor("door");
            var trust = Trusting.authorities(List.of(authority.certificate()));
            var address = BrokerAddress.outside(
                    "tcp://127.0.0.1:" + door.getActualPort(), () -> identity, () -> trust);
            try (var setup = new BrokerSetup(address, new BrokerUsers(own.resolve("data/broker")))) {
                var plan = BrokerPlan.of(Directory.load(parties), Directory.HUB, party -> false, Set.of(), now);
                setup.take(plan);
                setup.follow();
            }
            assertThat(broker.getActiveMQServer().locateQueue("hub.mailbox." + SENDER)).isNotNull();
        } finally {
            broker.stop();
        }
    }

    @Test
    void an_office_keeps_the_key_that_opens_what_is_sealed_in_a_file() throws Exception {
        var settings = hub.office(RECIPIENT).resolve("office.yaml");
        inToken(RECIPIENT, Purpose.ENCRYPT, Kind.EC_P256, ".token", folder.resolve("made"));
        var file = folder.resolve("made/" + RECIPIENT + ".encrypt.token.p11").toString();
        Files.writeString(
                settings, Files.readString(settings).replace("keys/" + RECIPIENT + ".encrypt.p12", file));
        try (var office = Office.open(folder.resolve("offices/" + RECIPIENT))) {
            assertThatThrownBy(() -> office.send(new byte[0], false, Duration.ZERO))
                    .isInstanceOf(OfficeProblem.class)
                    .hasMessageContaining(file)
                    .hasMessageContaining("not what is sealed");
        }
    }

    private static String alert() throws IOException {
        return new Sample(RunningHub.HOME.resolve("schemas"))
                .current("alert", "alert-issue", CLOCK.instant())
                .replaceAll("<MessageId>[^<]*", "<MessageId>urn:uuid:" + UUID.randomUUID())
                .replaceAll("<Conversation>[^<]*", "<Conversation>urn:uuid:" + UUID.randomUUID())
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1" + SENDER)
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>",
                        "<Recipients><Recipient>" + RECIPIENT + "</Recipient></Recipients>")
                .replaceFirst("(?s)(<LegalBasis>\\s*<Code>)[^<]+(</Code>)", "$1PALERMO$2");
    }
}
