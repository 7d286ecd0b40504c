package org.guitu.message;

import java.time.Duration;

/**
 * How a message came in: which door, and whose channel the door itself proved (never what the message claims).
 *
 * @param door name of the door: {@code jms}, {@code soap}
 * @param party the party that owns the channel
 * @param arrival the door's own name of this arrival, the same when the door offers it again after a crash
 * @param waited how long this arrival has been held so far because it names messages not known yet
 * @param patience of who waits for the answer
 */
public record Channel(String door, PartyId party, String arrival, Duration waited, Patience patience) {
    /** Of one that was not kept waiting by anybody else. */
    public Channel(String door, PartyId party, String arrival, Duration waited) {
        this(door, party, arrival, waited, Patience.fresh());
    }
}
