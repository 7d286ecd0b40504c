package org.guitu.hub;

import java.io.IOException;
import java.util.HashSet;
import org.guitu.message.PartyId;

/** Takes blocks from the record to the broker: on this node at once, on others with their next look. */
final class BlockShutter implements RecordedAdministration.Shutter {
    private final Material material;
    private final Blocks blocks;
    private final BrokerStore broker;

    BlockShutter(Material material, Blocks blocks, BrokerStore broker) {
        this.material = material;
        this.blocks = blocks;
        this.broker = broker;
    }

    @Override
    public boolean knows(PartyId party) {
        return material.directory().get().party(party).isPresent();
    }

    @Override
    public synchronized void refresh() throws IOException {
        var before = blocks.all();
        if (!blocks.refresh()) {
            return;
        }
        broker.apply(material.directory().get(), blocks);
        var shut = new HashSet<>(blocks.all());
        shut.removeAll(before);
        for (var party : shut) {
            broker.disconnect(party);
        }
    }
}
