package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.guitu.message.PartyId;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Working days are those of whoever has to act. */
class CalendarsTest {
    private final Calendars calendars = read();

    private static Calendars read() {
        try {
            var schemas = Path.of("schemas");
            return Calendars.read(Schemas.in(schemas), schemas.resolve("exchange/1.0/calendars.sch"));
        } catch (SchemasException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(name = "{1} working days of {2} after {0} are over at {3}")
    @CsvSource({
        // Thursday; the weekend is not counted
        "2026-11-26T02:00:00Z, 3, vn.mps, 2026-12-01T17:00:00Z",
        "2026-11-26T02:00:00Z, 3, cn.53, 2026-12-01T16:00:00Z",
        // the seven days of October, then a Saturday that is worked
        "2026-09-30T02:00:00Z, 3, cn.53, 2026-10-10T16:00:00Z",
        "2026-09-30T02:00:00Z, 3, vn.mps, 2026-10-05T17:00:00Z",
        // Liberation Day and Labour Day
        "2026-04-29T02:00:00Z, 1, vn.mps, 2026-05-04T17:00:00Z",
        // late in the evening of Beijing it is the next day already
        "2026-11-26T16:30:00Z, 1, cn.53, 2026-11-30T16:00:00Z",
        "2026-11-26T02:00:00Z, 0, cn.53, 2026-11-26T16:00:00Z",
        // not listed: weekends only
        "2026-10-01T02:00:00Z, 2, sg.police, 2026-10-05T16:00:00Z"
    })
    void a_day_counts_where_it_is_worked(String from, long days, String party, String over) {
        assertThat(calendars.after(Instant.parse(from), days, new PartyId(party)))
                .isEqualTo(over);
    }

    @Test
    void the_day_on_which_it_begins_is_not_counted() {
        var friday = Instant.parse("2026-11-27T09:00:00Z");
        assertThat(calendars.after(friday, 1, new PartyId("cn.53"))).isEqualTo("2026-11-30T16:00:00Z");
    }
}
