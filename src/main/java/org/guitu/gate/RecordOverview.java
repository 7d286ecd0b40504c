package org.guitu.gate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.guitu.directory.Directory;
import org.guitu.family.Families;
import org.guitu.family.Family;
import org.guitu.family.Watched;
import org.guitu.message.Header.Status;
import org.guitu.message.Header.Urgency;
import org.guitu.oversight.Overview;
import org.guitu.oversight.Overview.Answers;
import org.guitu.oversight.Overview.Awaited;
import org.guitu.oversight.Overview.Conversation;
import org.guitu.oversight.Overview.Flow;
import org.guitu.oversight.Overview.Participant;

/** How everything stands, put together from the record: identifiers, states, times and counts; no content is opened. */
public final class RecordOverview {
    /** When what was asked for in a delivery was answered first. */
    private static final String ANSWERED_AT =
            "(SELECT min(a.received_at) FROM message a WHERE " + AnswerSql.ANSWERS + ") AS answered_at";

    private final Database database;
    private final Set<String> families;
    private final Set<String> open;
    private final Set<String> expiring;

    /** @param families of which those are told that somebody watches */
    public RecordOverview(Database database, Families families) {
        this.database = database;
        this.families = families.all().stream()
                .filter(family -> !family.watched().isEmpty())
                .map(Family::name)
                .collect(Collectors.toCollection(TreeSet::new));
        this.open = states(families, group -> true);
        this.expiring = states(families, Watched::expires);
    }

    private static Set<String> states(Families families, Predicate<Watched> which) {
        return families.all().stream()
                .flatMap(family -> family.watched().stream()
                        .filter(which)
                        .flatMap(group -> group.states().stream().map(state -> family.name() + "/" + state)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * As of now.
     *
     * @param since flows and answers are counted of what was received from then on
     */
    public Overview at(Instant now, Instant since) {
        return database.transaction(connection -> {
            // one picture, whatever is written meanwhile
            Sql.update(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            var listed = complete(connection, conversations(connection, now), now);
            int all = Sql.row(
                            connection,
                            "SELECT count(*) AS all_open FROM conversation WHERE family || '/' || state = ANY (?::text[])",
                            row -> (int) row.number("all_open"),
                            open)
                    .orElseThrow();
            return new Overview(
                    now, since, all - listed.size(), listed, flows(connection, since), answers(connection, now, since));
        });
    }

    /** What is meant comes before what is tried, where something was due before the rest, then what changed last. */
    private List<Conversation> conversations(Connection connection, Instant now) throws SQLException {
        return Sql.rows(
                connection,
                """
                SELECT c.id, c.family, c.state, c.opened_by, c.opened_at, c.changed_at, c.version, m.urgency, m.status,
                    coalesce(
                        (SELECT max(l.until_at) FROM clause l WHERE l.agreement = c.id AND l.version = (
                            SELECT coalesce(max(version) FILTER (WHERE from_at <= ?), max(version))
                            FROM clause WHERE agreement = c.id)),
                        CASE WHEN c.family || '/' || c.state = ANY (?::text[]) THEN (
                            SELECT r.expires_at FROM message r
                            WHERE r.conversation = c.id AND r.sender = c.opened_by AND r.expires_at IS NOT NULL
                            ORDER BY r.number DESC LIMIT 1) END) AS until_at
                FROM conversation c JOIN message m ON m.conversation = c.id AND m.number = 1
                WHERE c.family || '/' || c.state = ANY (?::text[])
                ORDER BY CASE m.status WHEN 'ACTUAL' THEN 0 WHEN 'EXERCISE' THEN 1 ELSE 2 END,
                    EXISTS (SELECT FROM delivery d WHERE d.conversation = c.id AND d.due_by <= ?) DESC,
                    c.changed_at DESC, c.id LIMIT ?""",
                row -> new Conversation(
                        row.conversation("id"),
                        row.text("family"),
                        row.text("state"),
                        row.party("opened_by"),
                        row.instant("opened_at"),
                        row.instant("changed_at"),
                        Urgency.valueOf(row.text("urgency")),
                        status(row),
                        (int) row.number("version"),
                        row.optionalInstant("until_at"),
                        List.of(),
                        List.of()),
                now,
                expiring,
                open,
                now,
                Overview.MOST_CONVERSATIONS);
    }

    /** With who is in them and what is awaited, as many as there is room for. */
    private static List<Conversation> complete(Connection connection, List<Conversation> found, Instant now)
            throws SQLException {
        var ids = found.stream().map(one -> one.id().uuid()).toList();
        var participants = participants(connection, ids);
        var awaited = awaited(connection, ids, now);
        var complete = new ArrayList<Conversation>();
        int room = Overview.MOST_WEIGHT;
        for (var one : found) {
            var parts = first(participants.getOrDefault(one.id().uuid(), List.of()));
            var answers = first(awaited.getOrDefault(one.id().uuid(), List.of()));
            room -= parts.size() * Participant.WEIGHT + answers.size() * Awaited.WEIGHT;
            if (room < 0) {
                break;
            }
            complete.add(new Conversation(
                    one.id(),
                    one.family(),
                    one.state(),
                    one.openedBy(),
                    one.openedAt(),
                    one.changedAt(),
                    one.urgency(),
                    one.status(),
                    one.messages(),
                    one.until(),
                    parts,
                    answers));
        }
        return complete;
    }

    private static <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(all.size(), Overview.MOST_IN_ONE));
    }

    private record Of<T>(UUID conversation, T what) {}

    private static <T> Map<UUID, List<T>> grouped(List<Of<T>> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(Of::conversation, Collectors.mapping(Of::what, Collectors.toList())));
    }

    /** Who wrote or was written to; what is not read counts until its recipient says so. */
    private static Map<UUID, List<Participant>> participants(Connection connection, List<UUID> ids)
            throws SQLException {
        return grouped(Sql.rows(
                connection,
                """
                SELECT conversation, party, sum(unread) AS unread FROM (
                    SELECT conversation, recipient AS party,
                        CASE WHEN state IN ('QUEUED', 'DELIVERED', 'RECEIVED') THEN 1 ELSE 0 END AS unread
                    FROM delivery d WHERE conversation = ANY (?::uuid[]) AND number > 0
                        AND NOT EXISTS (SELECT FROM message o WHERE o.id = d.message AND o.sender = d.recipient)
                    UNION ALL
                    SELECT conversation, sender, 0 FROM message
                    WHERE conversation = ANY (?::uuid[]) AND number IS NOT NULL) AS p
                WHERE party <> ? GROUP BY conversation, party ORDER BY conversation, unread DESC, party""",
                row -> new Of<>(
                        row.id("conversation"), new Participant(row.party("party"), (int) row.number("unread"))),
                ids,
                ids,
                Directory.HUB));
    }

    /** What is not answered or, where that is overdue, not collected, and what was answered too late; the first due first. */
    private static Map<UUID, List<Awaited>> awaited(Connection connection, List<UUID> ids, Instant now)
            throws SQLException {
        return grouped(Sql.rows(
                connection,
                "SELECT * FROM (SELECT d.conversation, m.type, d.recipient, d.due_by, d.answer_rule AS rule,"
                        + AnswerSql.ASKED + " AS asked, " + ANSWERED_AT + """
                     FROM delivery d JOIN message m ON m.id = d.message
                    WHERE d.conversation = ANY (?::uuid[]) AND d.due_by IS NOT NULL
                    UNION ALL
                    SELECT d.conversation, m.type, d.recipient, d.collect_by, d.deadline, true, NULL
                    FROM delivery d JOIN message m ON m.id = d.message
                    WHERE d.conversation = ANY (?::uuid[]) AND d.collect_by <= ? AND d.deadline IS NOT NULL
                        AND d.state IN ('QUEUED', 'DELIVERED')) AS due
                WHERE asked AND answered_at IS NULL OR answered_at > due_by
                ORDER BY conversation, due_by, recipient""",
                row -> new Of<>(
                        row.id("conversation"),
                        new Awaited(
                                row.type("type"),
                                row.party("recipient"),
                                row.instant("due_by"),
                                row.optionalText("rule").orElse(Awaited.BY_MESSAGE),
                                row.optionalInstant("answered_at"))),
                ids,
                ids,
                now));
    }

    /** From place to place: one message to many posts of a province is one. */
    private List<Flow> flows(Connection connection, Instant since) throws SQLException {
        return Sql.rows(
                connection,
                "SELECT family, status, from_place, to_place, count(DISTINCT id) AS messages FROM (SELECT c.family, m.status, m.id, "
                        + place("m.sender") + " AS from_place, " + place("d.recipient") + """
                     AS to_place
                    FROM message m JOIN delivery d ON d.message = m.id JOIN conversation c ON c.id = m.conversation
                    WHERE m.number IS NOT NULL AND m.received_at >= ? AND NOT d.copy AND d.state <> 'NOT_JOINED'
                        AND ? NOT IN (m.sender, d.recipient) AND m.sender <> d.recipient AND c.family = ANY (?::text[])) AS sent
                GROUP BY family, status, from_place, to_place
                ORDER BY CASE status WHEN 'ACTUAL' THEN 0 WHEN 'EXERCISE' THEN 1 ELSE 2 END, messages DESC, family, status, from_place, to_place LIMIT ?""",
                row -> new Flow(row.text("family"), status(row), row.text("from_place"), row.text("to_place"), (int)
                        row.number("messages")),
                since,
                Directory.HUB,
                families,
                Overview.MOST_FLOWS);
    }

    private static Status status(Row row) throws SQLException {
        return Status.valueOf(row.text("status").toUpperCase(Locale.ROOT));
    }

    /** A party's province, or its country where that is another. */
    private static String place(String party) {
        return "CASE WHEN " + party + " LIKE 'cn.%' THEN 'cn.' || split_part(" + party + ", '.', 2) ELSE split_part("
                + party + ", '.', 1) END";
    }

    private List<Answers> answers(Connection connection, Instant now, Instant since) throws SQLException {
        return Sql.rows(
                connection,
                """
                SELECT family, status, recipient,
                    count(*) FILTER (WHERE answered_at <= due_by) AS in_time,
                    count(*) FILTER (WHERE answered_at > due_by) AS late,
                    count(*) FILTER (WHERE answered_at IS NULL AND waiting AND due_by <= ?) AS missing,
                    count(*) FILTER (WHERE answered_at IS NULL AND waiting AND due_by > ?) AS pending
                FROM (
                    SELECT c.family, m.status, d.recipient, d.due_by, c.family || '/' || c.state = ANY (?::text[]) AND
                """ + AnswerSql.ASKED + " AS waiting, " + ANSWERED_AT + """
                     FROM message m JOIN delivery d ON d.message = m.id JOIN conversation c ON c.id = m.conversation
                    WHERE m.received_at >= ? AND d.due_by IS NOT NULL AND c.family = ANY (?::text[])) AS due
                WHERE answered_at IS NOT NULL OR waiting
                GROUP BY family, status, recipient
                ORDER BY CASE status WHEN 'ACTUAL' THEN 0 WHEN 'EXERCISE' THEN 1 ELSE 2 END, count(*) DESC, family, status, recipient LIMIT ?""",
                row -> new Answers(
                        row.text("family"),
                        status(row),
                        row.party("recipient"),
                        (int) row.number("in_time"),
                        (int) row.number("late"),
                        (int) row.number("missing"),
                        (int) row.number("pending")),
                now,
                now,
                open,
                since,
                families,
                Overview.MOST_ANSWERS);
    }
}
