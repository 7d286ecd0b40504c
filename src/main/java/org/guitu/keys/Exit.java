package org.guitu.keys;

/** Exit codes of {@code guitu keys}; scripts depend on them, so a code never changes its meaning. */
final class Exit {
    static final int DONE = 0;
    /** A file cannot be read or written; the line on standard error says which and why. */
    static final int FAILED = 1;
    /** A certificate expires within the days asked for. */
    static final int SOON = 3;
    /** A certificate has expired. */
    static final int EXPIRED = 4;

    private Exit() {}
}
