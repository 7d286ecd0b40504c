package org.guitu.belt;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.guitu.belt.Consignment.Due;
import org.guitu.belt.Consignment.Verification;
import org.guitu.gate.AnswerSql;
import org.guitu.gate.Contents;
import org.guitu.gate.Database;
import org.guitu.gate.Row;
import org.guitu.gate.Sql;
import org.guitu.message.Header.Status;
import org.guitu.message.Header.Urgency;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.receipt.Owed;
import org.jspecify.annotations.Nullable;

/** The belt's view of the record in PostgreSQL. Each call is one statement or one transaction, and safe to repeat. */
public final class RecordDeliveries implements Deliveries {
    /** In place of a round: that an answer is missing is another notice than that nobody collected it. */
    private static final int ANSWER = -1;

    private final Database database;
    private final Contents contents;
    private final Predicate<PartyId> joined;

    /** @param joined whether a party can be reached now */
    public RecordDeliveries(Database database, Contents contents, Predicate<PartyId> joined) {
        this.database = database;
        this.contents = contents;
        this.joined = joined;
    }

    @Override
    public List<Consignment> open(Collection<MessageId> messages, Instant now) {
        return database.run(connection -> {
            var due = new HashMap<UUID, List<Due>>();
            Sql.rows(
                    connection,
                    """
                    SELECT message, id, recipient, number, round, tries, due_by, answer_rule, answer_types, statement, sender_statement
                    FROM delivery
                    WHERE message = ANY (?::uuid[]) AND state = 'QUEUED' AND next_attempt_at <= ? ORDER BY recipient""",
                    row -> due.computeIfAbsent(row.id("message"), m -> new ArrayList<>())
                            .add(due(row)),
                    messages,
                    now);
            if (due.isEmpty()) {
                return List.of();
            }
            return Sql.rows(
                    connection,
                    """
                    SELECT m.id, m.type, m.conversation, m.number, m.in_reply_to, m.sender, m.status, m.urgency, m.expires_at,
                        m.signer, m.suite, m.received_at, k.wrapped, c.iv, c.bytes
                    FROM message m
                    JOIN content c ON c.message = m.id
                    JOIN conversation_key k ON k.conversation = m.conversation AND k.wrapped IS NOT NULL
                    WHERE m.id = ANY (?::uuid[])
                    ORDER BY m.received_at, m.number""",
                    row -> consignment(row, contents.opened(row), due.get(row.id("id"))),
                    due.keySet());
        });
    }

    private static Due due(Row row) throws SQLException {
        return new Due(
                row.id("id"),
                row.party("recipient"),
                row.number("number"),
                (int) row.number("round"),
                (int) row.number("tries"),
                owed(row),
                statement(row));
    }

    private static Optional<Owed> owed(Row row) throws SQLException {
        var by = row.optionalInstant("due_by");
        var rule = row.optionalText("answer_rule");
        var types = row.optionalText("answer_types").stream()
                .flatMap(text -> Arrays.stream(text.split(" ")))
                .filter(type -> !type.isEmpty())
                .map(MessageType::parse)
                .collect(Collectors.toUnmodifiableSet());
        return by.map(at -> new Owed(at, rule, types));
    }

    private static Optional<Statement> statement(Row row) throws SQLException {
        var reader = row.optionalBytes("statement");
        var sender = row.optionalBytes("sender_statement");
        return reader.map(bytes -> new Statement(bytes, sender.orElse(bytes)));
    }

    private static Consignment consignment(Row row, byte[] wire, @Nullable List<Due> due) throws SQLException {
        var type = row.type("type");
        var acknowledges =
                type.isReceipt() ? row.optionalId("in_reply_to").map(MessageId::of) : Optional.<MessageId>empty();
        return new Consignment(
                row.message("id"),
                type,
                row.conversation("conversation"),
                acknowledges,
                row.number("number"),
                row.party("sender"),
                Status.valueOf(row.text("status").toUpperCase(Locale.ROOT)),
                Urgency.valueOf(row.text("urgency").toUpperCase(Locale.ROOT)),
                row.optionalInstant("expires_at"),
                wire,
                new Verification(row.digest("signer"), row.text("suite"), row.instant("received_at")),
                due == null ? List.of() : due);
    }

    @Override
    public List<Parcel> waiting(Instant untriedBefore, Instant now, int limit) {
        return database.run(connection -> Sql.rows(
                connection,
                """
                SELECT m.id, octet_length(c.bytes) AS bytes
                FROM (SELECT DISTINCT message FROM delivery
                      WHERE state = 'QUEUED' AND next_attempt_at <= ? AND (tries > 0 OR next_attempt_at < ?)) due
                JOIN message m ON m.id = due.message
                JOIN content c ON c.message = m.id
                ORDER BY m.received_at, m.id LIMIT ?""",
                row -> new Parcel(row.message("id"), (int) row.number("bytes")),
                now,
                untriedBefore,
                limit));
    }

    @Override
    public Map<UUID, Statement> begin(Map<UUID, Statement> statements, Duration lease, Instant now) {
        var begun = new HashMap<UUID, Statement>();
        // whoever is at a delivery is not waited for
        database.run(connection -> Sql.rows(
                connection,
                """
                WITH free AS (
                    SELECT id FROM delivery
                    WHERE id = ANY (?::uuid[]) AND state = 'QUEUED' AND next_attempt_at <= ? FOR UPDATE SKIP LOCKED),
                begun AS (
                    UPDATE delivery SET tries = tries + 1, next_attempt_at = ?, statement = coalesce(delivery.statement, made.statement),
                        sender_statement = CASE WHEN delivery.statement IS NULL THEN made.sender ELSE sender_statement END
                    FROM free JOIN unnest(?::uuid[], ?::bytea[], ?::bytea[]) AS made (id, statement, sender) ON made.id = free.id
                    WHERE delivery.id = free.id RETURNING delivery.id, delivery.statement, delivery.sender_statement)
                SELECT id, statement, sender_statement FROM begun""",
                row -> begun.put(row.id("id"), statement(row).orElseThrow()),
                statements.keySet(),
                now,
                now.plus(lease),
                statements.keySet(),
                statements.values().stream().map(Statement::reader).toList(),
                statements.values().stream().map(RecordDeliveries::senders).toList()));
        return begun;
    }

    /** Kept only where it is another than the reader's. */
    private static byte @Nullable [] senders(Statement statement) {
        return statement.sender() == statement.reader() ? null : statement.sender();
    }

    @Override
    public void delivered(Collection<UUID> deliveries, Collection<UUID> told, Instant now) {
        // several at once are locked without waiting, so that no two such calls wait for each other; the rest one by
        // one
        var rest = new LinkedHashSet<>(deliveries);
        rest.removeAll(noteDelivered(deliveries, told, "FOR UPDATE SKIP LOCKED", now));
        for (var one : rest) {
            noteDelivered(List.of(one), told, "FOR UPDATE", now);
        }
    }

    private List<UUID> noteDelivered(Collection<UUID> deliveries, Collection<UUID> told, String lock, Instant now) {
        var ids = List.copyOf(deliveries);
        return database.run(connection -> Sql.rows(
                connection,
                """
                WITH free AS (SELECT id FROM delivery WHERE id = ANY (?::uuid[]) {lock}),
                done AS (
                    UPDATE delivery d SET
                        state = CASE WHEN d.state = 'QUEUED' THEN 'DELIVERED' ELSE d.state END,
                        delivered_at = coalesce(d.delivered_at, ?)
                    FROM free, message m
                    WHERE d.id = free.id AND m.id = d.message
                    RETURNING d.id, d.message, d.round, coalesce(d.sender_statement, d.statement) AS statement, m.sender,
                        d.recipient),
                receipts AS (
                    INSERT INTO receipt (id, message, delivery, round, kind, party, bytes, created_at, sent_at)
                    SELECT CASE WHEN round > 0 THEN gen_random_uuid() WHEN sender = recipient THEN own.receipt ELSE done.id END,
                        message, done.id, round, 'Delivered', sender, statement, ?::timestamptz, CASE WHEN done.id = ANY (?::uuid[]) THEN ?::timestamptz END
                    FROM done JOIN unnest(?::uuid[], ?::uuid[]) AS own (id, receipt) ON own.id = done.id
                    WHERE octet_length(statement) > 0
                    ON CONFLICT (message, kind, delivery, round, party) DO UPDATE
                        SET sent_at = coalesce(receipt.sent_at, EXCLUDED.sent_at))
                SELECT id FROM done""".replace("{lock}", lock),
                row -> row.id("id"),
                ids,
                now,
                now,
                told,
                now,
                ids,
                ids.stream().map(Deliveries::ownReceipt).toList()));
    }

    @Override
    public void postponed(MessageId message, Instant next) {
        change("UPDATE delivery SET next_attempt_at = ? WHERE message = ? AND state = 'QUEUED'", next, message);
    }

    @Override
    public void failed(UUID delivery, String reason, Instant next, Instant now) {
        change("""
                WITH failed AS (UPDATE delivery SET next_attempt_at = ? WHERE id = ? AND state = 'QUEUED' RETURNING id)
                INSERT INTO attempt (delivery, failed_at, reason) SELECT id, ?::timestamptz, ? FROM failed""", next, delivery, now, reason);
    }

    @Override
    public void undeliverable(UUID delivery, boolean expired, Outgoing receipt, Instant now) {
        database.<Boolean>transaction(connection -> {
            var state = expired ? "EXPIRED" : "UNDELIVERABLE";
            var from = expired ? "('QUEUED', 'DELIVERED')" : "('QUEUED')";
            var ended = Sql.rows(
                    connection,
                    "UPDATE delivery SET state = ? WHERE id = ? AND state IN " + from + " RETURNING round",
                    row -> (int) row.number("round"),
                    state,
                    delivery);
            for (int round : ended) {
                if (!expired) {
                    Sql.update(
                            connection,
                            "INSERT INTO attempt (delivery, failed_at, reason) VALUES (?, ?, ?)",
                            delivery,
                            now,
                            state);
                }
                store(connection, receipt, round, now);
            }
            return !ended.isEmpty();
        });
    }

    private static void store(Connection connection, Outgoing receipt, int round, Instant now) throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO receipt (id, message, delivery, round, kind, party, bytes, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                receipt.id(),
                receipt.acknowledges(),
                receipt.delivery(),
                round,
                receipt.kind(),
                receipt.to(),
                receipt.bytes(),
                now);
    }

    @Override
    public Optional<Facts> facts(UUID delivery) {
        return database.run(connection -> Sql.row(connection, """
                SELECT d.id, d.round, d.message, m.type, m.sender, d.recipient, m.wire_digest, d.tries, d.collect_by, d.deadline,
                    d.answer_by, coalesce(d.answer_rule, d.grant_id) AS answer_rule
                FROM delivery d JOIN message m ON m.id = d.message
                WHERE d.id = ?""", row -> facts(connection, row), delivery));
    }

    private Facts facts(Connection connection, Row row) throws SQLException {
        return new Facts(
                row.id("id"),
                (int) row.number("round"),
                row.message("message"),
                row.type("type"),
                row.party("sender"),
                row.party("recipient"),
                row.digest("wire_digest"),
                (int) row.number("tries"),
                row.optionalInstant("collect_by"),
                row.optionalText("deadline"),
                row.optionalInstant("answer_by"),
                row.text("answer_rule"),
                contents.of(connection, row.message("message")).orElse(new byte[0]));
    }

    @Override
    public List<UUID> overdue(Instant now, int limit) {
        return database.run(connection -> Sql.rows(connection, """
                SELECT id FROM delivery
                WHERE collect_by <= ? AND overdue_at IS NULL AND state IN ('QUEUED', 'DELIVERED')
                ORDER BY collect_by, id LIMIT ?""", row -> row.id("id"), now, limit));
    }

    @Override
    public List<UUID> unanswered(Instant now, int limit) {
        return database.transaction(connection -> {
            Sql.update(
                    connection,
                    "UPDATE delivery d SET answer_by = NULL FROM message m WHERE d.answer_by <= ? AND m.id = d.message"
                            + " AND EXISTS (SELECT FROM message a WHERE " + AnswerSql.ANSWERS + ")",
                    now);
            return Sql.rows(
                    connection,
                    "SELECT d.id FROM delivery d WHERE d.answer_by <= ? AND " + AnswerSql.ASKED
                            + " ORDER BY d.answer_by, d.id LIMIT ?",
                    row -> row.id("id"),
                    now,
                    limit);
        });
    }

    @Override
    public void told(UUID delivery, List<Outgoing> notices, Instant now) {
        once("UPDATE delivery SET answer_by = NULL WHERE answer_by <= ? AND id = ?", delivery, notices, ANSWER, now);
    }

    @Override
    public void announced(UUID delivery, List<Outgoing> notices, Instant now) {
        once("UPDATE delivery SET overdue_at = ? WHERE id = ? AND overdue_at IS NULL", delivery, notices, 0, now);
    }

    /** Stores notices with the change after which they are not due again. */
    private void once(String change, UUID delivery, List<Outgoing> notices, int round, Instant now) {
        database.<Boolean>transaction(connection -> {
            boolean first = Sql.update(connection, change, now, delivery) > 0;
            for (var notice : first ? notices : List.<Outgoing>of()) {
                store(connection, notice, round, now);
            }
            return first;
        });
    }

    @Override
    public boolean knows(MessageId message) {
        return database.run(connection ->
                        Sql.row(connection, "SELECT id FROM message WHERE id = ?", row -> row.message("id"), message))
                .isPresent();
    }

    @Override
    public int resend(MessageId message, Instant now) {
        return database.transaction(connection -> {
            var reachable = Sql.rows(
                            connection,
                            """
                            SELECT id, recipient FROM delivery
                            WHERE message = ? AND state IN ('EXPIRED', 'UNDELIVERABLE', 'NOT_JOINED')""",
                            row -> joined.test(row.party("recipient"))
                                    ? Optional.of(row.id("id"))
                                    : Optional.<UUID>empty(),
                            message)
                    .stream()
                    .flatMap(Optional::stream)
                    .toList();
            return Sql.update(connection, """
                    UPDATE delivery SET state = 'QUEUED', round = round + 1, tries = 0, statement = NULL, sender_statement = NULL,
                        delivered_at = NULL, next_attempt_at = ?, shelved_at = NULL, lease_until = NULL, taken_at = NULL
                    WHERE id = ANY (?::uuid[]) AND state IN ('EXPIRED', 'UNDELIVERABLE', 'NOT_JOINED')""", now, reachable);
        });
    }

    private void change(String sql, Object... arguments) {
        database.<Integer>run(connection -> Sql.update(connection, sql, arguments));
    }
}
