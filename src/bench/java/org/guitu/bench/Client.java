package org.guitu.bench;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.guitu.demo.Exercise;
import org.guitu.hub.broker.BrokerAddress;
import org.guitu.message.PartyId;
import org.guitu.soap.Trusting;
import org.guitu.trust.KeyFileException;

/** One party's connection through the JMS door, with its own certificate. */
final class Client implements AutoCloseable {
    private static final long PATIENCE = 30_000;
    private static final Set<String> ANSWERS = Set.of("Accepted", "Refused");

    private final PartyId party;
    private final Connection connection;

    private Client(PartyId party, Connection connection) {
        this.party = party;
        this.connection = connection;
    }

    static Client connect(PartyId party, Exercise exercise, X509Certificate anchor, int port)
            throws KeyFileException, JMSException {
        var own = Load.identity(exercise, party, "tls");
        var trust = Trusting.authorities(List.of(anchor));
        var factory = BrokerAddress.outside("tcp://127.0.0.1:" + port, () -> own, () -> trust)
                .factory();
        factory.setUseGlobalPools(false);
        factory.setThreadPoolMaxSize(4);
        factory.setScheduledThreadPoolMaxSize(1);
        var connection = factory.createConnection();
        connection.start();
        return new Client(party, connection);
    }

    /**
     * Sends one after another, the next when the receipt of the one before is here.
     *
     * @param accepted counts the {@code Accepted} receipts
     * @throws IllegalStateException when one is refused or not answered within 30 s
     */
    void send(List<byte[]> messages, AtomicInteger accepted) throws JMSException {
        try (var session = connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE);
                var receipts = session.createConsumer(session.createQueue("hub.receipt." + party));
                var producer = session.createProducer(session.createQueue("hub.in." + party))) {
            for (var wire : messages) {
                var message = session.createBytesMessage();
                message.writeBytes(wire);
                producer.send(message);
                check(answer(receipts), message);
                accepted.incrementAndGet();
            }
        }
    }

    /** The gate's next answer; what tells of earlier messages is taken and passed over, as an office would store it. */
    private static Message answer(MessageConsumer receipts) throws JMSException {
        var receipt = receipts.receive(PATIENCE);
        while (receipt != null && !ANSWERS.contains(receipt.getStringProperty("GuituKind"))) {
            receipt = receipts.receive(PATIENCE);
        }
        if (receipt == null) {
            throw new IllegalStateException("no receipt within 30 s");
        }
        return receipt;
    }

    private static void check(Message receipt, BytesMessage to) throws JMSException {
        if (!"Accepted".equals(receipt.getStringProperty("GuituKind"))
                || !to.getJMSMessageID().equals(receipt.getJMSCorrelationID())) {
            throw new IllegalStateException("not accepted: " + receipt.getStringProperty("GuituKind"));
        }
    }

    /** Takes what comes to the mailbox until it is closed; counts it. */
    void collect(AtomicInteger collected) throws JMSException {
        var session = connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE);
        session.createConsumer(session.createQueue("hub.mailbox." + party))
                .setMessageListener(message -> collected.incrementAndGet());
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
