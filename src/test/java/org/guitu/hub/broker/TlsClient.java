package org.guitu.hub.broker;

import java.security.cert.X509Certificate;
import java.util.Collection;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.guitu.soap.Trusting;
import org.guitu.trust.Identity;

/** A bare client of a broker on this machine, with one key. */
public final class TlsClient {
    private TlsClient() {}

    /** Connections of this key, which come up at once or not at all. */
    public static ActiveMQConnectionFactory of(Identity identity, Collection<X509Certificate> anchors, int port) {
        var factory = address(identity, anchors, port).factory();
        factory.setInitialConnectAttempts(1);
        factory.setReconnectAttempts(0);
        return factory;
    }

    static BrokerAddress address(Identity identity, Collection<X509Certificate> anchors, int port) {
        var trust = Trusting.authorities(anchors);
        return BrokerAddress.outside("tcp://127.0.0.1:" + port, () -> identity, () -> trust);
    }
}
