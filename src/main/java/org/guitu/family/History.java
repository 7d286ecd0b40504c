package org.guitu.family;

import java.time.Instant;
import java.util.List;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.w3c.dom.Document;

/** The accepted messages of one conversation, in the order of their numbers, opened for the guards of its workflow. */
public record History(List<Entry> entries) {
    public History {
        entries = List.copyOf(entries);
    }

    /** One accepted message; {@code number} counts from 1. */
    public record Entry(long number, MessageType type, PartyId sender, Instant acceptedAt, Document message) {}
}
