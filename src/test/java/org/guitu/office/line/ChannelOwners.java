package org.guitu.office.line;

import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.jspecify.annotations.Nullable;

/** Who may use which queue of the test broker: the party of the client certificate its own, the hub all. */
final class ChannelOwners implements ActiveMQSecurityManager5 {
    static final String HUB = "hub";

    private final String password;

    ChannelOwners(String password) {
        this.password = password;
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user, @Nullable String given, RemotingConnection connection, @Nullable String domain) {
        if (HUB.equals(user) && password.equals(given)) {
            return named(HUB);
        }
        var certificates = CertificateUtil.getCertsFromConnection(connection);
        if (certificates == null || certificates.length == 0) {
            return null;
        }
        var name = certificates[0].getSubjectX500Principal().getName();
        return named(name.substring("CN=".length(), name.indexOf(',')));
    }

    private static Subject named(String name) {
        var subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(name));
        return subject;
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
        var user = subject.getPrincipals().iterator().next().getName();
        return user.equals(HUB)
                || (check == CheckType.SEND && address.equals("hub.in." + user))
                || (check == CheckType.CONSUME
                        && (address.startsWith("hub.mailbox." + user) || address.startsWith("hub.receipt." + user)));
    }

    @Override
    public boolean validateUser(@Nullable String user, @Nullable String given) {
        return false;
    }

    @Override
    public boolean validateUserAndRole(
            @Nullable String user, @Nullable String given, Set<Role> roles, CheckType check) {
        return false;
    }
}
