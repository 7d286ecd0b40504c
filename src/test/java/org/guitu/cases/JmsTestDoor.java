package org.guitu.cases;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.guitu.cases.WireCase.Step;
import org.guitu.hub.broker.TlsClient;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.guitu.trust.KeyFileException;

/** The JMS door: one TLS connection a party, with the party's own certificate. */
final class JmsTestDoor implements Door {
    private static final long PATIENCE = 15_000;

    private final Keys keys;
    private final List<X509Certificate> anchors;
    private final int port;
    private final Map<String, Connection> connections = new TreeMap<>();

    JmsTestDoor(Keys keys, List<X509Certificate> anchors, int port) {
        this.keys = keys;
        this.anchors = anchors;
        this.port = port;
    }

    @Override
    public Answered send(PartyId from, byte[] wire, Step how) throws ShutOut {
        try (var session = connection(how.as().orElse(from.value())).createSession(false, Session.AUTO_ACKNOWLEDGE);
                var producer = session.createProducer(session.createQueue("hub.in." + from))) {
            var message = message(session, wire, how.text().orElse(false));
            if (how.address().isPresent()) {
                message.setStringProperty("_AMQ_ORIG_ADDRESS", how.address().get());
            }
            producer.send(message);
            var arrival = message.getJMSMessageID();
            var receipt = take(session, "hub.receipt." + from, "JMSCorrelationID = '" + arrival + "'");
            return new Answered(
                    Optional.of(arrival),
                    receipt.orElseThrow(() -> new AssertionError("no answer within 15 s")),
                    Optional.empty());
        } catch (JMSException e) {
            throw new ShutOut(e);
        }
    }

    private static Message message(Session session, byte[] wire, boolean text) throws JMSException {
        if (text) {
            return session.createTextMessage(new String(wire, StandardCharsets.UTF_8));
        }
        var message = session.createBytesMessage();
        message.writeBytes(wire);
        return message;
    }

    @Override
    public Optional<byte[]> collect(PartyId party, MessageId message, Optional<MessageId> acknowledged) {
        var queue = acknowledged.isPresent() ? "hub.receipt." : "hub.mailbox.";
        var selector = acknowledged
                .map(id -> "GuituKind IN ('Received', 'Read') AND GuituAcknowledges = '" + id + "'")
                .orElse("GuituMessageId = '" + message + "'");
        try (var session = connection(party.value()).createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            return take(session, queue + party, selector);
        } catch (JMSException e) {
            throw new AssertionError("the mailbox cannot be read", e);
        }
    }

    private static Optional<byte[]> take(Session session, String queue, String selector) throws JMSException {
        try (var consumer = session.createConsumer(session.createQueue(queue), selector)) {
            if (!(consumer.receive(PATIENCE) instanceof BytesMessage answer)) {
                return Optional.empty();
            }
            var bytes = new byte[(int) answer.getBodyLength()];
            answer.readBytes(bytes);
            return Optional.of(bytes);
        }
    }

    private Connection connection(String key) throws JMSException {
        var open = connections.get(key);
        if (open == null) {
            open = connect(key);
            connections.put(key, open);
        }
        return open;
    }

    private Connection connect(String key) throws JMSException {
        try {
            var factory = TlsClient.of(keys.channel(key), anchors, port);
            // whoever is not let in is told nothing, and need not wait half a minute for it
            factory.setCallTimeout(5_000);
            var connection = factory.createConnection();
            connection.start();
            return connection;
        } catch (KeyFileException e) {
            throw new AssertionError("no key for the channel of " + key, e);
        }
    }

    @Override
    public void close() {
        for (var connection : connections.values()) {
            try {
                connection.close();
            } catch (JMSException e) {
                throw new AssertionError("a connection does not close", e);
            }
        }
    }
}
