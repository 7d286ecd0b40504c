package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.hub.broker.TlsClient;
import org.guitu.office.line.HubAddress;
import org.guitu.office.line.JmsLines;
import org.guitu.office.line.LineDown;
import org.guitu.office.line.TlsIdentity;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.SoapClient;
import org.guitu.soap.SoapClient.Unanswered;
import org.guitu.soap.Troubled;
import org.guitu.trust.Authorities;
import org.guitu.trust.CertificateName;
import org.guitu.trust.Exposed;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.Revoker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A new authority counts at every door of a running hub, and one that is taken out counts no more. */
final class AuthoritiesTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SENDER = "cn.52";
    /** Not the sender: whoever loses a certificate is cut off with all it has open. */
    private static final String READER = "cn.53";

    private static final String OVER_SOAP = "vn.mps";

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private RunningHub hub;

    private final Identity authority = new Issuance().authority("another", Kind.EC_P256, hours());

    private static Validity hours() {
        var now = CLOCK.instant();
        return new Validity(now.minus(Duration.ofMinutes(5)), now.plus(Duration.ofHours(3)));
    }

    @BeforeEach
    void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME,
                folder,
                CLOCK,
                config -> Files.writeString(
                        config.resolve("hub.yaml"), "directory: {check: PT0.2S}\n", StandardOpenOption.APPEND),
                SENDER,
                READER,
                OVER_SOAP,
                "cn.jco");
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    /** A key of that party by the new authority, registered. */
    private Identity certified(String party, Purpose purpose) throws Exception {
        var order = new Order(RunningHub.party(party), purpose, Kind.EC_P256, hours(), List.of());
        var made = new Issuance().issue(authority, order);
        var use = purpose == Purpose.TLS ? "tls" : "sign";
        KeyFiles.writeCertificate(
                folder.resolve("config/parties/" + party + "." + use + ".another.pem"), made.certificate());
        return made;
    }

    private Path trusted(String name) {
        return folder.resolve("data/trust").resolve(name);
    }

    private ActiveMQConnectionFactory jms(Identity identity) throws Exception {
        var factory = TlsClient.of(identity, KeyFiles.certificates(folder.resolve("ca/ca.pem")), hub.jmsPort());
        factory.setCallTimeout(4_000);
        return factory;
    }

    private boolean comesIn(Identity identity) throws Exception {
        try (var factory = jms(identity)) {
            factory.createConnection().close();
            return true;
        } catch (JMSException e) {
            return false;
        }
    }

    private static String describe(SoapClient client) throws Exception {
        try {
            client.call(Operation.DESCRIBE, asked -> {});
            return "answered";
        } catch (Troubled e) {
            return e.trouble().refusal().code();
        } catch (Unanswered e) {
            return "unanswered";
        }
    }

    private static String describe(RunningHub hub, Identity channel) throws Exception {
        try (var client = hub.soap(channel, channel)) {
            return describe(client);
        }
    }

    private static String alert() throws IOException {
        return new Sample(RunningHub.HOME.resolve("schemas"))
                .current("alert", "alert-issue", CLOCK.instant())
                .replaceAll("<MessageId>[^<]*", "<MessageId>urn:uuid:" + UUID.randomUUID())
                .replaceAll("<Conversation>[^<]*", "<Conversation>urn:uuid:" + UUID.randomUUID())
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>cn.jco</Recipient></Recipients>");
    }

    /** What the hub answers to an alert signed with this key. */
    private String answer(Identity signer) throws Exception {
        var answer = hub.send(hub.signed(alert(), signer));
        return answer.refusal().map(refusal -> refusal.code()).orElse("accepted");
    }

    private String health() throws IOException, InterruptedException {
        var port = HubRun.running(folder.resolve("data")).orElseThrow().management();
        var asked = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                .build();
        return HttpClient.newHttpClient()
                .send(asked, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** What an officer reads when the JMS door does not let this key in; empty when it does. */
    private String turnedAway(Identity identity) throws Exception {
        var tls = new TlsIdentity(identity, KeyFiles.certificates(folder.resolve("ca/ca.pem")));
        try {
            new JmsLines(RunningHub.party(READER), new HubAddress("127.0.0.1", hub.jmsPort()), tls, CLOCK)
                    .open()
                    .close();
            return "";
        } catch (LineDown e) {
            return e.text().en();
        }
    }

    /** TLS takes what a client shows with its certificate for the way to an authority; the exchange trusts nobody by that. */
    @Test
    void who_shows_the_way_to_an_authority_itself_is_told_that_the_exchange_does_not_know_it() throws Exception {
        var root = Authorities.sound().during(hours()).root("root");
        var between = Authorities.sound().during(hours()).under(root, "between");
        KeyFiles.writeCertificate(trusted("root.pem"), root.certificate());
        var order = new Order(RunningHub.party(READER), Purpose.TLS, Kind.EC_P256, hours(), List.of());
        var own = new Issuance().issue(between, order);
        var shown = new Identity(Exposed.key(own), List.of(own.certificate(), between.certificate()));
        KeyFiles.writeCertificate(folder.resolve("config/parties/" + READER + ".tls.between.pem"), own.certificate());
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(turnedAway(shown))
                        .startsWith("GT-3143 ")
                        .contains(CertificateName.serial(own.certificate()), "CN=between"));
        assertThat(RunningHub.check(folder.resolve("config"), folder.resolve("data")))
                .contains(READER + ": its TLS certificate would be refused at its door (GT-3143");
        assertThat(hub.metrics()).containsPattern("guitu_refused_total\\{[^}]*GT-3143[^}]*jms");
        KeyFiles.writeCertificate(trusted("between.pem"), between.certificate());
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(turnedAway(shown)).isEmpty());
    }

    @Test
    void why_an_authority_gives_no_answer_is_told_to_whoever_runs_the_hub() throws Exception {
        Files.writeString(trusted("ca.crl"), "rubbish");
        Files.writeString(trusted("ca.yaml"), "crl: ca.crl\n");
        var own = hub.identity(RunningHub.party(SENDER), "sign");
        var log = (Logger) LoggerFactory.getLogger("guitu.gate");
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        try {
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(answer(own)).isEqualTo("GT-3148"));
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list)
                .anySatisfy(line ->
                        assertThat(line.getKeyValuePairs().toString()).contains("ca.crl: the CRL cannot be read"));
        assertThat(health()).contains("ca.crl: the CRL cannot be read");
        assertThat(RunningHub.check(folder.resolve("config"), folder.resolve("data")))
                .contains("GT-3148", "ca.crl: the CRL cannot be read");
        Files.write(trusted("ca.crl"), new Revoker(hub.authority()).crl(CLOCK.instant()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(answer(own)).isEqualTo("accepted"));
        assertThat(health()).doesNotContain("cannot be read");
    }

    @Test
    void it_counts_as_soon_as_it_is_in_the_folder_and_no_longer_than_it_is_there() throws Exception {
        var signer = certified(SENDER, Purpose.SIGN);
        var channel = certified(READER, Purpose.TLS);
        var abroad = certified(OVER_SOAP, Purpose.TLS);
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(answer(signer)).isEqualTo("GT-3143"));
        assertThat(comesIn(channel)).isFalse();
        assertThat(describe(hub, abroad)).isEqualTo("unanswered");

        Files.writeString(trusted("another.yaml"), "revocation: none\n");
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(health()).contains("belongs to no authority"));
        KeyFiles.writeCertificate(trusted("another.pem"), authority.certificate());
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(answer(signer)).isEqualTo("accepted"));
        assertThat(health()).doesNotContain("belongs to no authority");
        Awaitility.await().atMost(SOON).until(() -> comesIn(channel));
        try (var factory = jms(channel);
                var consuming = factory.createConnection();
                var client = hub.soap(abroad, abroad)) {
            var cut = new CountDownLatch(1);
            consuming.setExceptionListener(e -> cut.countDown());
            consuming.start();
            var session = consuming.createSession(false, Session.AUTO_ACKNOWLEDGE);
            session.createConsumer(session.createQueue("hub.mailbox." + READER)).setMessageListener(message -> {});
            assertThat(describe(client)).isEqualTo("answered");

            Files.delete(trusted("another.yaml"));
            Files.delete(trusted("another.pem"));
            assertThat(cut.await(SOON.toSeconds(), TimeUnit.SECONDS))
                    .as("who came in before")
                    .isTrue();
            assertThatThrownBy(() -> session.createProducer(session.createQueue("hub.in." + READER)))
                    .isInstanceOf(JMSException.class);
            assertThat(describe(client)).as("over a channel that is open").isIn("GT-3143", "unanswered");
        }
        assertThat(comesIn(channel)).isFalse();
        assertThat(describe(hub, abroad)).isEqualTo("unanswered");
        assertThat(answer(signer)).isEqualTo("GT-3143");
        // who is certified by the other has seen nothing of it
        assertThat(answer(hub.identity(RunningHub.party(SENDER), "sign"))).isEqualTo("accepted");
    }
}
