package org.guitu.hub.broker;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.guitu.message.Refusal;
import org.guitu.message.Refused;
import org.jspecify.annotations.Nullable;

/**
 * Artemis, which tells whoever is not let in why: by a code of the exchange, in both languages, a line each. The line of one who
 * comes too often is ended.
 */
final class TellingServer extends ActiveMQServerImpl {
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
            // whoever heeds an answer would not be here: the next try costs it a handshake
            connection.getTransportConnection().forceClose();
            throw told(e.refusal());
        } catch (ActiveMQSecurityException e) {
            throw shown.flatMap(porter::why).map(TellingServer::told).orElse(e);
        } catch (ActiveMQException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
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
