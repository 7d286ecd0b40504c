package org.guitu.family;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.guitu.message.Header;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.w3c.dom.Document;

/** The accepted messages of one conversation, in the order of their numbers, opened for the guards of its workflow. */
public record History(List<Entry> entries) {
    public History {
        entries = List.copyOf(entries);
    }

    /** This history with one message more. */
    public History with(Header header, Instant acceptedAt, Document message) {
        var more = new ArrayList<>(entries);
        more.add(new Entry(entries.size() + 1, header.type(), header.sender(), acceptedAt, message));
        return new History(more);
    }

    /** One accepted message; {@code number} counts from 1. */
    public record Entry(long number, MessageType type, PartyId sender, Instant acceptedAt, Document message) {}
}
