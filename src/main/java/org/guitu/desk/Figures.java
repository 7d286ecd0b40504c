package org.guitu.desk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.guitu.desk.Board.Answer;
import org.guitu.desk.Board.Row;
import org.guitu.desk.Figure.Line;
import org.guitu.message.Labels;

/** What of an overview is counted, and how it is drawn. */
final class Figures {
    private static final int ALL = Integer.MAX_VALUE;
    private static final int MOST_PLACES = 12;
    private static final int MOST_BARS = 15;

    /** Days below which a conversation counts as of this age; the last is without end. */
    private static final List<Integer> AGES = List.of(1, 3, 7, 30, 90, ALL);

    private final Board board;
    private final List<Row> rows;
    private final Map<String, Labels> provinces;
    private final Locale locale;
    private final Words words;
    private final Map<String, Map<String, Integer>> between;

    /** @param provinces what provinces are called, by GB/T 2260 code */
    Figures(Board board, Map<String, Labels> provinces, Locale locale) {
        this.board = board;
        this.rows = board.rows(OversightFilter.NONE);
        this.provinces = provinces;
        this.locale = locale;
        this.words = new Words(locale);
        this.between = between();
    }

    List<Figure> all() {
        return List.of(kinds(), partners(), ages(), answers(), flows(), places());
    }

    private Figure kinds() {
        var lines = board.groups().stream()
                .map(group -> {
                    var of = rows.stream()
                            .filter(row -> row.group().equals(group))
                            .toList();
                    return new Line(
                            group.label(),
                            List.of(
                                    count(of, row -> !row.expired()),
                                    count(of, Row::overdue),
                                    count(of, row -> row.unread() > 0),
                                    count(of, Row::late),
                                    count(of, Row::expiring),
                                    count(of, Row::expired)));
                })
                .toList();
        return new Figure(
                "kinds",
                words.say("figure.kinds"),
                words.say("figure.kind"),
                List.of(
                        words.say("figure.open"),
                        words.say("figure.overdue"),
                        words.say("figure.unread"),
                        words.say("figure.late"),
                        words.say("figure.expiring"),
                        words.say("figure.expired")),
                lines,
                "shades",
                ALL);
    }

    private static int count(List<Row> rows, Predicate<Row> which) {
        return (int) rows.stream().filter(which).count();
    }

    private Figure partners() {
        var open = new TreeMap<String, Integer>();
        var overdue = new TreeMap<String, Integer>();
        var unread = new TreeMap<String, Integer>();
        for (var row : rows) {
            for (var one : row.conversation().participants()) {
                open.merge(one.party().value(), 1, Integer::sum);
                unread.merge(one.party().value(), one.unread(), Integer::sum);
            }
            row.answers().stream()
                    .filter(Answer::overdue)
                    .forEach(one -> overdue.merge(one.awaited().from().value(), 1, Integer::sum));
        }
        var all = new TreeSet<>(open.keySet());
        all.addAll(overdue.keySet());
        var lines = all.stream()
                .map(party -> new Line(
                        board.party(party),
                        List.of(
                                open.getOrDefault(party, 0),
                                overdue.getOrDefault(party, 0),
                                unread.getOrDefault(party, 0))))
                .sorted(Comparator.comparing((Line line) -> line.counts().get(1), Comparator.reverseOrder())
                        .thenComparing(line -> line.counts().get(2), Comparator.reverseOrder()))
                .toList();
        return new Figure(
                "partners",
                words.say("figure.partners"),
                words.say("figure.party"),
                List.of(
                        words.say("figure.open"),
                        words.say("figure.answers.missing"),
                        words.say("figure.unread.messages")),
                lines,
                "bar",
                MOST_BARS);
    }

    private Figure ages() {
        var watched = board.watched();
        var lines = new ArrayList<Line>();
        long from = 0;
        for (int days : AGES) {
            long first = from;
            var counts = watched.stream()
                    .map(family -> count(
                            rows,
                            row -> row.conversation().family().equals(family.name())
                                    && row.days() >= first
                                    && row.days() < days))
                    .toList();
            lines.add(new Line(days == ALL ? words.say("figure.age.more", first) : age(first, days - 1L), counts));
            from = days;
        }
        return new Figure(
                "ages",
                words.say("figure.ages"),
                words.say("figure.days"),
                watched.stream().map(family -> family.label().in(locale)).toList(),
                lines,
                "stacked",
                ALL);
    }

    private String age(long first, long last) {
        return first == last ? String.valueOf(first) : words.say("figure.age", first, last);
    }

    private Figure answers() {
        var by = new TreeMap<String, List<Integer>>();
        for (var one : board.overview().answers()) {
            by.merge(
                    one.party().value(),
                    List.of(one.inTime(), one.late(), one.missing(), one.pending()),
                    (left, right) -> List.of(
                            left.get(0) + right.get(0),
                            left.get(1) + right.get(1),
                            left.get(2) + right.get(2),
                            left.get(3) + right.get(3)));
        }
        var lines = by.entrySet().stream()
                .map(one -> new Line(board.party(one.getKey()), one.getValue()))
                .sorted(Comparator.comparing((Line line) ->
                                line.counts().get(1) + line.counts().get(2))
                        .thenComparing(Line::sum)
                        .reversed())
                .toList();
        return new Figure(
                "answers",
                words.say("figure.answers"),
                words.say("figure.party"),
                List.of(
                        words.say("figure.answers.inTime"),
                        words.say("figure.answers.late"),
                        words.say("figure.answers.missing"),
                        words.say("figure.answers.pending")),
                lines,
                "stacked",
                MOST_BARS);
    }

    /** From province or country to province or country: the pairs with most messages first. */
    private Figure flows() {
        var lines = between.entrySet().stream()
                .flatMap(from -> from.getValue().entrySet().stream()
                        .map(to -> new Line(from.getKey() + " → " + to.getKey(), List.of(to.getValue()))))
                .sorted(Comparator.comparing(Line::sum).reversed())
                .toList();
        return new Figure(
                "flows",
                words.say("figure.flows"),
                words.say("figure.between"),
                List.of(words.say("figure.messages")),
                lines,
                "bar",
                MOST_BARS);
    }

    private Figure places() {
        var sums = new HashMap<String, Integer>();
        between.forEach((from, all) -> all.forEach((to, messages) -> {
            sums.merge(from, messages, Integer::sum);
            sums.merge(to, messages, Integer::sum);
        }));
        var places = sums.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        var columns = places.subList(0, Math.min(MOST_PLACES, places.size()));
        var lines = columns.stream()
                .map(from -> new Line(
                        from,
                        columns.stream()
                                .map(to -> between.getOrDefault(from, Map.of()).getOrDefault(to, 0))
                                .toList()))
                .toList();
        return new Figure(
                "places", words.say("figure.places"), words.say("figure.from"), columns, lines, "shades", MOST_PLACES);
    }

    private Map<String, Map<String, Integer>> between() {
        var between = new LinkedHashMap<String, Map<String, Integer>>();
        for (var flow : board.overview().flows()) {
            between.computeIfAbsent(place(flow.from()), from -> new LinkedHashMap<>())
                    .merge(place(flow.to()), flow.messages(), Integer::sum);
        }
        return between;
    }

    /** What a province, {@code cn.53}, or a country, {@code vn}, is called. */
    private String place(String place) {
        if (!place.startsWith("cn.")) {
            return new Locale.Builder().setRegion(place).build().getDisplayCountry(locale);
        }
        var province = provinces.get(place.substring("cn.".length()) + "0000");
        return province == null ? board.name(place) : province.in(locale);
    }
}
