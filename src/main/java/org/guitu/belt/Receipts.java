package org.guitu.belt;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.guitu.belt.Deliveries.Outgoing;

/** The hub's own receipts that were not handed to the broker yet. */
public interface Receipts {
    /** Some of those that wait: first what nobody tried before, the oldest first. Who takes one has it for a lease. */
    List<Outgoing> waiting(int limit);

    /** The broker has these. */
    void sent(Collection<UUID> receipts, Instant now);
}
