package org.guitu.belt;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/**
 * Things the routes take on together, and what was done of them: the record is told of all in one statement, because a
 * commit costs the same for many as for one.
 */
final class Batch {
    private static final String PROPERTY = "batch";

    private final Set<UUID> sent = ConcurrentHashMap.newKeySet();
    private final Set<UUID> told = ConcurrentHashMap.newKeySet();

    private Batch() {}

    /** Begins a batch; whatever is split off this exchange belongs to it. */
    static Batch begin(Exchange exchange) {
        var batch = new Batch();
        exchange.setProperty(PROPERTY, batch);
        return batch;
    }

    static Batch of(Exchange exchange) {
        return requireNonNull(exchange.getProperty(PROPERTY, Batch.class));
    }

    /** Deliveries, or receipts, that the broker has durably. */
    Set<UUID> sent() {
        return sent;
    }

    /** Deliveries whose sender has been sent the receipt too. */
    Set<UUID> told() {
        return told;
    }
}
