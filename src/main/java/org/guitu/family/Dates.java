package org.guitu.family;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.guitu.xml.Elements;
import org.w3c.dom.Element;

/**
 * Moves the dates of a sample as if it had been sent now, each by the same span, so that the order of its events, its
 * periods and the ages in it stay as they were.
 *
 * @param by what is added to times, whole minutes
 * @param days what is added to dates
 * @param sentOn day on which the sample was sent
 */
record Dates(Duration by, long days, LocalDate sentOn) {
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    /** A date further away is not of the events: a birthday or a validity, part of numbers that would no longer fit it. */
    private static final long MOST_DAYS_AWAY = 400;

    /** @param message a sample with its {@code SentAt} */
    static Dates movedTo(Instant now, Element message) {
        var sent = Elements.first(message, "Header")
                .flatMap(header -> Elements.first(header, "SentAt"))
                .map(element -> OffsetDateTime.parse(element.getTextContent().strip()))
                .orElseThrow(() -> new IllegalArgumentException("a sample needs its SentAt"));
        var by = Duration.between(sent.toInstant(), now).truncatedTo(ChronoUnit.MINUTES);
        var sentOn = sent.toLocalDate();
        return new Dates(by, ChronoUnit.DAYS.between(sentOn, sent.plus(by).toLocalDate()), sentOn);
    }

    /** The text, moved when it is a time or a date. */
    String moved(String text) {
        if (TIME.matcher(text).matches()) {
            return OffsetDateTime.parse(text).plus(by).format(java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        }
        if (DATE.matcher(text).matches()) {
            var date = LocalDate.parse(text);
            return Math.abs(ChronoUnit.DAYS.between(sentOn, date)) > MOST_DAYS_AWAY
                    ? text
                    : date.plusDays(days).toString();
        }
        return text;
    }

    /** The sample's sending, moved. */
    String today() {
        return sentOn.plusDays(days).toString();
    }
}
