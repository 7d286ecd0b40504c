package org.guitu.family;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.guitu.message.PartyId;
import org.guitu.xml.Elements;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.w3c.dom.Element;

/** The working days of each state, as {@code calendars.sch} lists them for rules and deadlines alike. */
public final class Calendars {
    /** A state that is not listed has weekends only, and its days are those of Beijing. */
    private static final Country UNKNOWN = new Country(ZoneOffset.ofHours(8), Set.of(), Set.of());

    private final Map<String, Country> countries;

    private Calendars(Map<String, Country> countries) {
        this.countries = Map.copyOf(countries);
    }

    private record Country(ZoneOffset offset, Set<LocalDate> holidays, Set<LocalDate> worked) {
        boolean works(LocalDate day) {
            boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
            return !holidays.contains(day) && (!weekend || worked.contains(day));
        }
    }

    static Calendars read(Schemas schemas, Path file) throws SchemasException {
        var countries = new TreeMap<String, Country>();
        var listed = schemas.document(file).getElementsByTagName("country");
        try {
            for (int i = 0; i < listed.getLength(); i++) {
                var country = (Element) listed.item(i);
                countries.put(country.getAttribute("code"), country(country));
            }
        } catch (DateTimeException e) {
            throw new SchemasException(file + ": " + e.getMessage() + "; write dates as 2026-10-01", e);
        }
        return new Calendars(countries);
    }

    private static Country country(Element listed) {
        var holidays = new HashSet<LocalDate>();
        for (var holiday : Elements.in(listed, "holiday")) {
            var from = LocalDate.parse(holiday.getAttribute("from"));
            holidays.addAll(
                    from.datesUntil(LocalDate.parse(holiday.getAttribute("to")).plusDays(1))
                            .toList());
        }
        var worked = new HashSet<LocalDate>();
        for (var day : Elements.in(listed, "worked")) {
            worked.add(LocalDate.parse(day.getAttribute("on")));
        }
        return new Country(ZoneOffset.of(listed.getAttribute("offset")), holidays, worked);
    }

    /**
     * The end of so many working days where a party is, the day on which they begin not counted.
     *
     * @param days 0 or more
     */
    Instant after(Instant from, long days, PartyId party) {
        var country = countries.getOrDefault(party.country(), UNKNOWN);
        var day = from.atOffset(country.offset()).toLocalDate();
        for (long left = days; left > 0; ) {
            day = day.plusDays(1);
            left -= country.works(day) ? 1 : 0;
        }
        return day.plusDays(1).atStartOfDay(country.offset()).toInstant();
    }
}
