package org.guitu.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.guitu.desk.Figure.Line;
import org.guitu.family.Deadline;
import org.guitu.family.Family;
import org.guitu.family.Workflow;
import org.guitu.message.Labels;
import org.guitu.oversight.Overview;
import org.guitu.oversight.Overview.Awaited;
import org.guitu.oversight.Overview.Conversation;
import org.guitu.oversight.Overview.Participant;

/**
 * An overview for somebody to look at, in one language: conversations by the groups their families name, and figures. What is overdue is so as of
 * the overview: what came since, it does not know.
 */
final class Board {
    /** Agreements that end within so long are named beforehand, as their parties are warned (D25). */
    private static final Duration SOON = Duration.ofDays(90);

    private static final int ALL = Integer.MAX_VALUE;
    private static final int MOST_PLACES = 12;
    private static final int MOST_BARS = 15;

    /** Days up to which a conversation counts as of this age; the last is without end. */
    private static final List<Integer> AGES = List.of(1, 3, 7, 30, 90, ALL);

    /** Of a family or state that the schemas here do not know. */
    private static final String OTHER = "other";

    private final Overview overview;
    private final Map<String, Labels> parties;
    private final Map<String, Labels> provinces;
    private final Locale locale;
    private final Words words;
    private final Map<String, Family> families;
    private final List<Row> rows;
    private final List<Figure> figures;

    /**
     * Makes one.
     *
     * @param parties what they are called, as far as that is known here
     * @param provinces what provinces are called, by GB/T 2260 code
     */
    Board(
            Overview overview,
            Map<String, Labels> parties,
            Map<String, Labels> provinces,
            Collection<Family> families,
            Locale locale) {
        this.overview = overview;
        this.parties = parties;
        this.provinces = provinces;
        this.locale = locale;
        this.words = new Words(locale);
        this.families = families.stream()
                .collect(Collectors.toMap(Family::name, family -> family, (one, other) -> one, TreeMap::new));
        var groups = known().stream().collect(Collectors.toMap(Group::name, group -> group));
        this.rows = overview.conversations().stream()
                .map(one -> row(one, group(one, groups).orElse(new Group(OTHER, words.say("figure.other")))))
                .sorted(Comparator.comparing((Row row) -> !row.overdue())
                        .thenComparing(row -> row.conversation().openedAt()))
                .toList();
        this.figures = List.of(kinds(), partners(), ages(), answers(), flows(), places());
    }

    /** Open conversations of a family that are looked at together; {@code name} is for forms. */
    record Group(String name, String label) {}

    /**
     * One conversation.
     *
     * @param state label of where it stands
     * @param days since it was begun
     * @param unread messages that their recipients have not said they read
     * @param late whether an answer in it came after its time
     * @param expiring whether it allows messages, or runs, only for some time more
     * @param expired whether that time is over, though nobody has ended it
     */
    record Row(
            Conversation conversation,
            Group group,
            String state,
            long days,
            int unread,
            boolean overdue,
            boolean late,
            boolean expiring,
            boolean expired,
            List<Answer> answers) {
        /** Who is in it. */
        Set<String> parties() {
            return conversation.participants().stream()
                    .map(one -> one.party().value())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** Those who have something to read. */
        public List<Participant> behind() {
            return conversation.participants().stream()
                    .filter(one -> one.unread() > 0)
                    .toList();
        }
    }

    /** An answer that is awaited, or came too late; {@code rule} says what asks for it. */
    record Answer(Awaited awaited, String rule, boolean overdue) {}

    Overview overview() {
        return overview;
    }

    /** Every group, of every family, and where there are any the conversations of none. */
    List<Group> groups() {
        var groups = known();
        rows.stream()
                .map(Row::group)
                .filter(group -> group.name().equals(OTHER))
                .findFirst()
                .ifPresent(groups::add);
        return groups;
    }

    private List<Group> known() {
        var groups = new ArrayList<Group>();
        for (var family : families.values()) {
            for (int i = 0; i < family.watched().size(); i++) {
                groups.add(new Group(
                        family.name() + "." + i, family.watched().get(i).label().in(locale)));
            }
        }
        return groups;
    }

    /** Who is in any conversation that is listed. */
    Set<String> involved() {
        return rows.stream().flatMap(row -> row.parties().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The conversations that the filter takes, the overdue first, and then the oldest. */
    List<Row> rows(OversightFilter filter) {
        return rows.stream().filter(filter::takes).toList();
    }

    private Optional<Group> group(Conversation one, Map<String, Group> groups) {
        var watched = Optional.ofNullable(families.get(one.family()))
                .map(Family::watched)
                .orElse(List.of());
        for (int i = 0; i < watched.size(); i++) {
            if (watched.get(i).states().contains(one.state())) {
                return Optional.ofNullable(groups.get(one.family() + "." + i));
            }
        }
        return Optional.empty();
    }

    private Row row(Conversation one, Group group) {
        var workflow = Optional.ofNullable(families.get(one.family())).map(Family::workflow);
        var answers = one.awaited().stream()
                .map(awaited -> new Answer(awaited, rule(workflow, awaited.rule()), isOverdue(awaited)))
                .toList();
        return new Row(
                one,
                group,
                workflow.map(known -> known.states().get(one.state()))
                        .map(label -> label.in(locale))
                        .orElse(one.state()),
                Duration.between(one.openedAt(), overview.asOf()).toDays(),
                one.participants().stream().mapToInt(Participant::unread).sum(),
                answers.stream().anyMatch(Answer::overdue),
                one.awaited().stream().anyMatch(awaited -> awaited.answeredAt().isPresent()),
                one.until().filter(until -> !isOver(until) && isSoon(until)).isPresent(),
                one.until().filter(this::isOver).isPresent(),
                answers);
    }

    private boolean isOverdue(Awaited awaited) {
        return awaited.answeredAt().isEmpty() && awaited.by().isBefore(overview.asOf());
    }

    private boolean isOver(Instant until) {
        return !until.isAfter(overview.asOf());
    }

    private boolean isSoon(Instant until) {
        return until.isBefore(overview.asOf().plus(SOON));
    }

    private String rule(Optional<Workflow> workflow, String rule) {
        if (rule.equals(Awaited.BY_MESSAGE)) {
            return words.say("figure.replyBy");
        }
        return workflow.flatMap(known -> known.deadline(rule))
                .map(Deadline::label)
                .map(label -> label.in(locale))
                .orElse(rule);
    }

    /** What this party is called. */
    public String party(String party) {
        var known = parties.get(party);
        return known == null ? party : known.in(locale) + " (" + party + ")";
    }

    /** Every figure. */
    List<Figure> figures() {
        return figures;
    }

    private Figure kinds() {
        var lines = groups().stream()
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
                        party(party),
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
        var watched = families.values().stream()
                .filter(family -> !family.watched().isEmpty())
                .toList();
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
            lines.add(new Line(
                    days == ALL ? words.say("figure.age.more", first) : words.say("figure.age", first, days), counts));
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

    private Figure answers() {
        var by = new TreeMap<String, List<Integer>>();
        for (var one : overview.answers()) {
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
                .map(one -> new Line(party(one.getKey()), one.getValue()))
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
        var lines = between().entrySet().stream()
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
        var between = between();
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
        for (var flow : overview.flows()) {
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
        return province == null
                ? parties.getOrDefault(place, new Labels(place, place)).in(locale)
                : province.in(locale);
    }
}
