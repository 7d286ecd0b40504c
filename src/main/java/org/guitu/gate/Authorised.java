package org.guitu.gate;

import org.guitu.message.Header;

/** Role, state and grants allow this message now. */
public final class Authorised {
    private final Validated validated;
    private final Decision decision;

    Authorised(Validated validated, Decision decision) {
        this.validated = validated;
        this.decision = decision;
    }

    public Validated validated() {
        return validated;
    }

    public Decision decision() {
        return decision;
    }

    public Header header() {
        return validated.header();
    }

    public Received received() {
        return validated.verified().received();
    }
}
