package org.guitu.belt;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.guitu.belt.Deliveries.Facts;
import org.guitu.belt.Deliveries.Outgoing;
import org.guitu.message.PartyId;
import org.guitu.message.Refusal;

/** Writes the hub's signed receipts about deliveries. */
public interface Notices {
    /**
     * {@code Delivered} for each of these deliveries: which bytes, verified how, to whom. Of a recipient's receipt only where its
     * reader could not verify it without.
     */
    Map<UUID, Statement> delivered(Consignment consignment, List<Consignment.Due> deliveries);

    Outgoing undeliverable(Facts facts, Refusal reason);

    /** {@code Overdue}: the recipient did not collect it in time. */
    Outgoing overdue(Facts facts, PartyId to);

    /** {@code Overdue}: the recipient did not answer in time. */
    Outgoing unanswered(Facts facts, PartyId to);
}
