package org.guitu.office;

/** Exit codes of {@code guitu office}; scripts depend on them, so a code never changes its meaning. */
public final class Exit {
    /** Done. */
    public static final int DONE = 0;
    /** Something failed that is named on standard error. */
    public static final int FAILED = 1;
    /** Wrong usage. */
    public static final int USAGE = 2;
    /** Refused here, before anything was sent: correct the document. */
    public static final int REFUSED_HERE = 3;
    /** Refused by the hub; its signed receipt says why. */
    public static final int REFUSED_BY_HUB = 4;
    /** Signed and stored in the outbox, not accepted yet: a later call sends it. */
    public static final int QUEUED = 5;
    /** A signature, certificate or statement did not verify. */
    public static final int NOT_VERIFIED = 6;
    /** The hub cannot be reached; nothing was received. */
    public static final int NO_LINE = 7;
    /** The office's home, its {@code office.yaml} or its keys are not usable. */
    public static final int CONFIGURATION = 8;
    /** No message with that identifier is known here. */
    public static final int NOT_FOUND = 9;

    private Exit() {}
}
