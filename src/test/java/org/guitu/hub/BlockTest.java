package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.family.Breaks;
import org.guitu.hub.broker.BrokerUsers;
import org.guitu.hub.broker.TlsClient;
import org.guitu.message.Refusals;
import org.guitu.office.line.HubAddress;
import org.guitu.office.line.JmsLines;
import org.guitu.office.line.LineDown;
import org.guitu.office.line.TlsIdentity;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.Part;
import org.guitu.soap.SoapClient.Unanswered;
import org.guitu.soap.Troubled;
import org.guitu.trust.CertificateName;
import org.guitu.trust.Identity;
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

/** A block, of a party or of one certificate, is felt within five seconds by whoever is there already, at both doors. */
final class BlockTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Sample SAMPLES = new Sample(RunningHub.HOME.resolve("schemas"));
    private static final String OVER_JMS = "cn.53";
    private static final String OVER_SOAP = "vn.mps";

    @TempDir
    static Path folder;

    private static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(RunningHub.HOME, folder, CLOCK, BlockTest::look, OVER_JMS, OVER_SOAP, "cn.jco");
    }

    /** What a test changes in the directory is found soon. */
    private static void look(Path config) throws IOException {
        Files.writeString(config.resolve("hub.yaml"), "directory: {check: PT0.2S}\n", StandardOpenOption.APPEND);
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    /** A consumer that waits at its mailbox, and a sender between two messages. */
    private static final class AtTheJmsDoor implements AutoCloseable {
        /** For who consumes and for who only looks. */
        private final CountDownLatch cut = new CountDownLatch(2);

        private final ActiveMQConnectionFactory factory;
        private final jakarta.jms.Connection consuming;
        private final jakarta.jms.Connection sending;
        private final jakarta.jms.Connection browsing;
        private final jakarta.jms.MessageProducer sender;
        private final Session session;
        private final Session transacted;

        AtTheJmsDoor(Identity identity) throws Exception {
            factory = TlsClient.of(identity, KeyFiles.certificates(folder.resolve("ca/ca.pem")), hub.jmsPort());
            factory.setCallTimeout(4_000);
            consuming = factory.createConnection();
            consuming.setExceptionListener(e -> cut.countDown());
            consuming.start();
            var waiting = consuming.createSession(false, Session.AUTO_ACKNOWLEDGE);
            waiting.createConsumer(waiting.createQueue("hub.mailbox." + OVER_JMS))
                    .setMessageListener(message -> {});
            sending = factory.createConnection();
            session = sending.createSession(false, Session.AUTO_ACKNOWLEDGE);
            browsing = factory.createConnection();
            browsing.setExceptionListener(e -> cut.countDown());
            browsing.start();
            var looking = browsing.createSession(false, Session.AUTO_ACKNOWLEDGE);
            assertThat(looking.createBrowser(looking.createQueue("hub.mailbox." + OVER_JMS))
                            .getEnumeration()
                            .hasMoreElements())
                    .isFalse();
            transacted = factory.createConnection().createSession(true, Session.SESSION_TRANSACTED);
            transacted
                    .createProducer(transacted.createQueue("hub.in." + OVER_JMS))
                    .send(transacted.createBytesMessage());
            sender = session.createProducer(session.createQueue("hub.in." + OVER_JMS));
        }

        void isCutOff() throws InterruptedException {
            assertThat(cut.await(SOON.toMillis(), TimeUnit.MILLISECONDS))
                    .as("who consumes and who browses")
                    .isTrue();
            assertThatThrownBy(() -> sender.send(session.createBytesMessage())).isInstanceOf(JMSException.class);
            assertThatThrownBy(transacted::commit)
                    .as("what was sent before and not committed")
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> factory.createConnection().close()).isInstanceOf(JMSException.class);
        }

        @Override
        public void close() {
            factory.close();
        }
    }

    private static String retrieve(org.guitu.soap.SoapClient client, int seconds) {
        try {
            client.call(Operation.RETRIEVE, asked -> Part.add(asked, "Wait", (Object) seconds));
            return "answered";
        } catch (Troubled e) {
            return e.trouble().refusal().code();
        } catch (Unanswered e) {
            return "unanswered";
        }
    }

    @Test
    void a_blocked_party_is_cut_off_at_the_jms_door_with_its_sender_and_its_consumer() throws Exception {
        var identity = hub.identity(RunningHub.party(OVER_JMS), "tls");
        try (var open = new AtTheJmsDoor(identity)) {
            hub.admin("block", OVER_JMS, "--reason", "key lost");
            open.isCutOff();
        }
        hub.admin("block", OVER_JMS, "--undo", "--reason", "found again");
        Awaitility.await().atMost(SOON).ignoreExceptions().untilAsserted(() -> new AtTheJmsDoor(identity).close());
    }

    @Test
    void a_blocked_party_that_waits_at_the_soap_door_is_told_so() throws Exception {
        try (var client = hub.soap(OVER_SOAP)) {
            var waiting = CompletableFuture.supplyAsync(() -> retrieve(client, 30));
            Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            assertThat(waiting).isNotDone();
            hub.admin("block", OVER_SOAP, "--reason", "key lost");
            assertThat(waiting.get(SOON.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo("GT-2002");
            assertThat(retrieve(client, 0)).isEqualTo("GT-2002");
            hub.admin("block", OVER_SOAP, "--undo", "--reason", "found again");
            assertThat(retrieve(client, 0)).isEqualTo("answered");
        }
    }

    /** What an officer reads when the JMS door does not let this key in, in both languages; empty when it does. */
    private static String turnedAway(Identity identity) throws Exception {
        var address = new HubAddress("127.0.0.1", hub.jmsPort());
        var tls = new TlsIdentity(identity, KeyFiles.certificates(folder.resolve("ca/ca.pem")));
        try {
            new JmsLines(RunningHub.party("cn.jco"), address, tls, CLOCK).open().close();
            return "";
        } catch (LineDown e) {
            return e.text().zh() + "\n" + e.text().en();
        }
    }

    private static String serial(Identity identity) {
        return identity.certificate().getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    }

    @Test
    void at_the_jms_door_a_login_is_refused_with_the_code_and_the_certificate_in_both_languages() throws Exception {
        var party = RunningHub.party("cn.jco");
        var identity = hub.identity(party, "tls");
        assertThat(turnedAway(identity)).isEmpty();
        hub.admin("block", "cn.jco", "--reason", "house search");
        assertThat(turnedAway(identity)).startsWith("GT-2002 cn.jco 已被暂停").contains("GT-2002 cn.jco is blocked");
        hub.admin("block", "cn.jco", "--undo", "--reason", "over");
        var pem = folder.resolve("config/parties/cn.jco.tls.pem").toString();
        hub.admin("block", "cn.jco", "--certificate", pem, "--reason", "laptop stolen");
        assertThat(turnedAway(identity)).contains("GT-2004 The certificate CN=cn.jco", serial(identity));
        hub.admin("block", "cn.jco", "--certificate", pem, "--undo", "--reason", "laptop found");
        var now = CLOCK.instant();
        var stranger = new Issuance()
                .issue(
                        hub.authority(),
                        new Order(
                                party,
                                Purpose.TLS,
                                Kind.EC_P256,
                                new Validity(now.minusSeconds(60), now.plusSeconds(3_600)),
                                List.of()));
        assertThat(turnedAway(stranger)).contains("GT-2011 The TLS certificate", serial(stranger));
        var file = hub.directory("cn.jco");
        var text = Files.readString(file);
        Files.writeString(
                file, text + "certificates: [{file: cn.jco.tls.pem, from: '" + now.plusSeconds(3_600) + "'}]\n");
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> turnedAway(identity).contains("GT-2005 The certificate"));
        Files.writeString(file, text);
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> turnedAway(identity).isEmpty());
    }

    /** A second certificate of that party for this use, in the directory beside the first. */
    private static Identity second(String party, Purpose purpose) throws Exception {
        var stem = party + "." + purpose.name().toLowerCase(Locale.ROOT) + ".second";
        var now = CLOCK.instant();
        var made = folder.resolve("made");
        var identity = new Issuance()
                .issue(
                        hub.authority(),
                        new Order(
                                RunningHub.party(party),
                                purpose,
                                Kind.EC_P256,
                                new Validity(now.minusSeconds(60), now.plusSeconds(3_600)),
                                List.of()));
        KeyFiles.write(made, stem, identity);
        Files.move(made.resolve(stem + ".pem"), folder.resolve("config/parties").resolve(stem + ".pem"));
        return identity;
    }

    @Test
    void a_blocked_certificate_counts_nowhere_and_the_partys_other_one_does() throws Exception {
        var second = second(OVER_JMS, Purpose.TLS);
        var pem = folder.resolve("config/parties").resolve(OVER_JMS + ".tls.second.pem");
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> new AtTheJmsDoor(second).close());
        try (var open = new AtTheJmsDoor(second)) {
            hub.admin("block", OVER_JMS, "--certificate", pem.toString(), "--reason", "laptop stolen");
            open.isCutOff();
        }
        Awaitility.await()
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> new AtTheJmsDoor(hub.identity(RunningHub.party(OVER_JMS), "tls")).close());
        assertThat(hub.rows(
                        "SELECT who, subject, why FROM admin_action WHERE what = 'block' AND why = 'laptop stolen'"))
                .containsExactly(
                        "li.na " + OVER_JMS + " " + CertificateName.digest(second.certificate()) + " laptop stolen");
        // an external broker knows users by no more, and the certificate may leave the directory
        var digest = CertificateName.digest(second.certificate()).hex();
        assertThat(hub.rows("SELECT subject FROM party_block WHERE certificate = '" + digest + "'"))
                .containsExactly(BrokerUsers.subject(second.certificate()));
        // a block that was made before the record kept that gets it at the next start
        hub.rows("UPDATE party_block SET subject = '' WHERE certificate = '" + digest + "' RETURNING certificate");
        hub.restart();
        assertThat(hub.rows("SELECT subject FROM party_block WHERE certificate = '" + digest + "'"))
                .containsExactly(BrokerUsers.subject(second.certificate()));
    }

    @Test
    void at_the_soap_door_a_refusal_says_which_certificate_it_is_and_what_is_wrong_with_it() throws Exception {
        var pem = folder.resolve("config/parties").resolve(OVER_SOAP + ".tls.pem");
        var identity = hub.identity(RunningHub.party(OVER_SOAP), "tls");
        hub.admin("block", OVER_SOAP, "--certificate", pem.toString(), "--reason", "telephone stolen");
        assertThat(refusal(OVER_SOAP))
                .isEqualTo(Refusals.refused("GT-2004", CertificateName.with(identity.certificate(), OVER_SOAP))
                        .refusal()
                        .text()
                        .en());
        hub.admin("block", OVER_SOAP, "--certificate", pem.toString(), "--undo", "--reason", "telephone found");
        var file = hub.directory(OVER_SOAP);
        var text = Files.readString(file);
        Files.writeString(
                file,
                text + "certificates: [{file: " + pem.getFileName() + ", from: '"
                        + CLOCK.instant().plusSeconds(3_600) + "'}]\n");
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .untilAsserted(() -> assertThat(refusal(OVER_SOAP))
                        .contains("counts in the directory from")
                        .contains(
                                ", not now",
                                identity.certificate()
                                        .getSerialNumber()
                                        .toString(16)
                                        .toUpperCase(Locale.ROOT)));
        Files.writeString(file, text);
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> refusal(OVER_SOAP).isEmpty());
    }

    private static String refusal(String party) throws Exception {
        try (var client = hub.soap(party)) {
            client.call(Operation.RETRIEVE, asked -> {});
            return "";
        } catch (Troubled e) {
            return e.trouble().refusal().text().en();
        }
    }

    @Test
    void the_hubs_own_certificate_can_be_blocked_and_then_it_signs_and_accepts_nothing() throws Exception {
        var pem = folder.resolve("config/parties/cn.hub.sign.pem");
        try (var client = hub.soap(OVER_SOAP)) {
            hub.admin("block", "cn.hub", "--certificate", pem.toString(), "--reason", "disk stolen");
            assertThat(retrieve(client, 0)).isEqualTo("answered");
            var wire = hub.signed(alert());
            assertThat(submit(hub.soap(OVER_JMS), wire)).isEqualTo("GT-6007");
            // as it stays after a restart, which has to be possible: else nobody could let it in again
            hub.restart();
            assertThat(submit(hub.soap(OVER_JMS), wire)).isEqualTo("GT-6007");
            hub.admin("block", "cn.hub", "--certificate", pem.toString(), "--undo", "--reason", "disk found");
            assertThat(submit(hub.soap(OVER_JMS), wire)).isEqualTo("answered");
        }
    }

    @Test
    void the_hubs_own_channel_key_can_be_blocked_and_then_no_door_shows_it_and_no_envelope_is_signed_with_it()
            throws Exception {
        var pem = folder.resolve("config/parties/cn.hub.tls.pem");
        var jms = hub.identity(RunningHub.party(OVER_JMS), "tls");
        try (var client = hub.soap(OVER_SOAP);
                var inside = new AtTheJmsDoor(jms)) {
            assertThat(retrieve(client, 0)).isEqualTo("answered");
            hub.admin("block", "cn.hub", "--certificate", pem.toString(), "--reason", "disk stolen");
            inside.isCutOff();
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(retrieve(client, 0)).as("an open line").isEqualTo("unanswered"));
            assertThat(submit(hub.soap(OVER_JMS), hub.signed(alert())))
                    .as("a new line")
                    .isEqualTo("unanswered");
            assertThatThrownBy(() -> new AtTheJmsDoor(jms).close()).isInstanceOf(JMSException.class);
            // also after a restart, which has to be possible: else nobody could let it in again
            hub.restart();
            assertThatThrownBy(() -> new AtTheJmsDoor(jms).close()).isInstanceOf(JMSException.class);
        } finally {
            hub.admin("block", "cn.hub", "--certificate", pem.toString(), "--undo", "--reason", "disk found");
        }
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(submit(hub.soap(OVER_JMS), hub.signed(alert())))
                        .isEqualTo("answered"));
    }

    @Test
    void with_the_hubs_own_key_nobody_comes_in_at_its_door() throws Exception {
        // it reads every mailbox, and comes in by a password that never leaves its memory
        var own = KeyFiles.read(
                folder.resolve("data/keys/cn.hub.tls.p12"),
                KeyFiles.password(folder.resolve("data/keys/cn.hub.tls.password")));
        assertThatThrownBy(() -> new AtTheJmsDoor(own).close()).isInstanceOf(JMSException.class);
    }

    private static String submit(org.guitu.soap.SoapClient client, byte[] wire) {
        try (client) {
            client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", wire));
            return "answered";
        } catch (Troubled e) {
            return e.trouble().refusal().code();
        } catch (Unanswered e) {
            return "unanswered";
        }
    }

    private static String alert() throws Exception {
        return SAMPLES.current("alert", "alert-issue", CLOCK.instant())
                .replaceAll("<MessageId>[^<]*", "<MessageId>urn:uuid:" + UUID.randomUUID())
                .replaceAll("<Conversation>[^<]*", "<Conversation>urn:uuid:" + UUID.randomUUID())
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1" + OVER_JMS)
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>cn.jco</Recipient></Recipients>");
    }

    @Test
    @Breaks("GT-3124")
    void a_blocked_signing_certificate_signs_nothing_any_more_and_the_partys_other_one_does() throws Exception {
        var second = second(OVER_JMS, Purpose.SIGN);
        var pem = folder.resolve("config/parties").resolve(OVER_JMS + ".sign.pem");
        var first = hub.identity(RunningHub.party(OVER_JMS), "sign");
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> hub.send(hub.signed(alert(), second)).refusal().isEmpty());
        hub.admin("block", OVER_JMS, "--certificate", pem.toString(), "--reason", "token lost");
        assertThat(hub.send(hub.signed(alert(), first)).refusal().orElseThrow().code())
                .isEqualTo("GT-3124");
        assertThat(hub.send(hub.signed(alert(), second)).refusal()).isEmpty();
        // as openssl x509 -fingerprint writes it
        var fingerprint = CertificateName.digest(first.certificate())
                .hex()
                .toUpperCase(Locale.ROOT)
                .replaceAll("..(?!$)", "$0:");
        // what has left the directory meanwhile can still be let in again
        var kept = Files.readAllBytes(pem);
        Files.delete(pem);
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> hub.send(hub.signed(alert(), first))
                        .refusal()
                        .orElseThrow()
                        .code()
                        .equals("GT-3121"));
        hub.admin("block", OVER_JMS, "--certificate", fingerprint, "--undo", "--reason", "token found");
        Files.write(pem, kept);
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> hub.send(hub.signed(alert(), first)).refusal().isEmpty());
        assertThat(hub.send(hub.signed(alert(), first)).refusal()).isEmpty();
    }
}
