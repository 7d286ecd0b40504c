package org.guitu.hub;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.guitu.door.jms.JmsDoor;
import org.guitu.message.Channel;
import org.slf4j.LoggerFactory;
import org.springframework.jms.connection.CachingConnectionFactory;

/** The hub's own connections to its broker: one cached factory for all routes. */
final class Lines implements AutoCloseable {
    private final ActiveMQConnectionFactory artemis;
    private final CachingConnectionFactory cached;

    Lines(String url, String user, String password) {
        artemis = new ActiveMQConnectionFactory(url, user, password);
        artemis.setReconnectAttempts(0);
        artemis.setCallTimeout(10_000);
        artemis.setConsumerWindowSize(256 * 1024);
        artemis.setMinLargeMessageSize(512 * 1024);
        cached = new CachingConnectionFactory(artemis);
        cached.setReconnectOnException(true);
        cached.setCacheConsumers(false);
        cached.setSessionCacheSize(32);
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
