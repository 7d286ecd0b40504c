package org.guitu.hub.broker;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.guitu.artemis.GivenContext;
import org.guitu.trust.Identity;
import org.guitu.trust.TlsContext;

/** Where a broker is, and how a connection shows whose it is: by a password in memory, or by TLS with a key that stays where it is. */
public final class BrokerAddress {
    static final String PROTOCOLS = "TLSv1.3,TLSv1.2";

    private final String url;
    private final String user;
    private final String password;
    private final Optional<Supplier<SSLContext>> tls;
    private final Optional<Supplier<Identity>> own;

    private BrokerAddress(
            String url,
            String user,
            String password,
            Optional<Supplier<SSLContext>> tls,
            Optional<Supplier<Identity>> own) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.tls = tls;
        this.own = own;
    }

    static BrokerAddress inMemory(String url, String user, String password) {
        return new BrokerAddress(url, user, password, Optional.empty(), Optional.empty());
    }

    /** One of another process, to which the identity of the moment is shown at each connection. */
    public static BrokerAddress outside(String url, Supplier<Identity> own, Supplier<TrustManager> trust) {
        // a context that was used before would resume what an older key began
        return new BrokerAddress(url, "", "", Optional.of(() -> TlsContext.of(own, trust)), Optional.of(own));
    }

    /** The same, with nothing to show. */
    static BrokerAddress stranger(String url, SSLContext tls) {
        return new BrokerAddress(url, "", "", Optional.of(() -> tls), Optional.empty());
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

    /** The certificate by which the hub comes in now; none where it is by a password. */
    Optional<X509Certificate> shown() {
        return own.map(identity -> identity.get().certificate());
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
