package org.guitu.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.guitu.family.Deadline;
import org.guitu.family.Family;
import org.guitu.family.Workflow;
import org.guitu.message.Header.Status;
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
    /** Of a family or state that the schemas here do not know. */
    private static final String OTHER = "other";

    private final Overview overview;
    private final Status status;
    private final Set<String> involved;
    private final Map<String, Labels> parties;
    private final Locale locale;
    private final Words words;
    private final Map<String, Family> families;
    private final List<Row> rows;
    private final List<Figure> figures;

    /**
     * Makes one.
     *
     * @param told the whole overview
     * @param status of what is looked at
     * @param parties what they are called, as far as that is known here
     * @param provinces what provinces are called, by GB/T 2260 code
     */
    Board(
            Overview told,
            Status status,
            Map<String, Labels> parties,
            Map<String, Labels> provinces,
            Collection<Family> families,
            Locale locale) {
        this.overview = told.only(status);
        this.status = status;
        this.involved = told.conversations().stream()
                .flatMap(one -> one.participants().stream())
                .map(one -> one.party().value())
                .collect(Collectors.toCollection(TreeSet::new));
        this.parties = parties;
        this.locale = locale;
        this.words = new Words(locale);
        this.families = families.stream()
                .collect(Collectors.toMap(Family::name, family -> family, (one, other) -> one, TreeMap::new));
        var groups = known().stream().collect(Collectors.toMap(Group::name, group -> group));
        this.rows = overview.conversations().stream()
                .map(one -> row(
                        one, group(one, groups).orElse(new Group(OTHER, words.say("figure.other"), Optional.empty()))))
                .sorted(Comparator.comparing((Row row) -> !row.overdue())
                        .thenComparing(row -> row.conversation().openedAt()))
                .toList();
        this.figures = new Figures(this, provinces, locale).all();
    }

    /**
     * Open conversations of a family that are looked at together.
     *
     * @param name for forms
     * @param soon how long before their end they are named as ending soon
     */
    record Group(String name, String label, Optional<Duration> soon) {}

    /**
     * One conversation.
     *
     * @param state label of where it stands
     * @param days since it was begun
     * @param unread messages that their recipients have not said they read
     * @param late whether an answer in it came after its time
     * @param left whole days for which it allows messages, or runs, where that ends soon for one of its group
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
            Optional<Long> left,
            boolean expired,
            List<Answer> answers) {
        /** Who is in it. */
        Set<String> parties() {
            return conversation.participants().stream()
                    .map(one -> one.party().value())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** Whether it ends soon. */
        public boolean expiring() {
            return left.isPresent();
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

    /** What it is made of, of the one status. */
    Overview overview() {
        return overview;
    }

    /** Of all that is counted and listed. */
    public Status status() {
        return status;
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
                var watched = family.watched().get(i);
                groups.add(new Group(family.name() + "." + i, watched.label().in(locale), watched.soon()));
            }
        }
        return groups;
    }

    /** Who is in any conversation, of whatever status: the choice stays the same when that is changed. */
    Set<String> involved() {
        return involved;
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
                left(one, group),
                one.until().filter(this::isOver).isPresent(),
                answers);
    }

    private boolean isOverdue(Awaited awaited) {
        return awaited.answeredAt().isEmpty() && awaited.by().isBefore(overview.asOf());
    }

    private boolean isOver(Instant until) {
        return !until.isAfter(overview.asOf());
    }

    private Optional<Long> left(Conversation one, Group group) {
        return one.until()
                .filter(until -> !isOver(until))
                .map(until -> Duration.between(overview.asOf(), until))
                .filter(left ->
                        group.soon().filter(soon -> left.compareTo(soon) <= 0).isPresent())
                .map(Duration::toDays);
    }

    /** How long before its end something ends soon, for each group that says so. */
    public String soon() {
        return known().stream()
                .flatMap(group ->
                        group.soon().stream().map(soon -> words.say("oversight.soon.of", group.label(), soon.toDays())))
                .collect(Collectors.joining(words.say("oversight.soon.and")));
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

    /** Of a party in the directory, its name alone. */
    String name(String party) {
        return parties.getOrDefault(party, new Labels(party, party)).in(locale);
    }

    /** The families whose conversations are watched. */
    List<Family> watched() {
        return families.values().stream()
                .filter(family -> !family.watched().isEmpty())
                .toList();
    }

    /** Every figure. */
    List<Figure> figures() {
        return figures;
    }
}
