package org.guitu.family;

import java.time.Instant;
import org.guitu.message.MessageType;

/** A message the hub is to send by itself, and when. */
public record Due(MessageType type, Instant at) {}
