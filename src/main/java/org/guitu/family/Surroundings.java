package org.guitu.family;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What the hub knows beside the conversation itself, for guards that ask for {@code $hub}.
 *
 * @param certificateUntil the last instant at which the certificate of this message is valid
 * @param clauses of other agreements, in force now
 * @param open conversations that are not over, begun under the agreement of this conversation, in which the sender takes part
 */
public record Surroundings(Instant certificateUntil, List<Clause> clauses, Set<String> open) {
    public Surroundings {
        clauses = List.copyOf(clauses);
        open = Set.copyOf(open);
    }

    /** Who may send what to whom and for what by another agreement. */
    public record Clause(Set<String> senders, Set<String> recipients, Set<String> types, Set<String> purposes) {}
}
