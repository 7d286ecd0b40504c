package org.guitu.process;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.TextFileCertificateLoginModule;
import org.guitu.artemis.GivenContext;
import org.guitu.hub.broker.EmbeddedBroker;
import org.guitu.soap.Trusting;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.TlsContext;

/** An Artemis outside the hub, as an operator would set one up: the shipped broker.xml, TLS, users from the hub's two files. */
public final class BrokerProcess {
    private BrokerProcess() {}

    /**
     * Serves until it is killed.
     *
     * @param arguments the exercise's folder and the port to listen on
     */
    public static void main(String[] arguments) throws Exception {
        start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        new CountDownLatch(1).await();
    }

    /**
     * One in this process; it serves when this returns.
     *
     * @param site the exercise's folder, with the hub's users in {@code data/broker}
     */
    public static EmbeddedActiveMQ start(Path site, int port) throws Exception {
        var keys = site.resolve("data/keys");
        var identity =
                KeyFiles.read(keys.resolve("cn.hub.tls.p12"), KeyFiles.password(keys.resolve("cn.hub.tls.password")));
        var trust = Trusting.authorities(KeyFiles.certificates(site.resolve("data/trust/ca.pem")));
        var configuration = EmbeddedBroker.read(site.resolve("config/broker.xml"));
        configuration.setBindingsDirectory(site.resolve("broker/bindings").toString());
        configuration.setJournalDirectory(site.resolve("broker/journal").toString());
        configuration.setPagingDirectory(site.resolve("broker/paging").toString());
        configuration.setLargeMessagesDirectory(site.resolve("broker/large").toString());
        configuration.setJMXManagementEnabled(false);
        var door = new HashMap<String, Object>();
        door.put("sslEnabled", true);
        door.put(GivenContext.KEY, TlsContext.of(() -> identity, () -> trust));
        door.put("host", "127.0.0.1");
        door.put("port", port);
        door.put("protocols", "CORE");
        door.put("needClientAuth", true);
        configuration.addAcceptorConfiguration(
                new TransportConfiguration(NettyAcceptorFactory.class.getName(), door, "door"));
        var server = new EmbeddedActiveMQ();
        server.setConfiguration(configuration);
        server.setSecurityManager(new ActiveMQJAASSecurityManager(
                "none", "certificates", new SecurityConfiguration(), login(site.resolve("data/broker"))));
        server.start();
        return server;
    }

    private static SecurityConfiguration login(Path users) {
        var entry = new AppConfigurationEntry(
                TextFileCertificateLoginModule.class.getName(),
                LoginModuleControlFlag.REQUIRED,
                Map.of(
                        "baseDir", users.toString(),
                        "reload", "true",
                        "org.apache.activemq.jaas.textfiledn.user", "cert-users.properties",
                        "org.apache.activemq.jaas.textfiledn.role", "cert-roles.properties"));
        return new SecurityConfiguration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {entry};
            }
        };
    }
}
