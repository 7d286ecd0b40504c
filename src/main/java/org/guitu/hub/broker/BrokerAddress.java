package org.guitu.hub.broker;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.guitu.artemis.GivenContext;

/** Where a broker is, and how a connection shows whose it is: by a password in memory, or by TLS with a key that stays where it is. */
public final class BrokerAddress {
    static final String PROTOCOLS = "TLSv1.3,TLSv1.2";

    private final String url;
    private final String user;
    private final String password;
    private final Optional<Supplier<SSLContext>> tls;

    private BrokerAddress(String url, String user, String password, Optional<Supplier<SSLContext>> tls) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.tls = tls;
    }

    static BrokerAddress inMemory(String url, String user, String password) {
        return new BrokerAddress(url, user, password, Optional.empty());
    }

    /**
     * One of another process.
     *
     * @param tls asked at each connection: a context that was used before would resume what an older key began
     */
    public static BrokerAddress outside(String url, Supplier<SSLContext> tls) {
        return new BrokerAddress(url, "", "", Optional.of(tls));
    }

    /** Connections of JMS. */
    public ActiveMQConnectionFactory factory() {
        var factory = new ActiveMQConnectionFactory(url, user, password);
        give(factory.getStaticConnectors());
        return factory;
    }

    /** Connections of the broker's own protocol. */
    ServerLocator locator() throws IOException {
        try {
            var locator = ActiveMQClient.createServerLocator(url);
            give(locator.getStaticTransportConfigurations());
            return locator;
        } catch (Exception e) {
            throw new IOException("the broker's address cannot be used", e);
        }
    }

    private void give(TransportConfiguration[] connectors) {
        tls.ifPresent(context -> {
            for (var connector : connectors) {
                connector.getParams().put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
                connector.getParams().put(TransportConstants.ENABLED_PROTOCOLS_PROP_NAME, PROTOCOLS);
                connector.getParams().put(GivenContext.KEY, context);
            }
        });
    }

    /** Whether the hub comes in by its certificate, as others do. */
    boolean isOutside() {
        return tls.isPresent();
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    @Override
    public String toString() {
        return "BrokerAddress[" + url + "]";
    }
}
