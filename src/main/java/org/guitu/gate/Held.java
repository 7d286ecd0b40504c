package org.guitu.gate;

import java.util.Optional;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;

/**
 * The door keeps the message and offers it again a little later: it names another that is not known yet, or there is no room to
 * work on it.
 */
public final class Held extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Named> named;

    /**
     * What it waits for.
     *
     * @param asker who has to know it
     * @param message the first that is not known
     */
    record Named(PartyId asker, MessageId message) {}

    /** For want of room. */
    public Held() {
        this(Optional.empty());
    }

    Held(PartyId asker, MessageId message) {
        this(Optional.of(new Named(asker, message)));
    }

    private Held(Optional<Named> named) {
        super("offered again later", null, false, false);
        this.named = named;
    }

    Optional<Named> named() {
        return named;
    }
}
