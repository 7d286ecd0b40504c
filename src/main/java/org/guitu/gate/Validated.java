package org.guitu.gate;

import java.util.List;
import org.guitu.message.Header;
import org.guitu.message.Warning;

/** Schema, rules and header agree with each other, with the clock and with the hub's environment. */
public final class Validated {
    private final Verified verified;
    private final Header header;
    private final List<String> subjects;
    private final boolean late;
    private final List<Warning> warnings;

    Validated(Verified verified, Header header, List<String> subjects, boolean late, List<Warning> warnings) {
        this.verified = verified;
        this.header = header;
        this.subjects = List.copyOf(subjects);
        this.late = late;
        this.warnings = List.copyOf(warnings);
    }

    public Verified verified() {
        return verified;
    }

    public Header header() {
        return header;
    }

    /** Identifiers of those it is about; none: of all of its conversation. */
    List<String> subjects() {
        return subjects;
    }

    /** Signed longer ago than its urgency allows: accepted, and marked. */
    public boolean late() {
        return late;
    }

    /** The rules of severity warning that it does not keep. */
    List<Warning> warnings() {
        return warnings;
    }
}
