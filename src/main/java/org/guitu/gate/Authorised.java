package org.guitu.gate;

import java.util.List;
import java.util.stream.Stream;
import org.guitu.message.Header;
import org.guitu.message.Warning;

/** Role, state and grants allow this message now. */
public final class Authorised {
    private final Validated validated;
    private final Decision decision;
    private final List<Warning> warnings;

    Authorised(Validated validated, Decision decision, List<Warning> warnings) {
        this.validated = validated;
        this.decision = decision;
        this.warnings =
                Stream.concat(validated.warnings().stream(), warnings.stream()).toList();
    }

    public Validated validated() {
        return validated;
    }

    public Decision decision() {
        return decision;
    }

    /** What its sender is told, though it is accepted. */
    public List<Warning> warnings() {
        return warnings;
    }

    public Header header() {
        return validated.header();
    }

    public Received received() {
        return validated.verified().received();
    }
}
