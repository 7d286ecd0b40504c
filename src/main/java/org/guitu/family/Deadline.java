package org.guitu.family;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.guitu.message.Labels;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;

/**
 * A deadline that a workflow sets on the collection of a message, or on the answer to it.
 *
 * @param id rule it comes from, for example {@code R-A18}
 * @param answer what answers it in time; empty where it has to be collected only
 * @param notified who is told when it passes: {@code sender}, or a party
 */
public record Deadline(String id, Within within, Optional<Answer> answer, List<String> notified, Labels label) {
    public Deadline {
        notified = List.copyOf(notified);
    }

    /**
     * What answers a message.
     *
     * @param types a message of one of these, whoever sends it
     * @param of who is asked; empty: everybody it goes to, copies excepted
     */
    public record Answer(Set<MessageType> types, Optional<Set<String>> of) {
        public Answer {
            types = Set.copyOf(types);
        }

        public boolean isAsked(PartyId party) {
            return of.map(asked -> asked.contains(party.value())).orElse(true);
        }

        /** Whether it is asked by its name, so also of what it has sent itself. */
        boolean names(PartyId party) {
            return of.filter(asked -> asked.contains(party.value())).isPresent();
        }
    }

    /**
     * A span of time.
     *
     * @param workingDays where it is in whole days of whoever has to act, those that are worked there
     */
    public record Within(Duration length, Optional<Calendars> workingDays) {
        Instant after(Instant from, PartyId party) {
            return workingDays
                    .map(calendars -> calendars.after(from, length.toDays(), party))
                    .orElseGet(() -> from.plus(length));
        }
    }

    /** Until when this party has to collect or to answer what was accepted at that time. */
    public Instant due(Instant accepted, PartyId party) {
        return within.after(accepted, party);
    }
}
