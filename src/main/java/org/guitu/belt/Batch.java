package org.guitu.belt;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;

/**
 * Things the routes take on together, and which of them were done: the record is told of all in one statement, because a
 * commit costs the same for many as for one.
 */
final class Batch {
    private static final String PROPERTY = "batch";

    private final Queue<UUID> done = new ConcurrentLinkedQueue<>();

    private Batch() {}

    /** Begins a batch; whatever is split off this exchange belongs to it. */
    static void begin(Exchange exchange) {
        exchange.setProperty(PROPERTY, new Batch());
    }

    static void done(Exchange exchange, UUID what) {
        of(exchange).done.add(what);
    }

    /** What was done of the batch of this exchange. */
    static List<UUID> done(Exchange exchange) {
        return List.copyOf(of(exchange).done);
    }

    private static Batch of(Exchange exchange) {
        return requireNonNull(exchange.getProperty(PROPERTY, Batch.class));
    }
}
