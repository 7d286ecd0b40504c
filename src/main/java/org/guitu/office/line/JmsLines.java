package org.guitu.office.line;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSClient;
import org.apache.activemq.artemis.api.jms.JMSFactoryType;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.guitu.message.PartyId;

/**
 * Lines over Artemis CORE and TLS with a client certificate. Opening fails within {@value #CALL_MS} ms and a bit: one
 * attempt, no reconnecting underneath (the office itself tries again, with the bytes of its outbox).
 */
public final class JmsLines implements Lines {
    private static final int CONNECT_MS = 4_000;
    private static final int CALL_MS = 5_000;
    private static final int TTL_MS = 20_000;

    private final PartyId party;
    private final HubAddress hub;
    private final TlsIdentity identity;
    private final Path folder;
    private final Clock clock;

    /**
     * @param party whose queues these are
     * @param folder a folder of the owner's for keystores that live as long as one connect
     */
    public JmsLines(PartyId party, HubAddress hub, TlsIdentity identity, Path folder, Clock clock) {
        this.party = party;
        this.hub = hub;
        this.identity = identity;
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public Line open() throws LineDown {
        try (var stores = TlsStores.write(identity, folder)) {
            var factory = factory(transport(stores));
            Connection connection = null;
            try {
                connection = factory.createConnection();
                connection.start();
                return new JmsLine(party, clock, connection, factory::close);
            } catch (JMSException | RuntimeException e) {
                JmsLine.quietly(connection);
                factory.close();
                throw TlsProbe.diagnose(hub, identity, e);
            }
        }
    }

    private Map<String, Object> transport(TlsStores stores) {
        var parameters = new HashMap<String, Object>();
        parameters.put(TransportConstants.HOST_PROP_NAME, hub.host());
        parameters.put(TransportConstants.PORT_PROP_NAME, hub.port());
        parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
        parameters.put(TransportConstants.VERIFY_HOST_PROP_NAME, true);
        parameters.put(TransportConstants.ENABLED_PROTOCOLS_PROP_NAME, "TLSv1.3,TLSv1.2");
        parameters.put(TransportConstants.KEYSTORE_TYPE_PROP_NAME, "PKCS12");
        parameters.put(TransportConstants.KEYSTORE_PATH_PROP_NAME, stores.keys().toString());
        parameters.put(TransportConstants.KEYSTORE_PASSWORD_PROP_NAME, stores.password());
        parameters.put(TransportConstants.TRUSTSTORE_TYPE_PROP_NAME, "PKCS12");
        parameters.put(
                TransportConstants.TRUSTSTORE_PATH_PROP_NAME, stores.anchors().toString());
        parameters.put(TransportConstants.TRUSTSTORE_PASSWORD_PROP_NAME, stores.password());
        parameters.put(TransportConstants.NETTY_CONNECT_TIMEOUT, CONNECT_MS);
        // without these the client looks for native transports whose jars are not on Central
        parameters.put(TransportConstants.USE_EPOLL_PROP_NAME, false);
        parameters.put(TransportConstants.USE_KQUEUE_PROP_NAME, false);
        // two threads instead of three a processor: an office is one person's program
        parameters.put(TransportConstants.REMOTING_THREADS_PROPNAME, 2);
        return parameters;
    }

    private static ActiveMQJMSConnectionFactory factory(Map<String, Object> transport) {
        var factory = (ActiveMQJMSConnectionFactory) ActiveMQJMSClient.createConnectionFactoryWithoutHA(
                JMSFactoryType.CF, new TransportConfiguration(NettyConnectorFactory.class.getName(), transport));
        factory.setCallTimeout(CALL_MS);
        factory.setConnectionTTL(TTL_MS);
        factory.setClientFailureCheckPeriod(TTL_MS);
        factory.setInitialConnectAttempts(1);
        factory.setReconnectAttempts(0);
        factory.setBlockOnDurableSend(true);
        factory.setBlockOnAcknowledge(true);
        // one at a time: what is prefetched here is not seen by the party's other workstation
        factory.setConsumerWindowSize(0);
        factory.setUseGlobalPools(false);
        factory.setThreadPoolMaxSize(4);
        factory.setScheduledThreadPoolMaxSize(1);
        return factory;
    }
}
