package org.guitu.belt;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongPredicate;
import org.guitu.gate.Contents;
import org.guitu.gate.Database;
import org.guitu.gate.Row;
import org.guitu.gate.Sql;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;

/** The mailboxes in PostgreSQL: rows of deliveries, and the hub's own receipts that wait. Leases go by its clock. */
public final class RecordShelf implements Shelf {
    private final Database database;
    private final Contents contents;

    public RecordShelf(Database database, Contents contents) {
        this.database = database;
        this.contents = contents;
    }

    @Override
    public void put(Map<UUID, Integer> priorities, Instant now) {
        var ids = List.copyOf(priorities.keySet());
        database.<Integer>run(connection -> Sql.update(
                connection, """
                UPDATE delivery SET shelved_at = ?, priority = put.priority
                FROM unnest(?::uuid[], ?::int[]) AS put (id, priority)
                WHERE delivery.id = put.id AND shelved_at IS NULL""", now, ids, ids.stream().map(priorities::get).toList()));
    }

    @Override
    public List<Shelved> give(PartyId party, int atMost, LongPredicate room, Duration lease) {
        return database.transaction(connection -> {
            var given = new ArrayList<Shelved>();
            for (var waiting : waiting(connection, party, atMost)) {
                if (!room.test(waiting.bytes())) {
                    break;
                }
                var shelved = waiting.receipt()
                        ? lendReceipt(connection, waiting.id(), lease)
                        : lend(connection, waiting.id(), lease);
                shelved.ifPresent(given::add);
            }
            return given;
        });
    }

    /** What may be given, locked until the end of the transaction. */
    private record Waiting(UUID id, boolean receipt, long bytes) {}

    private static List<Waiting> waiting(Connection connection, PartyId party, int atMost) throws SQLException {
        var deliveries =
                Sql.rows(connection, """
                SELECT d.id, octet_length(c.bytes) + coalesce(octet_length(d.statement), 0) AS bytes
                FROM delivery d
                JOIN content c ON c.message = d.message
                JOIN conversation_key k ON k.conversation = d.conversation AND k.wrapped IS NOT NULL
                WHERE d.recipient = ? AND d.shelved_at IS NOT NULL AND d.taken_at IS NULL AND d.state = 'DELIVERED'
                    AND (d.lease_until IS NULL OR d.lease_until <= now())
                ORDER BY d.priority DESC, d.shelved_at, d.number LIMIT ? FOR UPDATE OF d SKIP LOCKED""", row -> new Waiting(row.id("id"), false, row.number("bytes")), party, atMost);
        var all = new ArrayList<>(deliveries);
        if (all.size() < atMost) {
            all.addAll(Sql.rows(
                    connection,
                    """
                    SELECT id, octet_length(bytes) AS bytes FROM receipt
                    WHERE party = ? AND sent_at IS NULL AND (claimed_until IS NULL OR claimed_until <= now())
                    ORDER BY created_at, id LIMIT ? FOR UPDATE SKIP LOCKED""",
                    row -> new Waiting(row.id("id"), true, row.number("bytes")),
                    party,
                    atMost - all.size()));
        }
        return all;
    }

    private Optional<Shelved> lend(Connection connection, UUID id, Duration lease) throws SQLException {
        Sql.update(
                connection,
                "UPDATE delivery SET lease_until = now() + make_interval(secs => ?) WHERE id = ?",
                lease.toSeconds(),
                id);
        return Sql.row(connection, """
                SELECT d.id AS delivery, d.lease_until, d.statement, m.id, m.type, m.in_reply_to, m.conversation, k.wrapped, c.iv, c.bytes
                FROM delivery d
                JOIN message m ON m.id = d.message
                JOIN content c ON c.message = m.id
                JOIN conversation_key k ON k.conversation = m.conversation AND k.wrapped IS NOT NULL
                WHERE d.id = ?""", this::shelved, id);
    }

    private Shelved shelved(Row row) throws SQLException {
        var statement = row.bytes("statement");
        boolean receipt = row.type("type").isReceipt();
        var about = receipt ? MessageId.of(row.optionalId("in_reply_to").orElseThrow()) : row.message("id");
        return new Shelved(
                row.id("delivery"),
                about,
                receipt,
                row.instant("lease_until"),
                contents.opened(row),
                Optional.of(statement).filter(made -> made.length > 0));
    }

    private static Optional<Shelved> lendReceipt(Connection connection, UUID id, Duration lease) throws SQLException {
        return Sql.row(
                connection,
                """
                UPDATE receipt SET claimed_until = now() + make_interval(secs => ?) WHERE id = ?
                RETURNING id, message, claimed_until, bytes""",
                row -> new Shelved(
                        row.id("id"),
                        row.message("message"),
                        true,
                        row.instant("claimed_until"),
                        row.bytes("bytes"),
                        Optional.empty()),
                lease.toSeconds(),
                id);
    }

    @Override
    public void taken(PartyId party, Collection<UUID> deliveries, Instant now) {
        var ids = new HashSet<>(deliveries);
        database.<Boolean>transaction(connection -> {
            Sql.update(connection, """
                    UPDATE delivery SET taken_at = ?
                    WHERE id = ANY (?::uuid[]) AND recipient = ? AND shelved_at IS NOT NULL AND taken_at IS NULL""", now, ids, party);
            Sql.update(
                    connection,
                    "UPDATE receipt SET sent_at = ? WHERE id = ANY (?::uuid[]) AND party = ? AND sent_at IS NULL",
                    now,
                    ids,
                    party);
            return true;
        });
    }

    @Override
    public List<UUID> expired(Instant putBefore, Instant now, int limit) {
        return database.run(connection -> Sql.rows(connection, """
                SELECT d.id FROM delivery d JOIN message m ON m.id = d.message
                WHERE d.shelved_at IS NOT NULL AND d.taken_at IS NULL AND d.state = 'DELIVERED'
                    AND (d.shelved_at < ? OR (d.round = 0 AND m.expires_at < ?))
                ORDER BY d.shelved_at LIMIT ?""", row -> row.id("id"), putBefore, now, limit));
    }
}
