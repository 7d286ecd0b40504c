package org.guitu.desk;

import java.util.Locale;

/**
 * What of the inbox is shown. It is kept in the session, one a window: whom somebody looks for stands in no address.
 *
 * @param family empty: of every family
 * @param sender empty: of everybody
 * @param text empty: whatever they say
 */
record Filter(String family, String sender, State state, String text) {
    /** Everything. */
    static final Filter NONE = new Filter("", "", State.ALL, "");

    /** Characters that are looked for at most. */
    private static final int LONGEST = 100;

    /** How reading or the deadline stands. */
    enum State {
        ALL,
        UNREAD,
        TODAY,
        OVERDUE;

        /** As a form names it; everything where it names none that there is. */
        static State named(String name) {
            for (var state : values()) {
                if (state.name().equals(name.toUpperCase(Locale.ROOT))) {
                    return state;
                }
            }
            return ALL;
        }

        private boolean takes(Row row) {
            return switch (this) {
                case ALL -> true;
                case UNREAD -> row.isUnread();
                case TODAY -> row.due() == Row.Due.TODAY;
                case OVERDUE -> row.due() == Row.Due.OVERDUE;
            };
        }
    }

    Filter {
        family = cut(family);
        sender = cut(sender);
        text = cut(text.strip());
    }

    /** No longer than what anybody looks for. */
    static String cut(String text) {
        return text.substring(0, Math.min(LONGEST, text.length()));
    }

    /** Whether the row is shown, by all but the text. */
    boolean takes(Row row) {
        return (family.isEmpty() || family.equals(row.held().type().family()))
                && (sender.isEmpty() || sender.equals(row.held().sender().value()))
                && state.takes(row);
    }

    boolean isSearch() {
        return !text.isEmpty();
    }

    /** Whether something may not be shown. */
    public boolean isOn() {
        return !equals(NONE);
    }

    @Override
    public String toString() {
        // what is looked for may be a name
        return "Filter of the inbox";
    }
}
