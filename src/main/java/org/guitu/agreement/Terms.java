package org.guitu.agreement;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.guitu.message.ConversationId;
import org.guitu.message.Header.PrivacyClass;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Labels;
import org.guitu.xml.Elements;
import org.w3c.dom.Element;

/** Reads the clauses out of the text of an agreement that is schema-valid ({@code agreement.xsd}, Terms). */
public final class Terms {
    /** Days of an agreement are those of Beijing. */
    public static final ZoneOffset DAYS = ZoneOffset.ofHours(8);

    private static final Pattern DURATION = Pattern.compile("(P[^T]*)?(?:T(?:(\\d+)H)?(?:(\\d+)M)?)?");

    private Terms() {}

    /**
     * The clauses of the text a message proposed.
     *
     * @param proposal payload with {@code Version} and {@code Terms}
     * @param signed when the last party signed it
     */
    public static List<Clause> clauses(Element proposal, ConversationId agreement, Instant signed) {
        int version = Integer.parseInt(text(proposal, "Version"));
        var terms = Elements.in(proposal, "Terms").get(0);
        var from = first(terms, "EffectiveFrom").map(Terms::startOf).orElse(signed);
        var until = first(terms, "ValidTo")
                .map(day -> endOf(LocalDate.parse(day)))
                .orElseGet(() -> after(from, text(terms, "ValidFor")));
        int priority = first(terms, "Priority").map(Integer::parseInt).orElse(1);
        var title = title(terms);
        var clauses = new ArrayList<Clause>();
        for (var clause : Elements.in(terms, "Clause")) {
            var number = text(clause, "Id");
            clauses.add(new Clause(
                    agreement,
                    version,
                    number,
                    grant(clause, Clause.id(agreement, version, number), title),
                    from,
                    until,
                    priority));
        }
        return clauses;
    }

    private static Grant grant(Element clause, String id, Labels title) {
        var urgencies = texts(clause, "Urgency").stream().map(Urgency::valueOf).collect(Collectors.toSet());
        return new Grant(
                id,
                title,
                texts(clause, "From"),
                texts(clause, "To"),
                texts(clause, "Type"),
                texts(clause, "Purpose"),
                PrivacyClass.valueOf(text(clause, "PrivacyCeiling")),
                urgencies.isEmpty() ? Set.of(Urgency.values()) : urgencies,
                Optional.empty(),
                first(clause, "ReplyWithin").orElse(""),
                id);
    }

    private static Labels title(Element terms) {
        var titles = Elements.in(terms, "Title");
        return new Labels(inLanguage(titles, "zh"), inLanguage(titles, "en"));
    }

    private static String inLanguage(List<Element> titles, String language) {
        return titles.stream()
                .filter(title -> title.getAttributeNS("http://www.w3.org/XML/1998/namespace", "lang")
                        .startsWith(language))
                .findFirst()
                .orElse(titles.get(0))
                .getTextContent()
                .strip();
    }

    /** When an agreement's day is over. */
    public static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(DAYS).toInstant();
    }

    private static Instant startOf(String day) {
        return LocalDate.parse(day).atStartOfDay(DAYS).toInstant();
    }

    /** So much later, counted in days of Beijing; {@code duration} as XML Schema writes it. */
    public static Instant after(Instant from, String duration) {
        var parts = DURATION.matcher(duration);
        if (!parts.matches()) {
            throw new IllegalStateException("a schema-valid duration has this form");
        }
        var date = Optional.ofNullable(parts.group(1)).filter(days -> days.length() > 1);
        ZonedDateTime end = from.atZone(DAYS).plus(date.map(Period::parse).orElse(Period.ZERO));
        return end.plusHours(number(parts.group(2)))
                .plusMinutes(number(parts.group(3)))
                .toInstant();
    }

    private static long number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static Optional<String> first(Element parent, String name) {
        return Elements.first(parent, name).map(child -> child.getTextContent().strip());
    }

    private static String text(Element parent, String name) {
        return first(parent, name).orElseThrow(() -> new IllegalStateException("a schema-valid text has its " + name));
    }

    private static Set<String> texts(Element parent, String name) {
        return Elements.in(parent, name).stream()
                .map(child -> child.getTextContent().strip())
                .collect(Collectors.toCollection(HashSet::new));
    }
}
