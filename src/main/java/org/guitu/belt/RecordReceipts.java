package org.guitu.belt;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.guitu.belt.Deliveries.Outgoing;
import org.guitu.gate.Database;
import org.guitu.gate.Sql;
import org.guitu.message.PartyId;

/** The receipts that wait in PostgreSQL. */
public final class RecordReceipts implements Receipts {
    /** Who takes a receipt to send it is left alone with it for so long; then it counts as crashed. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    private final Database database;

    public RecordReceipts(Database database) {
        this.database = database;
    }

    @Override
    public List<Outgoing> waiting(int limit, Collection<PartyId> fetching) {
        // who takes a receipt has it for the lease; a second copy after a crash is dropped by the broker
        return database.run(connection -> Sql.rows(
                connection,
                """
                WITH taken AS (
                    UPDATE receipt SET claimed_until = now() + make_interval(secs => ?)
                    WHERE id IN (
                        SELECT id FROM receipt
                        WHERE sent_at IS NULL AND party <> ALL (?::text[]) AND (claimed_until IS NULL OR claimed_until < now())
                        ORDER BY claimed_until NULLS FIRST, created_at, id LIMIT ? FOR UPDATE SKIP LOCKED)
                    RETURNING id, message, delivery, kind, party, bytes, created_at)
                SELECT * FROM taken ORDER BY created_at, id""",
                row -> new Outgoing(
                        row.id("id"),
                        row.message("message"),
                        row.id("delivery"),
                        row.text("kind"),
                        row.party("party"),
                        row.bytes("bytes")),
                LEASE.toSeconds(),
                fetching,
                limit));
    }

    @Override
    public void sent(Collection<UUID> receipts, Instant now) {
        database.<Integer>run(connection -> Sql.update(
                connection,
                "UPDATE receipt SET sent_at = ? WHERE id = ANY (?::uuid[]) AND sent_at IS NULL",
                now,
                receipts));
    }
}
