package org.guitu.desk;

import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import org.guitu.message.Header.Status;

/**
 * Which conversations of the overview are listed; kept in the session, one a window.
 *
 * @param group name of one group of a family; empty: of all
 * @param party who is in them; empty: whoever
 * @param status of those counted and listed; empty: of what is meant where there is any, else of what is next
 */
record OversightFilter(String group, String party, State state, Optional<Status> status) {
    /** Everything. */
    static final OversightFilter NONE = new OversightFilter("", "", State.ALL, Optional.empty());

    OversightFilter {
        group = Filter.cut(group);
        party = Filter.cut(party);
    }

    /** How a conversation stands. */
    enum State {
        ALL,
        OVERDUE,
        UNREAD,
        EXPIRING,
        EXPIRED,
        LATE;

        /** As a form names it; everything where it names none that there is. */
        static State named(String name) {
            for (var state : values()) {
                if (state.name().equals(name.toUpperCase(Locale.ROOT))) {
                    return state;
                }
            }
            return ALL;
        }

        private boolean takes(Board.Row row) {
            return switch (this) {
                case ALL -> true;
                case OVERDUE -> row.overdue();
                case UNREAD -> row.unread() > 0;
                case EXPIRING -> row.expiring();
                case EXPIRED -> row.expired();
                case LATE -> row.late();
            };
        }
    }

    boolean takes(Board.Row row) {
        return (group.isEmpty() || group.equals(row.group().name()))
                && (party.isEmpty() || row.parties().contains(party))
                && state.takes(row);
    }

    /** The status looked at where there are these. */
    Optional<Status> among(NavigableSet<Status> there) {
        return status.filter(there::contains).or(() -> there.stream().findFirst());
    }

    /** Whether something of that status may not be listed. */
    public boolean isOn() {
        return !group.isEmpty() || !party.isEmpty() || state != State.ALL;
    }
}
