package org.guitu.belt;

import java.util.Objects;
import org.apache.camel.Exchange;
import org.guitu.gate.Held;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Says in the log that a step failed, by the kind of the failure only: its text could quote a message. Bean {@code faults}. */
public final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger("guitu.belt");

    public void rolledBack(Exchange exchange) {
        log(exchange, "rolled-back");
    }

    public void leftToSweeper(Exchange exchange) {
        log(exchange, "left-to-sweeper");
    }

    private static void log(Exchange exchange, String event) {
        var cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        // a message that waits for another is offered again every second; nothing is wrong
        LOG.atLevel(cause instanceof Held ? Level.DEBUG : Level.WARN)
                .addKeyValue("event", event)
                .addKeyValue("station", "belt")
                .addKeyValue("route", exchange.getFromRouteId())
                .addKeyValue("message", Objects.toString(exchange.getProperty("message"), ""))
                .addKeyValue("cause", cause == null ? "" : cause.getClass().getSimpleName())
                .log("a step failed");
    }
}
