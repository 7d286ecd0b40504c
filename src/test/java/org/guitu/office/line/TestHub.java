package org.guitu.office.line;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.guitu.artemis.GivenContext;
import org.guitu.trust.Identity;

/** A broker as the hub's (CORE over TLS, client certificates, a queue set a party) and a hub that answers as it is told. */
public final class TestHub implements AutoCloseable {
    /** What the hub answers to bytes that came in: a receipt, or silence. */
    @FunctionalInterface
    public interface Answers {
        Optional<Answer> to(byte[] wire);
    }

    /** A receipt with the properties the hub sends beside it. */
    public record Answer(byte[] receipt, String kind, Optional<String> acknowledges) {}

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final String password = UUID.randomUUID().toString();
    private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
    private final Connection connection;
    private final List<String> parties;
    private volatile Answers answers = wire -> Optional.empty();

    public TestHub(Path folder, ExerciseKeys keys, List<String> parties) throws Exception {
        this(folder, keys, keys.tls("cn.hub", "localhost", "127.0.0.1"), parties);
    }

    TestHub(Path folder, ExerciseKeys keys, Identity server, List<String> parties) throws Exception {
        this.parties = parties;
        broker.setConfiguration(configuration(folder, keys.client(server)));
        broker.setSecurityManager(new ChannelOwners(password));
        broker.start();
        ConnectionFactory factory = new ActiveMQConnectionFactory("vm://" + System.identityHashCode(this));
        connection = factory.createConnection(ChannelOwners.HUB, password);
        for (var party : parties) {
            serve(party);
        }
        connection.start();
    }

    private ConfigurationImpl configuration(Path folder, TlsIdentity server) throws Exception {
        var configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(false);
        configuration.setSecurityEnabled(true);
        configuration.setJournalDirectory(folder.resolve("journal").toString());
        configuration.setBindingsDirectory(folder.resolve("bindings").toString());
        configuration.setLargeMessagesDirectory(folder.resolve("large").toString());
        configuration.setPagingDirectory(folder.resolve("paging").toString());
        configuration.addAcceptorConfiguration("vm", "vm://" + System.identityHashCode(this));
        var door = Map.<String, Object>of(
                "host",
                "127.0.0.1",
                "port",
                0,
                "protocols",
                "CORE",
                "useEpoll",
                false,
                "sslEnabled",
                true,
                "needClientAuth",
                true,
                GivenContext.KEY,
                server.context());
        configuration.addAcceptorConfiguration(
                new TransportConfiguration(NettyAcceptorFactory.class.getName(), door, "tls"));
        var settings = new AddressSettings();
        settings.setAutoCreateAddresses(false);
        settings.setAutoCreateQueues(false);
        configuration.addAddressSetting("#", settings);
        for (var party : parties) {
            for (var queue : List.of("hub.in.", "hub.mailbox.", "hub.receipt.")) {
                configuration.addQueueConfiguration(
                        QueueConfiguration.of(queue + party).setRoutingType(RoutingType.ANYCAST));
            }
        }
        return configuration;
    }

    private void serve(String party) throws JMSException {
        var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        var replies = session.createProducer(session.createQueue("hub.receipt." + party));
        session.createConsumer(session.createQueue("hub.in." + party)).setMessageListener(message -> {
            try {
                var wire = bytes(message);
                arrived.add(wire);
                var answer = answers.to(wire);
                if (answer.isPresent()) {
                    var reply = receipt(session, answer.get());
                    reply.setJMSCorrelationID(message.getJMSMessageID());
                    replies.send(reply);
                }
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static BytesMessage receipt(Session session, Answer answer) throws JMSException {
        var reply = session.createBytesMessage();
        reply.writeBytes(answer.receipt());
        reply.setStringProperty("GuituKind", answer.kind());
        if (answer.acknowledges().isPresent()) {
            reply.setStringProperty("GuituAcknowledges", answer.acknowledges().get());
        }
        return reply;
    }

    private static byte[] bytes(Message message) throws JMSException {
        var body = (BytesMessage) message;
        var bytes = new byte[Math.toIntExact(body.getBodyLength())];
        body.readBytes(bytes);
        return bytes;
    }

    public int port() {
        var acceptor =
                (NettyAcceptor) broker.getActiveMQServer().getRemotingService().getAcceptor("tls");
        return acceptor.getActualPort();
    }

    public HubAddress address() {
        return new HubAddress("127.0.0.1", port());
    }

    public void answering(Answers with) {
        answers = with;
    }

    /** What came in, oldest first. */
    public BlockingQueue<byte[]> arrived() {
        return arrived;
    }

    public void deliver(String party, byte[] wire, byte[] delivered) throws JMSException {
        send("hub.mailbox." + party, wire, Map.of("GuituDelivered", new String(delivered, StandardCharsets.UTF_8)));
    }

    public void receipt(String party, Answer answer) throws JMSException {
        send("hub.receipt." + party, answer.receipt(), Map.of("GuituKind", answer.kind()));
    }

    private void send(String queue, byte[] wire, Map<String, String> properties) throws JMSException {
        try (var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var producer = session.createProducer(session.createQueue(queue))) {
            var message = session.createBytesMessage();
            message.writeBytes(wire);
            for (var property : properties.entrySet()) {
                message.setStringProperty(property.getKey(), property.getValue());
            }
            producer.send(message);
        }
    }

    /** How many messages wait in a queue, those a client holds included. */
    public long waiting(String queue) {
        return broker.getActiveMQServer().locateQueue(queue).getMessageCount();
    }

    public boolean listening(String queue) {
        return broker.getActiveMQServer().locateQueue(queue).getConsumerCount() > 0;
    }

    @Override
    public void close() {
        try {
            connection.close();
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the test broker did not stop", e);
        }
    }
}
