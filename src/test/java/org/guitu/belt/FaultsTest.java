package org.guitu.belt;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.guitu.gate.Held;
import org.guitu.hub.MovableClock;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FaultsTest {
    private final MovableClock clock = new MovableClock();
    private final Faults faults = new Faults(failure -> false, clock);

    private static Exchange failed(String message) {
        return failed(message, new IllegalStateException("a text of somebody"));
    }

    private static Exchange failed(String message, Exception cause) {
        var exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty("message", message);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, cause);
        return exchange;
    }

    @Test
    void what_fails_every_second_is_told_once_a_minute_for_each_message() {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var log = (Logger) LoggerFactory.getLogger("guitu.belt");
        // a command that only looks may have turned the log of this process down
        log.setLevel(Level.WARN);
        log.addAppender(lines);
        try {
            for (int i = 0; i < 60; i++) {
                faults.rolledBack(failed("one"));
            }
            faults.rolledBack(failed("another"));
            // one that waits for another message is no fault
            faults.rolledBack(failed("waiting", new Held()));
            assertThat(lines.list).hasSize(2);
            clock.ahead(Duration.ofSeconds(61));
            faults.rolledBack(failed("one"));
            assertThat(lines.list).hasSize(3);
            assertThat(lines.list.get(2).getKeyValuePairs())
                    .anySatisfy(pair -> assertThat(pair).hasToString("untold=\"59\""));
            assertThat(lines.list).noneMatch(line -> line.toString().contains("somebody"));
        } finally {
            log.detachAppender(lines);
            log.setLevel(null);
        }
    }
}
