package org.guitu.process;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.guitu.hub.broker.TlsClient;
import org.guitu.message.PartyId;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;

/** What lies on the broker for one party, taken by a bare client: unlike an office it counts every copy. */
final class Queues implements AutoCloseable {
    private static final long EMPTY_AFTER = 1500;

    private final ActiveMQConnectionFactory factory;
    private final Connection connection;
    private final PartyId party;

    private Queues(ActiveMQConnectionFactory factory, Connection connection, PartyId party) {
        this.factory = factory;
        this.connection = connection;
        this.party = party;
    }

    /**
     * One message on the broker.
     *
     * @param kind of a receipt, for example {@code Accepted}; empty for a message of the mailbox
     * @param about the message itself, or the one a receipt acknowledges
     */
    record Lying(String kind, String about, byte[] bytes) {}

    static Queues of(Site site, PartyId party, int door) throws KeyFileException, JMSException {
        var keys = site.office(party.value()).resolve("keys");
        var identity = KeyFiles.read(file(keys, party, "p12"), KeyFiles.password(file(keys, party, "password")));
        var anchors = KeyFiles.certificates(site.data().resolve("trust/ca.pem"));
        var factory = TlsClient.of(identity, anchors, door);
        var connection = factory.createConnection();
        connection.start();
        return new Queues(factory, connection, party);
    }

    private static Path file(Path keys, PartyId party, String ending) {
        return keys.resolve(party + ".tls." + ending);
    }

    /** Hands all of these in at once, without waiting for an answer. */
    void send(List<byte[]> wires) throws JMSException {
        try (var session = connection.createSession(true, Session.SESSION_TRANSACTED);
                var producer = session.createProducer(session.createQueue("hub.in." + party))) {
            for (var wire : wires) {
                var message = session.createBytesMessage();
                message.writeBytes(wire);
                producer.send(message);
            }
            session.commit();
        }
    }

    /** Takes everything out of the mailbox. */
    List<Lying> mailbox() throws JMSException {
        return take("hub.mailbox." + party, "GuituMessageId");
    }

    /** Takes every receipt that waits, answers of the gate among them. */
    List<Lying> receipts() throws JMSException {
        return take("hub.receipt." + party, "GuituAcknowledges");
    }

    private List<Lying> take(String queue, String about) throws JMSException {
        var taken = new ArrayList<Lying>();
        try (var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var consumer = session.createConsumer(session.createQueue(queue))) {
            for (var next = consumer.receive(EMPTY_AFTER); next != null; next = consumer.receive(EMPTY_AFTER)) {
                taken.add(new Lying(text(next, "GuituKind"), text(next, about), bytes((BytesMessage) next)));
            }
        }
        return taken;
    }

    private static String text(Message message, String property) throws JMSException {
        return Optional.ofNullable(message.getStringProperty(property)).orElse("");
    }

    private static byte[] bytes(BytesMessage message) throws JMSException {
        var bytes = new byte[(int) message.getBodyLength()];
        message.readBytes(bytes);
        return bytes;
    }

    @Override
    public void close() throws JMSException {
        connection.close();
        factory.close();
    }
}
