package org.guitu.desk;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import org.guitu.message.Header.Urgency;
import org.guitu.office.Held;

/**
 * A line of the inbox.
 *
 * @param due how its deadline stands, the most pressing first; none once the answer is there
 */
record Row(Held held, Due due) {
    /** By the day of the office's machine. */
    enum Due {
        OVERDUE,
        TODAY,
        LATER,
        NONE
    }

    /** Unread Flash first, then what is due, then what is unread; within that the newest first. */
    static final Comparator<Row> PRESSING = Comparator.comparing((Row row) -> !row.isRinging())
            .thenComparing(row -> row.due() == Due.NONE ? Due.LATER : row.due())
            .thenComparing(row -> !row.isUnread())
            .thenComparing(row -> row.held().urgency())
            .thenComparing(row -> row.held().receivedAt(), Comparator.reverseOrder());

    static final Comparator<Row> NEWEST =
            Comparator.comparing(row -> row.held().receivedAt(), Comparator.reverseOrder());

    static Row of(Held held, Instant now, ZoneId zone) {
        return new Row(
                held,
                held.owedBy()
                        .filter(by -> !held.answered())
                        .map(by -> due(by, now, zone))
                        .orElse(Due.NONE));
    }

    private static Due due(Instant by, Instant now, ZoneId zone) {
        if (by.isBefore(now)) {
            return Due.OVERDUE;
        }
        return LocalDate.ofInstant(by, zone).equals(LocalDate.ofInstant(now, zone)) ? Due.TODAY : Due.LATER;
    }

    public UUID uuid() {
        return held.id().uuid();
    }

    public boolean isUnread() {
        return held.readAt().isEmpty();
    }

    /** Whether it is an unread Flash: it stands on top and sounds. */
    public boolean isRinging() {
        return isUnread() && held.urgency() == Urgency.FLASH;
    }

    /** Whether what it asked for is there. */
    public boolean isAnswered() {
        return held.answered() && held.owedBy().isPresent();
    }

    public Optional<Instant> owedBy() {
        return held.owedBy();
    }
}
