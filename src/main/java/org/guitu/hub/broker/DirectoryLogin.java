package org.guitu.hub.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.apache.activemq.artemis.utils.SecurityManagerUtil;
import org.jspecify.annotations.Nullable;

/**
 * Logs a TLS client in as the party whose certificate in force it showed, and the hub itself by the password of this start;
 * each has the one role of its own name. Asked anew at every check of a right, so a block is felt at once.
 */
final class DirectoryLogin implements ActiveMQSecurityManager5 {
    private final BrokerUsers users;
    private final String hub;
    private final byte[] password;

    /**
     * @param hub user of the hub's own connections in memory
     * @param password made at this start, known to nobody else
     */
    DirectoryLogin(BrokerUsers users, String hub, String password) {
        this.users = users;
        this.hub = hub;
        this.password = password.getBytes(UTF_8);
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user, @Nullable String given, RemotingConnection connection, @Nullable String domain) {
        var shown = CertificateUtil.getCertsFromConnection(connection);
        if (shown != null && shown.length > 0) {
            return users.userOf(shown[0]).map(DirectoryLogin::subject).orElse(null);
        }
        return isHub(user, given) ? subject(BrokerPlan.HUB_ROLE) : null;
    }

    private boolean isHub(@Nullable String user, @Nullable String given) {
        return hub.equals(user) && given != null && MessageDigest.isEqual(password, given.getBytes(UTF_8));
    }

    private static Subject subject(String user) {
        var principals = Set.of(new UserPrincipal(user), new RolePrincipal(user));
        return new Subject(true, principals, Set.of(), Set.of());
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType right, String address) {
        return SecurityManagerUtil.authorize(subject, roles, right, RolePrincipal.class);
    }

    @Override
    public @Nullable String getUserFromSubject(@Nullable Subject subject) {
        return SecurityManagerUtil.getUserFromSubject(subject, UserPrincipal.class);
    }

    /** Nobody is let in by a name and a password alone. */
    @Override
    public boolean validateUser(@Nullable String user, @Nullable String given) {
        return false;
    }

    @Override
    public boolean validateUserAndRole(
            @Nullable String user, @Nullable String given, Set<Role> roles, CheckType right) {
        return false;
    }
}
