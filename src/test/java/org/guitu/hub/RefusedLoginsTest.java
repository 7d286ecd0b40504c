package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.guitu.hub.broker.TlsClient;
import org.guitu.trust.KeyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Somebody with a blocked certificate who tries again and again at the JMS door. */
final class RefusedLoginsTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);

    @TempDir
    static Path folder;

    @Test
    void who_is_refused_over_and_over_fills_no_log() throws Exception {
        try (var hub = RunningHub.start(RunningHub.HOME, folder, Clock.systemUTC(), config -> {}, "cn.jco", "cn.53")) {
            var identity = hub.identity(RunningHub.party("cn.jco"), "tls");
            hub.admin("block", "cn.jco", "--reason", "a test");
            var lines = new ListAppender<ILoggingEvent>();
            lines.start();
            var door = (Logger) LoggerFactory.getLogger("guitu.door");
            door.addAppender(lines);
            try (var factory =
                    TlsClient.of(identity, KeyFiles.certificates(folder.resolve("ca/ca.pem")), hub.jmsPort())) {
                assertThat(refusals(factory)).isGreaterThan(1);
            } finally {
                door.detachAppender(lines);
            }
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .filteredOn("login refused"::equals)
                    .hasSize(1);
        }
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
