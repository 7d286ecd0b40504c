package org.guitu.office.line;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSClient;
import org.apache.activemq.artemis.api.jms.JMSFactoryType;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.guitu.artemis.GivenContext;
import org.guitu.message.PartyId;

/**
 * Lines over Artemis CORE and TLS with a client certificate. One attempt, no reconnecting underneath: the office itself
 * tries again, with the bytes of its outbox. Opening fails within about 10 s, mostly at once.
 */
public final class JmsLines implements Lines {
    /** A connect that takes longer than this is looked into. */
    private static final int SUSPICIOUS_MS = 1_500;
    /** How long a connect may take that nothing is wrong with. */
    private static final int CONNECT_MS = 8_000;
    /** A 10 MiB message over a border post's 2 Mbit/s takes 40 s. */
    private static final int CALL_MS = 90_000;

    private static final int TTL_MS = 20_000;

    private final PartyId party;
    private final HubAddress hub;
    private final TlsIdentity identity;
    private final Clock clock;

    /** @param party whose queues these are */
    public JmsLines(PartyId party, HubAddress hub, TlsIdentity identity, Clock clock) {
        this.party = party;
        this.hub = hub;
        this.identity = identity;
        this.clock = clock;
    }

    @Override
    public Line open() throws LineDown {
        var factory = factory(transport());
        // of its own thread, because a connect whose certificate is refused (TLS 1.3 says so only after the handshake)
        // hangs for the whole call timeout
        var attempt = CompletableFuture.supplyAsync(() -> connect(factory), task -> daemon(task));
        try {
            return new JmsLine(party, clock, within(attempt), factory::close);
        } catch (LineDown e) {
            var unused = attempt.thenAccept(JmsLine::quietly);
            daemon(factory::close);
            throw e;
        }
    }

    private Connection within(CompletableFuture<Connection> attempt) throws LineDown {
        try {
            try {
                return attempt.get(SUSPICIOUS_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return patiently(attempt);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw TlsProbe.fault(hub, identity).orElseGet(() -> TlsProbe.noEntry(hub, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TlsProbe.noEntry(hub, e);
        }
    }

    /** A slow way is waited for: only what waiting does not mend ends the attempt early. */
    private Connection patiently(CompletableFuture<Connection> attempt)
            throws LineDown, ExecutionException, TimeoutException, InterruptedException {
        var decided = new CompletableFuture<Connection>();
        var unused = attempt.whenComplete((connection, failure) -> {
            if (failure == null) {
                decided.complete(connection);
            } else {
                decided.completeExceptionally(failure);
            }
        });
        daemon(() -> TlsProbe.certain(hub, identity).ifPresent(decided::completeExceptionally));
        try {
            return decided.get(CONNECT_MS - SUSPICIOUS_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LineDown fault) {
                throw fault;
            }
            throw e;
        }
    }

    private static Connection connect(ActiveMQJMSConnectionFactory factory) {
        try {
            var connection = factory.createConnection();
            connection.start();
            return connection;
        } catch (JMSException e) {
            throw new CompletionException(e);
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "line-connect");
        thread.setDaemon(true);
        thread.start();
    }

    private Map<String, Object> transport() {
        var parameters = new HashMap<String, Object>();
        parameters.put(TransportConstants.HOST_PROP_NAME, hub.host());
        parameters.put(TransportConstants.PORT_PROP_NAME, hub.port());
        parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
        parameters.put(TransportConstants.VERIFY_HOST_PROP_NAME, true);
        parameters.put(TransportConstants.ENABLED_PROTOCOLS_PROP_NAME, "TLSv1.3,TLSv1.2");
        parameters.put(GivenContext.KEY, identity.context());
        parameters.put(TransportConstants.NETTY_CONNECT_TIMEOUT, CONNECT_MS / 2);
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
