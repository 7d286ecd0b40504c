package org.guitu.hub;

import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.guitu.message.PartyId;

/** The parties blocked by an administrator: read from the record every second or two, so a block reaches every node. */
final class Blocks implements Predicate<PartyId> {
    private final Supplier<Set<PartyId>> record;
    private volatile Set<PartyId> now = Set.of();

    Blocks(Supplier<Set<PartyId>> record) {
        this.record = record;
    }

    /** Reads the record again. */
    void refresh() {
        now = record.get();
    }

    @Override
    public boolean test(PartyId party) {
        return now.contains(party);
    }
}
