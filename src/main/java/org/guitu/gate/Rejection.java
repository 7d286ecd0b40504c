package org.guitu.gate;

import org.guitu.gate.Quarantine.Kept;
import org.guitu.message.Channel;
import org.guitu.message.Refusal;

/** Writes the hub's signed {@code Refused} receipt. */
@FunctionalInterface
public interface Rejection {
    /** The receipt for these bytes, and the message id they claim when it can be read. */
    Kept refused(Arrival arrival, Channel channel, Refusal refusal);
}
