package org.guitu.hub.broker;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.remoting.Connection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.guitu.message.Refusal;
import org.guitu.message.Refused;
import org.jspecify.annotations.Nullable;

/**
 * Artemis, which tells whoever is not let in why: by a code of the exchange, in both languages, a line each. Who
 * comes too often is told so, and then its line is left unread for a while before it is ended: ended at once, it would only be
 * opened again, and a handshake costs more than a login.
 */
final class TellingServer extends ActiveMQServerImpl {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** More lines than these are ended at once: who opens so many does not wait for answers. */
    private final Semaphore pausing = new Semaphore(64);

    private volatile Porter porter = Porter.NONE;

    TellingServer(Configuration configuration, ActiveMQSecurityManager security) {
        super(configuration, security);
    }

    void ask(Porter one) {
        porter = one;
    }

    @Override
    public String validateUser(
            @Nullable String user, @Nullable String password, RemotingConnection connection, @Nullable String domain)
            throws ActiveMQException {
        var shown = shown(connection);
        try {
            if (shown.isPresent()) {
                porter.admit(shown.get());
            }
            return super.validateUser(user, password, connection, domain);
        } catch (Refused e) {
            pause(connection.getTransportConnection());
            throw told(e.refusal());
        } catch (ActiveMQSecurityException e) {
            throw shown.flatMap(porter::why).map(TellingServer::told).orElse(e);
        } catch (ActiveMQException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void pause(Connection line) {
        if (!pausing.tryAcquire()) {
            line.forceClose();
            return;
        }
        line.setAutoRead(false);
        var unused = getScheduledPool()
                .schedule(
                        () -> {
                            pausing.release();
                            line.forceClose();
                        },
                        PAUSE.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** None where the hub itself comes in, in memory. */
    private static Optional<X509Certificate> shown(RemotingConnection connection) {
        return Optional.ofNullable(CertificateUtil.getCertsFromConnection(connection))
                .filter(chain -> chain.length > 0)
                .map(chain -> chain[0]);
    }

    private static ActiveMQSecurityException told(Refusal refusal) {
        return new ActiveMQSecurityException(
                refusal.code() + " " + refusal.text().zh() + "\n" + refusal.code() + " "
                        + refusal.text().en());
    }
}
