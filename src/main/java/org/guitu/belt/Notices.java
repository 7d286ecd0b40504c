package org.guitu.belt;

import org.guitu.belt.Deliveries.Facts;
import org.guitu.belt.Deliveries.Outgoing;
import org.guitu.message.PartyId;
import org.guitu.message.Refusal;

/** Writes the hub's signed receipts about deliveries. */
public interface Notices {
    /** {@code Delivered}: which bytes, verified how, to whom; signed once for each delivery. */
    byte[] delivered(Consignment consignment, Consignment.Due due);

    Outgoing undeliverable(Facts facts, Refusal reason);

    Outgoing overdue(Facts facts, PartyId to);
}
