package org.guitu.gate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.guitu.agreement.Clause;
import org.guitu.agreement.Grant;
import org.guitu.agreement.Register;
import org.guitu.family.Families;
import org.guitu.message.ConversationId;
import org.guitu.message.Header.PrivacyClass;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;

/**
 * The register of agreements in the record. Clauses are written once, with the message that brings their text into force;
 * whether they allow anything follows from the state of the agreement's conversation, so nothing has to be kept in step.
 */
public final class RecordRegister implements Register {
    private final Database database;
    private final Set<String> inForce;
    private final Set<String> over;

    public RecordRegister(Database database, Families families) {
        this.database = database;
        this.inForce = Set.copyOf(families.inForce());
        this.over = Set.copyOf(families.over());
    }

    static void write(Connection connection, List<Clause> clauses) throws SQLException {
        for (var clause : clauses) {
            var grant = clause.grant();
            Sql.update(
                    connection,
                    """
                    INSERT INTO clause (agreement, version, number, title_zh, title_en, senders, recipients, types, purposes,
                        privacy, urgencies, from_at, until_at, priority, reply_within)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                    clause.agreement(),
                    clause.version(),
                    clause.number(),
                    grant.label().zh(),
                    grant.label().en(),
                    words(grant.from()),
                    words(grant.to()),
                    words(grant.types()),
                    words(grant.purposes()),
                    grant.privacy(),
                    words(grant.urgencies()),
                    clause.from(),
                    clause.until(),
                    clause.priority(),
                    grant.replyWithin());
        }
    }

    /** The last version ends then, be it sooner or later than it was to, and none before it later. */
    static void end(Connection connection, ConversationId agreement, Instant until) throws SQLException {
        Sql.update(connection, """
                UPDATE clause SET until_at = ?
                WHERE agreement = ?
                    AND (until_at > ? OR version = (SELECT max(version) FROM clause WHERE agreement = ?))""", until, agreement, until, agreement);
    }

    @Override
    public List<Standing> between(PartyId from, PartyId to, ConversationId conversation, Instant at) {
        return database.run(connection ->
                Sql.rows(connection, """
                SELECT l.*, c.state, c.family || '/' || c.state = ANY (?::text[]) AND l.from_at <= ? AND l.until_at > ?
                    OR EXISTS (SELECT FROM delivery d WHERE d.conversation = ?
                        AND d.grant_id LIKE 'agreement:' || l.agreement || '/%') AS in_force
                FROM clause l JOIN conversation c ON c.id = l.agreement
                WHERE ? = ANY (string_to_array(l.senders, ' ')) AND ? = ANY (string_to_array(l.recipients, ' '))
                    AND l.version = (SELECT coalesce(max(version) FILTER (WHERE from_at <= ?), max(version))
                        FROM clause WHERE agreement = l.agreement)
                ORDER BY in_force DESC, l.priority DESC, l.from_at, l.agreement, l.number""", RecordRegister::standing, inForce, at, at, conversation, from, to, at));
    }

    @Override
    public List<Clause> inForceBeside(ConversationId agreement, Instant at) {
        return database.run(
                connection -> Sql.rows(connection, """
                SELECT l.*, c.state, true AS in_force
                FROM clause l JOIN conversation c ON c.id = l.agreement
                WHERE l.agreement <> ? AND c.family || '/' || c.state = ANY (?::text[]) AND l.from_at <= ? AND l.until_at > ?
                    AND l.version = (SELECT max(version) FROM clause WHERE agreement = l.agreement AND from_at <= ?)""", row -> standing(row).clause(), agreement, inForce, at, at, at));
    }

    @Override
    public Set<ConversationId> open(ConversationId agreement, PartyId party) {
        return new HashSet<>(database.run(connection ->
                Sql.rows(connection, """
                SELECT DISTINCT c.id FROM delivery d JOIN conversation c ON c.id = d.conversation
                    JOIN message m ON m.id = d.message
                WHERE d.grant_id LIKE 'agreement:%' AND d.grant_id LIKE ? AND m.number = 1
                    AND c.family || '/' || c.state <> ALL (?::text[]) AND ? IN (m.sender, d.recipient)""", row -> row.conversation("id"), Clause.anyOf(agreement), over, party)));
    }

    private static Standing standing(Row row) throws SQLException {
        var agreement = row.conversation("agreement");
        int version = (int) row.number("version");
        var number = row.text("number");
        var id = Clause.id(agreement, version, number);
        var grant = new Grant(
                id,
                new Labels(row.text("title_zh"), row.text("title_en")),
                split(row.text("senders")),
                split(row.text("recipients")),
                split(row.text("types")),
                split(row.text("purposes")),
                PrivacyClass.valueOf(row.text("privacy")),
                split(row.text("urgencies")).stream().map(Urgency::valueOf).collect(Collectors.toSet()),
                Optional.empty(),
                row.text("reply_within"),
                id);
        var clause =
                new Clause(agreement, version, number, grant, row.instant("from_at"), row.instant("until_at"), (int)
                        row.number("priority"));
        return new Standing(clause, row.text("state"), row.flag("in_force"));
    }

    private static String words(Collection<?> words) {
        return words.stream().map(Object::toString).sorted().collect(Collectors.joining(" "));
    }

    private static Set<String> split(String words) {
        return new TreeSet<>(List.of(words.split(" ", -1)));
    }
}
