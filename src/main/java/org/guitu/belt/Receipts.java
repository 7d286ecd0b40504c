package org.guitu.belt;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.guitu.belt.Deliveries.Outgoing;
import org.guitu.message.PartyId;

/** The hub's own receipts that were not handed to the broker yet. */
public interface Receipts {
    /**
     * Some of those that wait: first what nobody tried before, the oldest first. Who takes one has it for a lease.
     *
     * @param fetching parties that come for theirs
     */
    List<Outgoing> waiting(int limit, Collection<PartyId> fetching);

    /** The broker has these. */
    void sent(Collection<UUID> receipts, Instant now);
}
