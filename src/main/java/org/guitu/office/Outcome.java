package org.guitu.office;

/** What became of a message that was to be sent. */
public enum Outcome {
    /** The hub's signed {@code Accepted} is here. */
    ACCEPTED(Exit.DONE),
    /** The document did not pass the checks here; nothing was stored or sent. */
    REFUSED_HERE(Exit.REFUSED_HERE),
    /** The hub's signed {@code Refused} is here, and sending the same again does not help. */
    REFUSED_BY_HUB(Exit.REFUSED_BY_HUB),
    /** Signed and in the outbox; whether the hub has it is not known. */
    QUEUED(Exit.QUEUED),
    /** The hub's answer did not verify; the message stays in the outbox. */
    ANSWER_NOT_VERIFIED(Exit.NOT_VERIFIED);

    private final int exit;

    Outcome(int exit) {
        this.exit = exit;
    }

    /** One of {@link Exit}. */
    public int exit() {
        return exit;
    }
}
