package org.guitu.hub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.guitu.demo.Exercise;
import org.guitu.demo.Prepared;
import org.guitu.directory.Directory;
import org.guitu.message.PartyId;
import org.guitu.soap.Trusting;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.TlsContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker as parties meet it: TLS with their own certificate, their own addresses, nothing else. */
class EmbeddedBrokerTest {
    private static final PartyId GUIZHOU = new PartyId("cn.52");
    private static final PartyId GUANGDONG = new PartyId("cn.44");

    private static final EmbeddedBroker.Disk DISK = new EmbeddedBroker.Disk(true, 95);

    @TempDir
    static Path folder;

    static Exercise exercise;
    static EmbeddedBroker broker;
    static BrokerSetup setup;
    static List<X509Certificate> anchors;
    static int port;

    @BeforeAll
    static void start() throws Exception {
        exercise = Prepared.in(folder, List.of(GUIZHOU, GUANGDONG));
        anchors = KeyFiles.certificates(folder.resolve("ca/ca.pem"));
        var users = new BrokerUsers(folder.resolve("data/broker"));
        broker = EmbeddedBroker.start(
                new EmbeddedBroker.Settings(
                        exercise.config().resolve("broker.xml"), folder.resolve("data/broker"), DISK, "127.0.0.1", 0),
                tls(),
                users);
        setup = new BrokerSetup(broker.address(), users);
        apply(party -> false);
        port = broker.openDoor();
    }

    @AfterAll
    static void stop() {
        setup.close();
        broker.close();
    }

    /** A broker of its own, with a journal of small files. */
    private static EmbeddedBroker small(Path data) throws Exception {
        var file = folder.resolve("small.xml");
        Files.writeString(
                file,
                Files.readString(exercise.config().resolve("broker.xml"))
                        .replace("<journal-file-size>10M<", "<journal-file-size>100K<")
                        .replace("<journal-pool-files>10<", "<journal-pool-files>2<"));
        var disk = new EmbeddedBroker.Disk(false, 95);
        return EmbeddedBroker.start(
                new EmbeddedBroker.Settings(file, data, disk, "127.0.0.1", 0), tls(), new BrokerUsers(data));
    }

    private static SSLContext tls() throws Exception {
        var hub = identity(exercise.data().resolve("keys"), "cn.hub");
        var trust = Trusting.authorities(anchors);
        return TlsContext.of(() -> hub, () -> trust);
    }

    /** Sends some of 10 KB through the hub's own connection and takes them; each eighth stays, so that files are thinned out. */
    private static void pass(EmbeddedBroker through, int messages) throws Exception {
        try (var factory = through.address().factory()) {
            factory.setCallTimeout(2_000);
            factory.setReconnectAttempts(0);
            try (var connection = factory.createConnection()) {
                connection.start();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var core = ((ActiveMQSession) session).getCoreSession();
                if (!core.queueQuery(SimpleString.of("kept")).isExists()) {
                    core.createAddress(SimpleString.of("kept"), RoutingType.ANYCAST, false);
                    core.createQueue(QueueConfiguration.of("kept").setRoutingType(RoutingType.ANYCAST));
                }
                var queue = session.createQueue("kept");
                var consumer = session.createConsumer(queue, "stays IS NULL");
                var producer = session.createProducer(queue);
                for (int i = 0; i < messages; i++) {
                    var message = session.createBytesMessage();
                    message.writeBytes(new byte[10_000]);
                    if (i % 8 == 7) {
                        message.setBooleanProperty("stays", true);
                    }
                    producer.send(message);
                    assertThat(i % 8 == 7 || consumer.receive(2_000) != null).isTrue();
                }
            }
        }
    }

    /** On Java 24 and newer the broker ended when it first compacted its journal. */
    @Test
    void a_journal_gives_back_the_files_it_needs_no_longer() throws Exception {
        var data = folder.resolve("rolling");
        try (var small = small(data)) {
            pass(small, 300);
            try (var files = Files.list(data.resolve("journal"))) {
                assertThat(files.count()).isLessThan(20);
            }
        }
    }

    @Test
    void whoever_runs_the_broker_is_told_when_its_disk_fails() throws Exception {
        var data = folder.resolve("failing");
        var told = new CountDownLatch(1);
        try (var small = small(data)) {
            small.whenBroken(told::countDown);
            pass(small, 5);
            assertThat(told.getCount()).isEqualTo(1);
            Files.move(data.resolve("journal"), data.resolve("gone"));
            // nothing passes any more, whether the client is told or only waits
            assertThatThrownBy(() -> pass(small, 300)).isInstanceOf(Throwable.class);
            assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void apply(java.util.function.Predicate<PartyId> blocked) throws Exception {
        var directory = Directory.load(exercise.config().resolve("parties"));
        setup.take(BrokerPlan.of(
                directory,
                new PartyId("cn.hub"),
                blocked,
                Set.of(),
                Clock.systemUTC().instant()));
        setup.follow();
    }

    private static Identity identity(Path keys, String party) throws Exception {
        return KeyFiles.read(
                keys.resolve(party + ".tls.p12"), KeyFiles.password(keys.resolve(party + ".tls.password")));
    }

    private static ConnectionFactory client(PartyId party) throws Exception {
        var own = identity(exercise.office(party).resolve("keys"), party.value());
        return quick(TlsClient.of(own, anchors, port));
    }

    private static ConnectionFactory quick(ActiveMQConnectionFactory factory) {
        factory.setInitialConnectAttempts(1);
        factory.setReconnectAttempts(0);
        factory.setCallTimeout(3000);
        return factory;
    }

    private static void send(ConnectionFactory from, String queue, String text) throws JMSException {
        try (var connection = from.createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var producer = session.createProducer(session.createQueue(queue))) {
            var message = session.createBytesMessage();
            message.writeBytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            message.setStringProperty("_AMQ_ORIG_ADDRESS", "hub.in.cn.44");
            producer.send(message);
        }
    }

    private static BytesMessage take(ConnectionFactory from, String queue) throws JMSException {
        try (var connection = from.createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            var message = consumer.receive(3000);
            assertThat(message).isInstanceOf(BytesMessage.class);
            return (BytesMessage) message;
        }
    }

    private static ConnectionFactory hub() {
        return broker.address().factory();
    }

    @Test
    void the_journal_is_written_with_libaio_exactly_where_it_works() {
        var works = AIOSequentialFileFactory.isSupported(folder.toFile());
        assertThat(broker.journal()).isEqualTo(works ? JournalType.ASYNCIO : JournalType.NIO);
    }

    @Test
    void the_pause_of_the_journal_is_the_one_the_file_says_whatever_it_is_written_with() throws Exception {
        var shipped = EmbeddedBroker.read(Path.of("config/broker.xml"));
        EmbeddedBroker.journal(shipped, false, folder);
        assertThat(shipped.getJournalType()).isEqualTo(JournalType.NIO);
        assertThat(shipped.getJournalBufferTimeout_NIO()).isEqualTo(100_000);
        assertThat(shipped.getJournalBufferTimeout_AIO()).isEqualTo(100_000);
        var forLibaio =
                new ConfigurationImpl().setJournalType(JournalType.ASYNCIO).setJournalBufferTimeout_AIO(70_000);
        EmbeddedBroker.journal(forLibaio, false, folder);
        assertThat(forLibaio.getJournalBufferTimeout_NIO()).isEqualTo(70_000);
    }

    @Test
    void what_a_party_sends_reaches_the_gate_under_the_address_the_broker_wrote() throws Exception {
        send(client(GUIZHOU), "hub.in.cn.52", "one");
        var arrived = take(hub(), "hub.gate");
        assertThat(arrived.getStringProperty("_AMQ_ORIG_ADDRESS")).isEqualTo("hub.in.cn.52");
    }

    @Test
    void a_party_cannot_send_on_the_address_of_another() throws Exception {
        var guizhou = client(GUIZHOU);
        assertThatThrownBy(() -> send(guizhou, "hub.in.cn.44", "two")).isInstanceOf(JMSException.class);
    }

    @Test
    void a_party_reads_its_own_mailbox_and_no_other() throws Exception {
        send(hub(), "hub.mailbox.cn.44", "three");
        var guizhou = client(GUIZHOU);
        assertThatThrownBy(() -> take(guizhou, "hub.mailbox.cn.44")).isInstanceOf(JMSException.class);
        assertThat(take(client(GUANGDONG), "hub.mailbox.cn.44").getBodyLength()).isEqualTo(5);
    }

    /** The broker could remember a right by the name a client claims; the hub has just used the very same right. */
    @Test
    void a_party_that_calls_itself_the_hub_has_no_right_of_the_hub() throws Exception {
        for (var name : List.of("hub", broker.address().user(), "cn.44")) {
            send(hub(), "hub.mailbox.cn.44", "seven");
            var guizhou = client(GUIZHOU);
            try (var connection = guizhou.createConnection(name, "");
                    var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                assertThatThrownBy(() -> {
                            try (var producer = session.createProducer(session.createQueue("hub.mailbox.cn.44"))) {
                                producer.send(session.createBytesMessage());
                            }
                        })
                        .as(name)
                        .isInstanceOf(JMSException.class);
                assertThatThrownBy(() -> session.createConsumer(session.createQueue("hub.mailbox.cn.44")))
                        .as(name)
                        .isInstanceOf(JMSException.class);
            }
            assertThat(take(client(GUANGDONG), "hub.mailbox.cn.44").getBodyLength())
                    .isEqualTo(5);
        }
    }

    @Test
    void a_client_without_a_certificate_is_turned_away() throws Exception {
        var trustOnly = SSLContext.getInstance("TLS");
        trustOnly.init(null, new TrustManager[] {Trusting.authorities(anchors)}, null);
        var stranger = BrokerAddress.stranger("tcp://127.0.0.1:" + port, trustOnly);
        assertThatThrownBy(() -> send(quick(stranger.factory()), "hub.in.cn.52", "four"))
                .isInstanceOf(JMSException.class);
    }

    @Test
    void a_blocked_party_is_cut_off_at_once_and_let_in_again_later() throws Exception {
        var guangdong = client(GUANGDONG);
        try (var connection = guangdong.createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            var closed = new java.util.concurrent.CountDownLatch(1);
            connection.setExceptionListener(e -> closed.countDown());
            connection.start();
            session.createConsumer(session.createQueue("hub.mailbox.cn.44"));
            apply(GUANGDONG::equals);
            assertThat(closed.await(3, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (JMSException e) {
            // closing what the broker closed already may say so
        }
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThatThrownBy(() -> take(guangdong, "hub.mailbox.cn.44"))
                        .isInstanceOf(JMSException.class));
        apply(party -> false);
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    send(hub(), "hub.mailbox.cn.44", "five");
                    assertThat(take(guangdong, "hub.mailbox.cn.44").getBodyLength())
                            .isPositive();
                });
    }
}
