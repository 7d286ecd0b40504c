package org.guitu.belt;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.guitu.belt.Belt.Drop;

/**
 * Things the routes take on together, and what was done of them: the record is told of all in one statement, because a
 * commit costs the same for many as for one.
 */
final class Batch {
    private static final String PROPERTY = "batch";

    private final Set<UUID> sent = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Drop> delivered = new ConcurrentHashMap<>();
    private final Map<UUID, Integer> shelved = new ConcurrentHashMap<>();
    private final Set<Belt.Push> pushes = ConcurrentHashMap.newKeySet();
    private final Set<UUID> told = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Failure> failed = new ConcurrentHashMap<>();

    /** A delivery that could not be sent, and the kind of what kept it. */
    record Failure(Drop drop, String cause) {}

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

    /** Receipts that the broker has durably. */
    Set<UUID> sent() {
        return sent;
    }

    /** Deliveries that have arrived: the broker has them, or will when the transaction they are sent in is committed. */
    Map<UUID, Drop> delivered() {
        return delivered;
    }

    /** Of those, the ones their recipients come and fetch, with their priorities. */
    Map<UUID, Integer> shelved() {
        return shelved;
    }

    /** Deliveries to those who are called, to be handed over when this batch is through. */
    Set<Belt.Push> pushes() {
        return pushes;
    }

    /** Deliveries whose sender has been sent the receipt too. */
    Set<UUID> told() {
        return told;
    }

    /** Deliveries that could not be sent. */
    Map<UUID, Failure> failed() {
        return failed;
    }

    /** The transaction was rolled back: nothing of it was sent, and nothing of it failed. */
    void forget() {
        delivered.clear();
        shelved.clear();
        failed.clear();
        told.clear();
    }
}
