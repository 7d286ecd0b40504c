package org.guitu.gate;

import org.guitu.message.Channel;
import org.guitu.message.Refused;

/**
 * The gate as a door sees it: every message gets one signed answer. What is refused is kept in quarantine with its reason,
 * so nothing that arrived is lost.
 */
public final class Reception {
    private final Gate gate;
    private final Quarantine quarantine;
    private final GateLog log;

    public Reception(Gate gate, Quarantine quarantine, GateLog log) {
        this.gate = gate;
        this.quarantine = quarantine;
        this.log = log;
    }

    /**
     * Answers one message.
     *
     * @throws Held while it waits for messages it names: offer it again
     * @throws Unavailable when the record cannot be reached: keep it and offer it again
     */
    public Answer answer(byte[] wire, Channel channel) throws Held {
        try {
            var recorded = gate.accept(wire, channel);
            log.accepted(recorded, channel);
            return Answer.accepted(recorded);
        } catch (Refused refused) {
            return refuse(Arrival.of(wire), channel, refused);
        }
    }

    /**
     * Whether a message that was held goes on waiting: asked before it is offered again, so that its waiting costs next to nothing.
     *
     * @throws Unavailable when the record cannot be reached
     */
    public boolean holds(Held held, Channel channel) {
        return gate.holds(held, channel.waited());
    }

    /** Answers what a door could not even hand to the gate, for example because it is too large to read. */
    public Answer refuse(Arrival arrival, Channel channel, Refused refused) {
        var kept = quarantine.keep(arrival, channel, refused.refusal());
        log.refused(refused, channel, kept.message());
        return Answer.refused(kept, refused.refusal());
    }

    /** Answers who comes too fast; counted, and neither read nor kept nor logged, since a flood must not become ours. */
    public Answer turnAway(Arrival arrival, Channel channel, Refused refused) {
        log.turnedAway(refused, channel);
        return Answer.refused(quarantine.unkept(arrival, channel, refused.refusal()), refused.refusal());
    }
}
