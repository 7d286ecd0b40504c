package org.guitu.message;

import java.time.Duration;

/**
 * How a message came in: which door, and whose channel the door itself proved (never what the message claims).
 *
 * @param door name of the door: {@code jms}, {@code soap}
 * @param party the party that owns the channel
 * @param arrival the door's own name of this arrival, the same when the door offers it again after a crash
 * @param waited how long this arrival has been held so far because it names messages not known yet
 */
public record Channel(String door, PartyId party, String arrival, Duration waited) {}
