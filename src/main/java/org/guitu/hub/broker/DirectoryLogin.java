package org.guitu.hub.broker;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import org.apache.activemq.artemis.spi.core.security.jaas.CertificateLoginModule;
import org.jspecify.annotations.Nullable;

/** Logs a TLS client in as the party whose certificate in force it showed; its one role is of the same name. */
public final class DirectoryLogin extends CertificateLoginModule {
    static final String USERS = "org.guitu.users";
    private @Nullable BrokerUsers users;

    @Override
    public void initialize(Subject subject, CallbackHandler handler, Map<String, ?> shared, Map<String, ?> options) {
        super.initialize(subject, handler, shared, options);
        users = (BrokerUsers) options.get(USERS);
    }

    @Override
    protected @Nullable String getUserNameForCertificates(X509Certificate @Nullable [] certificates) {
        if (users == null || certificates == null || certificates.length == 0) {
            return null;
        }
        return users.userOf(certificates[0]).orElse(null);
    }

    @Override
    protected Set<String> getUserRoles(String user) {
        return Set.of(user);
    }
}
