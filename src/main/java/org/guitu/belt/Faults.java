package org.guitu.belt;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.guitu.gate.Held;
import org.guitu.message.Untold;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from a step that failed: a batch goes apart or is left to the sweeper, and the log says the kind of the failure
 * only, since its text could quote a message. Bean {@code faults}.
 */
public final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger("guitu.belt");

    private final Predicate<Throwable> takenBack;
    /** A message that is offered again every second fails every second. */
    private final Untold<List<String>> untold;

    /** @param takenBack whether after this failure of a transaction it is certain that the broker has nothing of it */
    public Faults(Predicate<Throwable> takenBack, Clock clock) {
        this.takenBack = takenBack;
        this.untold = new Untold<>(clock);
    }

    /**
     * What was sent together failed. When the broker has taken all of it back, each may go by itself; when nobody can say, or
     * it was not sent together, it is left to the sweeper, which comes when the broker must know its copies.
     */
    public void apart(Exchange exchange) {
        var cause = requireNonNull(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        if (!"together".equals(exchange.getProperty("way")) || !takenBack.test(cause)) {
            throw new IllegalStateException("what became of a batch is not known", cause);
        }
        Batch.of(exchange).forget();
    }

    public void rolledBack(Exchange exchange) {
        log(exchange, "rolled-back");
    }

    public void leftToSweeper(Exchange exchange) {
        log(exchange, "left-to-sweeper");
    }

    private void log(Exchange exchange, String event) {
        var cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (cause instanceof Held) {
            // it waits for another message and is offered again every second; nothing is wrong
            return;
        }
        var route = String.valueOf(exchange.getFromRouteId());
        var message = Objects.toString(exchange.getProperty("message"), "");
        var kind = cause == null ? "" : cause.getClass().getSimpleName();
        untold.before(List.of(event, route, message, kind))
                .ifPresent(before -> LOG.atWarn()
                        .addKeyValue("event", event)
                        .addKeyValue("station", "belt")
                        .addKeyValue("route", route)
                        .addKeyValue("message", message)
                        .addKeyValue("cause", kind)
                        .addKeyValue("untold", before)
                        .log("a step failed"));
    }
}
