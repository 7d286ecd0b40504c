package org.guitu.agreement;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.guitu.config.BadValue;
import org.guitu.message.Header.PrivacyClass;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;

/** The keys of {@code config/grants.yaml}. */
record GrantFile(List<Clause> grants) {
    GrantFile {
        BadValue.unless(!grants.isEmpty(), "grants", "must hold at least one grant");
    }

    /** One grant as it is written; {@code urgencies} left out means all, {@code basis} and {@code review} that it is no exception. */
    record Clause(
            String id,
            Labels label,
            List<String> from,
            List<String> to,
            List<String> types,
            List<String> purposes,
            PrivacyClass privacy,
            Optional<List<Urgency>> urgencies,
            Optional<String> basis,
            Optional<Review> review,
            String source) {
        /** The purposes a header can have (domain.md 4.1). */
        private static final Set<String> PURPOSES =
                Set.of("SEARCH", "INVESTIGATION", "PROTECTION", "RETURN", "STATISTICS", "COORDINATION");

        Clause {
            BadValue.unless(
                    id.matches("[a-z0-9-]+(\\.[a-z0-9-]+)*"), "id", "must be lower-case words with dots, found " + id);
            list("from", from);
            list("to", to);
            list("types", types);
            list("purposes", purposes);
            urgencies.ifPresent(u -> list("urgencies", u));
            BadValue.unless(
                    basis.isPresent() == review.isPresent(),
                    "review",
                    "and basis go together: an exception says on what it rests and is looked at afterwards");
            for (var type : types) {
                BadValue.unless(
                        type.matches("[a-z][a-z0-9-]*/(\\*|[A-Z][A-Za-z0-9]*)"),
                        "types",
                        "must be family/Name or family/*, found " + type);
            }
            for (var purpose : purposes) {
                BadValue.unless(PURPOSES.contains(purpose), "purposes", "has the unknown purpose " + purpose);
            }
        }

        private static void list(String key, List<?> values) {
            BadValue.unless(!values.isEmpty(), key, "must not be empty");
            BadValue.unless(new HashSet<>(values).size() == values.size(), key, "must name nothing twice");
        }
    }

    /** Who is told of each message an exception let pass, and within which time it is looked at. */
    record Review(PartyId by, Duration within) {
        Review {
            BadValue.outside(Duration.ofHours(1), Duration.ofDays(30), "within", within);
        }
    }
}
