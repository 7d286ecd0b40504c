package org.guitu.hub;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.guitu.config.ConfigurationException;
import org.guitu.hub.broker.BrokerAddress;
import org.guitu.hub.broker.EmbeddedBroker;
import org.guitu.hub.postgres.EmbeddedPostgres;
import org.guitu.hub.postgres.NotStarted;
import org.guitu.soap.Trusting;

/** Database, broker and doors: whether they answer, or could be started here; beside a running hub, whether its own do. */
final class ServerChecks {
    private static final int ANSWER_MILLIS = 3000;

    private final HubOptions options;
    private final HubConfig config;
    private final Findings findings;
    private final Optional<HubRun> running;

    ServerChecks(HubOptions options, HubConfig config, Findings findings) {
        this.options = options;
        this.config = config;
        this.findings = findings;
        this.running = HubRun.running(options.data());
    }

    void run() {
        findings.look("database", this::database);
        findings.look("broker", this::broker);
        findings.look("doors", this::doors);
    }

    private String database() throws ConfigurationException {
        var database = config.database();
        if (database.mode() == HubConfig.Mode.EXTERNAL) {
            return answer(database);
        }
        if (running.isPresent()) {
            return say("database.running", running.get().pid());
        }
        try {
            return say("database.ok", EmbeddedPostgres.tryOut(options.data().resolve(database.data()), line -> {}));
        } catch (NotStarted e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    private String answer(HubConfig.Database database) throws ConfigurationException {
        var login = new Properties();
        login.setProperty("user", database.user());
        login.setProperty("password", RecordStore.password(options, database));
        login.setProperty("connectTimeout", "3");
        login.setProperty("socketTimeout", "5");
        try (var connection = DriverManager.getConnection(database.url(), login)) {
            return say("database.answers", connection.getMetaData().getDatabaseProductVersion(), database.url());
        } catch (SQLException e) {
            throw new ConfigurationException(say("database.silent", database.url(), String.valueOf(e.getMessage())), e);
        }
    }

    private String broker() throws ConfigurationException {
        if (config.broker().mode() == HubConfig.Mode.EMBEDDED) {
            var file = options.config().resolve("broker.xml");
            EmbeddedBroker.read(file);
            return running.isPresent() ? say("broker.running", running.get().pid()) : say("broker.ok", file);
        }
        var identity = HubKeys.read(options, config).tls().values().iterator().next();
        var trust = Trusting.authorities(Material.trust(options, config).anchors());
        var address = BrokerAddress.outside(config.broker().url(), () -> identity, () -> trust);
        try (var factory = address.factory();
                var connection = once(factory).createConnection()) {
            return say(
                    "broker.answers",
                    connection.getMetaData().getJMSProviderName(),
                    config.broker().url());
        } catch (JMSException e) {
            throw new ConfigurationException(
                    say("broker.silent", config.broker().url(), String.valueOf(e.getMessage())), e);
        }
    }

    private static ActiveMQConnectionFactory once(ActiveMQConnectionFactory factory) {
        factory.setInitialConnectAttempts(1);
        factory.setReconnectAttempts(0);
        factory.setCallTimeout(ANSWER_MILLIS);
        return factory;
    }

    private String doors() throws ConfigurationException {
        var jms = config.doors().jms();
        var soap = config.doors().soap();
        var management = config.management();
        if (running.isPresent()) {
            requireAnswer("doors.jms", jms.host(), running.get().jms());
            requireAnswer("doors.soap", soap.host(), running.get().soap());
            requireAnswer("management", management.host(), running.get().management());
            return say(
                    "doors.running",
                    running.get().jms(),
                    running.get().soap(),
                    running.get().management());
        }
        if (config.broker().mode() == HubConfig.Mode.EMBEDDED) {
            requireFree("doors.jms", jms.host(), jms.port());
        }
        requireFree("doors.soap", soap.host(), soap.port());
        requireFree("management", management.host(), management.port());
        return say("doors.ok", port(jms.port()), port(soap.port()), port(management.port()));
    }

    private String port(int port) {
        return port == 0 ? say("doors.any") : String.valueOf(port);
    }

    private void requireAnswer(String key, String host, int port) throws ConfigurationException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), ANSWER_MILLIS);
        } catch (IOException e) {
            throw new ConfigurationException(
                    say("doors.silent", key, host, port, running.orElseThrow().pid()), e);
        }
    }

    private void requireFree(String key, String host, int port) throws ConfigurationException {
        try (var socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            socket.getLocalPort();
        } catch (IOException e) {
            throw new ConfigurationException(say("doors.taken", key, host, port, String.valueOf(e.getMessage())), e);
        }
    }

    private String say(String key, Object... arguments) {
        return findings.words().say(key, arguments);
    }
}
