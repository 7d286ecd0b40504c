package org.guitu.hub;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.EnumSet;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.guitu.door.jms.JmsDoor;
import org.guitu.hub.broker.BrokerAddress;
import org.guitu.message.Channel;
import org.slf4j.LoggerFactory;
import org.springframework.jms.connection.CachingConnectionFactory;

/** The hub's own connections to its broker: one cached factory for all routes. */
final class Lines implements AutoCloseable {
    /** After these the commit may have happened. */
    private static final Set<ActiveMQExceptionType> UNKNOWN = EnumSet.of(
            ActiveMQExceptionType.CONNECTION_TIMEDOUT,
            ActiveMQExceptionType.UNBLOCKED,
            ActiveMQExceptionType.NOT_CONNECTED,
            ActiveMQExceptionType.DISCONNECTED,
            ActiveMQExceptionType.INTERNAL_ERROR,
            ActiveMQExceptionType.IO_ERROR,
            ActiveMQExceptionType.GENERIC_EXCEPTION,
            ActiveMQExceptionType.TRANSACTION_OUTCOME_UNKNOWN);

    private final ActiveMQConnectionFactory artemis;
    private final CachingConnectionFactory cached;

    Lines(BrokerAddress broker) {
        artemis = broker.factory();
        artemis.setReconnectAttempts(0);
        artemis.setCallTimeout(10_000);
        artemis.setConsumerWindowSize(256 * 1024);
        artemis.setMinLargeMessageSize(512 * 1024);
        cached = new CachingConnectionFactory(artemis);
        cached.setReconnectOnException(true);
        cached.setCacheConsumers(false);
        cached.setSessionCacheSize(32);
    }

    /** Whether after this failure of a commit the broker has nothing of it for certain: it has answered, and what it said was no. */
    static boolean takenBack(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof ActiveMQException answer) {
                return !UNKNOWN.contains(answer.getType());
            }
        }
        return false;
    }

    ConnectionFactory factory() {
        return cached;
    }

    /** Sends a signed "try later" past the route's transaction, which is about to roll back. */
    JmsDoor.Notices notices(TryLater receipts) {
        return (wire, channel, correlation) -> {
            try (var connection = cached.createConnection();
                    var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                    var producer = session.createProducer(session.createQueue("hub.receipt." + channel.party()))) {
                var message = session.createBytesMessage();
                message.writeBytes(receipts.receipt(wire, channel));
                message.setJMSCorrelationID(correlation);
                message.setStringProperty("GuituKind", "Refused");
                producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
                producer.setTimeToLive(60_000);
                producer.send(message);
            } catch (JMSException e) {
                LoggerFactory.getLogger("guitu.door")
                        .atWarn()
                        .addKeyValue("party", channel.party())
                        .log("the try-later notice was not sent");
            }
        };
    }

    /** Signs a refusal of these bytes that says "try later"; it is not recorded, the message itself stays in its queue. */
    interface TryLater {
        byte[] receipt(byte[] wire, Channel channel);
    }

    @Override
    public void close() {
        cached.destroy();
        artemis.close();
    }
}
