package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.awaitility.Awaitility;
import org.guitu.hub.broker.TlsClient;
import org.guitu.trust.KeyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Somebody with a blocked certificate who tries again and again at the JMS door. */
final class RefusedLoginsTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);

    private static final int BURST = 20;

    @TempDir
    Path folder;

    @Test
    void who_is_refused_over_and_over_fills_no_log() throws Exception {
        try (var hub = RunningHub.start(RunningHub.HOME, folder, Clock.systemUTC(), config -> {}, "cn.jco", "cn.53")) {
            var identity = hub.identity(RunningHub.party("cn.jco"), "tls");
            hub.admin("block", "cn.jco", "--reason", "a test");
            var lines = new ListAppender<ILoggingEvent>();
            lines.start();
            var everybody = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
            everybody.addAppender(lines);
            try (var factory =
                    TlsClient.of(identity, KeyFiles.certificates(folder.resolve("ca/ca.pem")), hub.jmsPort())) {
                assertThat(refusals(factory)).isGreaterThan(1);
            } finally {
                everybody.detachAppender(lines);
            }
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .filteredOn("login refused"::equals)
                    .hasSize(1);
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .as("the broker's own line for each")
                    .noneMatch(line -> line.startsWith("AMQ222216"));
        }
    }

    /** One without a certificate, which the handshake asks for. */
    @Test
    void nor_does_a_stranger_who_finishes_no_handshake() throws Exception {
        try (var hub = RunningHub.start(RunningHub.HOME, folder, Clock.systemUTC(), config -> {}, "cn.jco")) {
            var lines = new ListAppender<ILoggingEvent>();
            lines.start();
            var everybody = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
            everybody.addAppender(lines);
            try {
                for (int i = 0; i < 20; i++) {
                    knock(hub);
                }
                Awaitility.await().atMost(RunningHub.PATIENCE).until(() -> handshakes(lines) > 0);
            } finally {
                everybody.detachAppender(lines);
            }
            assertThat(handshakes(lines)).isEqualTo(1);
        }
    }

    private static long handshakes(ListAppender<ILoggingEvent> lines) {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getFormattedMessage().startsWith("AMQ222208"))
                .count();
    }

    private static void knock(RunningHub hub) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {hub.trust()}, null);
        try (var socket = context.getSocketFactory().createSocket("127.0.0.1", hub.jmsPort())) {
            // in TLS 1.3 the client learns only now that it was not taken
            socket.getOutputStream().write(1);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (IOException e) {
            // turned away
        }
    }

    @Test
    void who_logs_in_too_often_has_its_line_ended_and_nobody_else_is_held_up() throws Exception {
        RunningHub.Change slow = config -> {
            var yaml = config.resolve("hub.yaml");
            var logins = "  jms:\n    logins: {perSecond: 1, burst: " + BURST + "}\n";
            Files.writeString(yaml, Files.readString(yaml).replace("  jms:\n", logins));
        };
        try (var hub = RunningHub.start(RunningHub.HOME, folder, new MovableClock(), slow, "cn.jco", "cn.53")) {
            var authorities = KeyFiles.certificates(folder.resolve("ca/ca.pem"));
            try (var often = TlsClient.of(hub.identity(RunningHub.party("cn.jco"), "tls"), authorities, hub.jmsPort());
                    var other =
                            TlsClient.of(hub.identity(RunningHub.party("cn.53"), "tls"), authorities, hub.jmsPort())) {
                assertThat(logins(often)).isLessThanOrEqualTo(BURST);
                assertThat(logins(often)).as("on a new line").isZero();
                assertThat(logins(other)).isPositive();
            }
        }
    }

    /** How many sessions one connection opens before it is ended, of a few more than it may. */
    private static int logins(org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory factory)
            throws Exception {
        int opened = 0;
        try (var line = factory.getServerLocator().createSessionFactory()) {
            for (; opened < BURST + 3; opened++) {
                line.createSession(false, true, true).close();
            }
        } catch (ActiveMQException e) {
            // ended
        }
        return opened;
    }

    /** How often one connection is told that it may not come in. */
    private static int refusals(org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory factory)
            throws Exception {
        int refused = 0;
        try (var line = factory.getServerLocator().createSessionFactory()) {
            var end = System.nanoTime() + LONG_ENOUGH.toNanos();
            while (!line.isClosed() && line.getConnection() != null && System.nanoTime() < end) {
                try {
                    line.createSession(false, true, true).close();
                    // the block has not arrived yet
                } catch (ActiveMQException e) {
                    if (!String.valueOf(e.getMessage()).contains("GT-2002")) {
                        break;
                    }
                    refused++;
                }
            }
        }
        return refused;
    }
}
