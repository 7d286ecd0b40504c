package org.guitu.gate;

import org.guitu.message.Header;

/** Schema, rules and header agree with each other, with the clock and with the hub's environment. */
public final class Validated {
    private final Verified verified;
    private final Header header;
    private final boolean late;

    Validated(Verified verified, Header header, boolean late) {
        this.verified = verified;
        this.header = header;
        this.late = late;
    }

    public Verified verified() {
        return verified;
    }

    public Header header() {
        return header;
    }

    /** Signed longer ago than its type expects: accepted, and marked. */
    public boolean late() {
        return late;
    }
}
