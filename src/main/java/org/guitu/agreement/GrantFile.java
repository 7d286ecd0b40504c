package org.guitu.agreement;

import java.util.List;
import java.util.Optional;
import org.guitu.directory.BadValue;
import org.guitu.message.Header.PrivacyClass;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Labels;

/** The keys of {@code config/grants.yaml}. */
record GrantFile(List<Clause> grants) {
    GrantFile {
        BadValue.unless(!grants.isEmpty(), "grants", "must hold at least one grant");
    }

    /** One grant as it is written; {@code urgencies} left out means all. */
    record Clause(
            String id,
            Labels label,
            List<String> from,
            List<String> to,
            List<String> types,
            List<String> purposes,
            PrivacyClass privacy,
            Optional<List<Urgency>> urgencies,
            String source) {}
}
