package org.guitu.gate;

import org.guitu.directory.Party;

/** The channel belongs to a party of the directory that has joined and is not blocked. */
public final class Authenticated {
    private final Received received;
    private final Party party;

    Authenticated(Received received, Party party) {
        this.received = received;
        this.party = party;
    }

    public Received received() {
        return received;
    }

    public Party party() {
        return party;
    }
}
