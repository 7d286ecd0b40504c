package org.guitu.gate;

import java.time.Duration;
import org.guitu.message.Channel;
import org.guitu.message.Refused;

/**
 * Decides on every message that comes in. The order of the stations stands here and nowhere else: each takes the proof
 * minted by the one before it.
 */
public final class Gate {
    /** A conversation moved on between decision and record: decide again, this often at most. */
    private static final int TRIES = 3;

    private final Receiver receiver;
    private final Authenticator authenticator;
    private final Verifier verifier;
    private final Validator validator;
    private final Authoriser authoriser;
    private final Journal journal;

    public Gate(
            Receiver receiver,
            Authenticator authenticator,
            Verifier verifier,
            Validator validator,
            Authoriser authoriser,
            Journal journal) {
        this.receiver = receiver;
        this.authenticator = authenticator;
        this.verifier = verifier;
        this.validator = validator;
        this.authoriser = authoriser;
        this.journal = journal;
    }

    /**
     * Accepts one message: when this returns, the message is durable and its receipt may be shown.
     *
     * @param wire the bytes as they came
     * @throws Refused with the first station's reason
     * @throws Held while the message names others that may still be on their way
     * @throws Unavailable when the record cannot be reached; nothing has happened then
     */
    public Recorded accept(byte[] wire, Channel channel) throws Refused, Held {
        var received = receiver.receive(wire, channel);
        var authenticated = authenticator.authenticate(received);
        var verified = verifier.verify(authenticated);
        var known = journal.recall(verified);
        if (known.isPresent()) {
            return known.get();
        }
        var validated = validator.validate(verified);
        return authoriseAndRecord(validated);
    }

    /** Whether a message that was held, and has waited so long by now, goes on waiting; nothing of it is read for this. */
    public boolean holds(Held held, Duration waited) {
        return authoriser.holds(held, waited);
    }

    private Recorded authoriseAndRecord(Validated validated) throws Refused, Held {
        for (int attempt = 1; ; attempt++) {
            var authorised = authoriser.authorise(validated);
            try {
                return journal.record(authorised);
            } catch (Overtaken e) {
                if (attempt == TRIES) {
                    throw e.asRefused();
                }
            }
        }
    }
}
