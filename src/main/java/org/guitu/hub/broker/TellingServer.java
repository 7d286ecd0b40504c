package org.guitu.hub.broker;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.guitu.message.Refusal;
import org.jspecify.annotations.Nullable;

/** Artemis, which tells whoever is not let in why: by a code of the exchange, in both languages, a line each. */
final class TellingServer extends ActiveMQServerImpl {
    private volatile Function<X509Certificate, Optional<Refusal>> why = shown -> Optional.empty();

    TellingServer(Configuration configuration, ActiveMQSecurityManager security) {
        super(configuration, security);
    }

    void refuseBy(Function<X509Certificate, Optional<Refusal>> reasons) {
        why = reasons;
    }

    @Override
    public String validateUser(
            @Nullable String user, @Nullable String password, RemotingConnection connection, @Nullable String domain)
            throws ActiveMQException {
        try {
            return super.validateUser(user, password, connection, domain);
        } catch (ActiveMQSecurityException e) {
            throw told(connection, e);
        } catch (ActiveMQException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private ActiveMQSecurityException told(RemotingConnection connection, ActiveMQSecurityException refused) {
        var shown = CertificateUtil.getCertsFromConnection(connection);
        return Optional.ofNullable(shown)
                .filter(chain -> chain.length > 0)
                .flatMap(chain -> why.apply(chain[0]))
                .map(refusal -> new ActiveMQSecurityException(
                        refusal.code() + " " + refusal.text().zh() + "\n" + refusal.code() + " "
                                + refusal.text().en()))
                .orElse(refused);
    }
}
