package org.guitu.hub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.guitu.demo.Exercise;
import org.guitu.demo.Prepared;
import org.guitu.directory.Directory;
import org.guitu.message.PartyId;
import org.guitu.process.BrokerProcess;
import org.guitu.soap.Trusting;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An Artemis of the operator's, which knows users by the subject of their certificate: whose certificate is blocked stays out. */
class ExternalBrokerTest {
    private static final PartyId HUB = new PartyId("cn.hub");
    private static final PartyId GUIZHOU = new PartyId("cn.52");
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path folder;

    private final Set<X509Certificate> blocked = new HashSet<>();
    private final List<ActiveMQConnectionFactory> factories = new ArrayList<>();
    private Exercise exercise;
    private EmbeddedActiveMQ broker;
    private BrokerSetup setup;
    private volatile Identity shown;
    private int port;

    @BeforeEach
    void start() throws Exception {
        exercise = Prepared.in(folder, List.of(GUIZHOU));
        var users = new BrokerUsers(folder.resolve("data/broker"));
        users.write(plan(Set.of()));
        broker = BrokerProcess.start(folder, 0);
        port = ((NettyAcceptor) broker.getActiveMQServer().getRemotingService().getAcceptor("door")).getActualPort();
        shown = hub();
        setup = new BrokerSetup(address(), users);
        apply();
    }

    @AfterEach
    void stop() throws Exception {
        factories.forEach(ActiveMQConnectionFactory::close);
        setup.close();
        broker.stop();
    }

    /** With the hub's key of the moment. */
    private BrokerAddress address() throws Exception {
        var trust = Trusting.authorities(anchors());
        return BrokerAddress.outside("tcp://127.0.0.1:" + port, () -> shown, () -> trust);
    }

    private List<X509Certificate> anchors() throws Exception {
        return KeyFiles.certificates(folder.resolve("ca/ca.pem"));
    }

    private BrokerPlan plan(Set<String> gone) throws Exception {
        var directory = Directory.load(exercise.config().resolve("parties")).blocking(blocked::contains);
        return BrokerPlan.of(directory, HUB, party -> false, gone, CLOCK.instant());
    }

    private void apply() throws Exception {
        apply(setup, plan(Set.of()));
    }

    private static void apply(BrokerSetup setup, BrokerPlan plan) throws IOException {
        setup.take(plan);
        setup.follow();
    }

    private static Identity identity(Path keys, String party) throws Exception {
        return KeyFiles.read(
                keys.resolve(party + ".tls.p12"), KeyFiles.password(keys.resolve(party + ".tls.password")));
    }

    private Identity hub() throws Exception {
        return identity(exercise.data().resolve("keys"), "cn.hub");
    }

    private Identity guizhou() throws Exception {
        return identity(exercise.office(GUIZHOU).resolve("keys"), "cn.52");
    }

    /** A second certificate of that party in the directory. */
    private Identity second(PartyId party) throws Exception {
        var authority = KeyFiles.read(folder.resolve("ca/ca.p12"), KeyFiles.password(folder.resolve("ca/ca.password")));
        var now = CLOCK.instant();
        var identity = new Issuance()
                .issue(
                        authority,
                        new Order(
                                party,
                                Purpose.TLS,
                                Kind.EC_P256,
                                new Validity(now.minusSeconds(60), now.plusSeconds(3_600)),
                                List.of("127.0.0.1")));
        var stem = party + ".tls.second";
        KeyFiles.write(folder.resolve("made"), stem, identity);
        Files.copy(
                folder.resolve("made").resolve(stem + ".pem"),
                exercise.config().resolve("parties").resolve(stem + ".pem"));
        return identity;
    }

    private ActiveMQConnectionFactory client(Identity identity) throws Exception {
        var factory = TlsClient.of(identity, anchors(), port);
        factory.setCallTimeout(4_000);
        factories.add(factory);
        return factory;
    }

    /** A consumer that waits, until it is cut off. */
    private CountDownLatch waiting(Identity identity, String queue) throws Exception {
        var connection = connection(identity);
        var cut = new CountDownLatch(1);
        connection.setExceptionListener(e -> cut.countDown());
        connection.start();
        var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(session.createQueue(queue)).setMessageListener(message -> {});
        return cut;
    }

    private Connection connection(Identity identity) throws Exception {
        return client(identity).createConnection();
    }

    /** The broker reads its users again when the file's time has changed. */
    private void comesIn(Identity identity) {
        Awaitility.await()
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> connection(identity).close());
    }

    private void staysOut(Identity identity) {
        var problem = new AtomicReference<Throwable>();
        Awaitility.await()
                .atMost(SOON)
                .during(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> assertThatThrownBy(() -> connection(identity).close())
                                .isInstanceOf(JMSException.class)
                                .satisfies(problem::set));
        assertThat(problem.get()).hasMessageContaining("AMQ229031");
    }

    @Test
    void both_certificates_of_a_party_come_in_while_one_follows_the_other() throws Exception {
        var second = second(GUIZHOU);
        assertThat(BrokerUsers.subject(second.certificate()))
                .isNotEqualTo(BrokerUsers.subject(guizhou().certificate()));
        apply();
        comesIn(second);
        comesIn(guizhou());
    }

    @Test
    void a_blocked_certificate_is_cut_off_and_stays_out_while_the_other_one_of_its_party_comes_in() throws Exception {
        var second = second(GUIZHOU);
        apply();
        comesIn(second);
        var cut = waiting(guizhou(), "hub.mailbox.cn.52");
        blocked.add(guizhou().certificate());
        apply();
        assertThat(cut.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        staysOut(guizhou());
        comesIn(second);
        // whoever has left the directory meanwhile is no less blocked
        Files.delete(exercise.config().resolve("parties/cn.52.tls.pem"));
        apply(setup, plan(Set.of(BrokerUsers.subject(guizhou().certificate()))));
        staysOut(guizhou());
        comesIn(second);
    }

    @Test
    void nobody_comes_in_by_a_subject_that_a_blocked_certificate_has_too() throws Exception {
        var subject = BrokerUsers.subject(guizhou().certificate());
        comesIn(guizhou());
        apply(setup, plan(Set.of(subject)));
        staysOut(guizhou());
        apply();
        comesIn(guizhou());
    }

    @Test
    void a_blocked_key_of_the_hub_is_cut_off_too_and_the_hub_goes_on_with_another() throws Exception {
        var lost = hub();
        var second = second(HUB);
        apply();
        comesIn(second);
        shown = second;
        var cut = waiting(lost, "hub.mailbox.cn.52");
        blocked.add(lost.certificate());
        apply();
        assertThat(cut.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        staysOut(lost);
        comesIn(second);
    }

    @Test
    void a_hub_whose_only_key_is_blocked_ends_what_is_open_as_its_last_act() throws Exception {
        var lost = hub();
        var cut = waiting(lost, "hub.mailbox.cn.52");
        requireLastAct(lost, cut);
        assertThatThrownBy(this::apply).isInstanceOf(IOException.class);
        var second = second(HUB);
        shown = second;
        comesInAgain();
    }

    @Test
    void nor_does_it_stay_when_its_successor_is_registered_and_the_key_of_that_is_not_there_yet() throws Exception {
        var lost = hub();
        var cut = waiting(lost, "hub.mailbox.cn.52");
        var second = second(HUB);
        apply();
        requireLastAct(lost, cut);
        shown = second;
        comesInAgain();
    }

    @Test
    void a_broker_that_does_not_answer_does_not_put_off_that_the_hubs_blocked_key_lets_nobody_in() throws Exception {
        mute((towards, file) -> {
            blocked.add(shown.certificate());
            towards.take(plan(Set.of()));
            var told = asked(towards);
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(file).content().doesNotContain(BrokerPlan.HUB_ROLE + "="));
            assertThat(told.isDone()).as("it still waits for the broker").isFalse();
        });
    }

    @Test
    void nor_that_a_party_is_blocked_while_a_call_hangs() throws Exception {
        mute((towards, file) -> {
            second(GUIZHOU);
            towards.take(plan(Set.of()));
            var told = asked(towards);
            blocked.add(guizhou().certificate());
            var gone = BrokerUsers.subject(guizhou().certificate());
            assertThat(file).content().contains(gone.substring(0, gone.indexOf(", O=")));
            towards.take(plan(Set.of()));
            assertThat(file).content().doesNotContain(gone.substring(0, gone.indexOf(", O=")));
            assertThat(told.isDone()).as("it still waits for the broker").isFalse();
        });
    }

    interface Towards {
        void apply(BrokerSetup setup, Path users) throws Exception;
    }

    /** A broker that lets nobody finish a handshake. */
    private void mute(Towards then) throws Exception {
        var data = folder.resolve("data/silent");
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var trust = Trusting.authorities(anchors());
            var address = BrokerAddress.outside("tcp://127.0.0.1:" + silent.getLocalPort(), () -> shown, () -> trust);
            try (var towards = new BrokerSetup(address, new BrokerUsers(data))) {
                towards.take(plan(Set.of()));
                var file = data.resolve("cert-users.properties");
                assertThat(file).content().contains(BrokerPlan.HUB_ROLE + "=");
                then.apply(towards, file);
            }
        }
    }

    /** In a thread of its own, until the test is over. */
    private static CompletableFuture<Void> asked(BrokerSetup towards) {
        var asked = new CompletableFuture<Void>();
        var thread = new Thread(
                () -> {
                    try {
                        towards.follow();
                        asked.complete(null);
                    } catch (IOException e) {
                        asked.completeExceptionally(e);
                    }
                },
                "asks");
        thread.setDaemon(true);
        thread.start();
        return asked;
    }

    @Test
    void what_cannot_be_made_at_the_broker_keeps_nobody_in_who_has_to_go() throws Exception {
        apply();
        var cut = waiting(guizhou(), "hub.mailbox.cn.52");
        blocked.add(guizhou().certificate());
        var plan = plan(Set.of());
        var strange =
                new BrokerPlan(List.of("hub.gate\"},{"), plan.diverts(), plan.rights(), plan.users(), plan.barred());
        assertThatThrownBy(() -> apply(setup, strange)).isInstanceOf(IOException.class);
        assertThat(cut.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    }

    /** Blocks the key by which the hub itself comes in, and sees that what is open with it ends and nothing new is opened. */
    private void requireLastAct(Identity lost, CountDownLatch cut) throws Exception {
        blocked.add(lost.certificate());
        try {
            apply();
        } catch (IOException e) {
            // it may be shut out before it has said goodbye
            assertThat(e).hasMessageContaining("session");
        }
        assertThat(cut.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        staysOut(lost);
    }

    /** With a key that was registered meanwhile. */
    private void comesInAgain() {
        Awaitility.await().atMost(SOON).ignoreExceptions().untilAsserted(this::apply);
    }

    @Test
    void nor_does_a_queue_of_its_own_keep_who_has_a_blocked_key_of_the_hub() throws Exception {
        var lost = hub();
        var second = second(HUB);
        apply();
        comesIn(second);
        shown = second;
        var connection = connection(lost);
        var cut = new CountDownLatch(1);
        connection.setExceptionListener(e -> cut.countDown());
        connection.start();
        var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        var core = ((ActiveMQSession) session).getCoreSession();
        core.createAddress(SimpleString.of("aside"), RoutingType.ANYCAST, false);
        core.createQueue(QueueConfiguration.of("aside").setRoutingType(RoutingType.ANYCAST));
        session.createConsumer(session.createQueue("aside")).setMessageListener(message -> {});
        blocked.add(lost.certificate());
        apply();
        assertThat(cut.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    }

    @Test
    void a_subject_in_chinese_is_known() throws Exception {
        var users = new Properties();
        var pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        var certificate = new JcaX509v3CertificateBuilder(
                new X500Name("CN=test"),
                BigInteger.ONE,
                Date.from(CLOCK.instant()),
                Date.from(CLOCK.instant()),
                new X500Name("O=贵州省公安厅"),
                pair.getPublic());
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
        var made = new JcaX509CertificateConverter().getCertificate(certificate.build(signer));
        new BrokerUsers(folder.resolve("chinese"))
                .write(new BrokerPlan(List.of(), Map.of(), Map.of(), Map.of("cn.52", List.of(made)), Set.of()));
        try (var in = Files.newInputStream(folder.resolve("chinese/cert-users.properties"))) {
            users.load(in);
        }
        assertThat(users.getProperty("cn.52")).contains("O=贵州省公安厅");
    }

    @Test
    void a_hub_that_starts_under_a_block_cuts_off_who_came_in_with_its_key_before() throws Exception {
        var lost = hub();
        var second = second(HUB);
        apply();
        comesIn(second);
        shown = second;
        var cut = waiting(lost, "hub.gate");
        blocked.add(lost.certificate());
        var users = new BrokerUsers(folder.resolve("data/broker"));
        users.write(plan(Set.of()));
        comesIn(second);
        assertThat(cut.getCount()).isEqualTo(1);
        try (var started = new BrokerSetup(address(), users)) {
            apply(started, plan(Set.of()));
        }
        assertThat(cut.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        staysOut(lost);
    }
}
