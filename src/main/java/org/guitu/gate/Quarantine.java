package org.guitu.gate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.guitu.message.Channel;
import org.guitu.message.Digest;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.guitu.message.Refusal;

/**
 * What was refused, kept for a while with the reason and the signed answer, so that nothing that arrived is lost. The bytes
 * are sealed under a key of their own, wrapped by the master key.
 */
public final class Quarantine {
    private static final int PURGED_AT_ONCE = 200;

    private static final String ENTRY =
            "SELECT id, refused_at, door, party, message, code, rule, wire_digest, size FROM quarantine ";

    private final Database database;
    private final Contents contents;
    private final Rejection rejection;
    private final Duration keep;
    private final Clock clock;

    /** @param keep how long an entry is kept */
    public Quarantine(Database database, Contents contents, Rejection rejection, Duration keep, Clock clock) {
        this.database = database;
        this.contents = contents;
        this.rejection = rejection;
        this.keep = keep;
        this.clock = clock;
    }

    /** What was answered: the claimed id when it could be read, and the signed refusal. */
    public record Kept(Optional<MessageId> message, byte[] receipt) {}

    /** One refused message, without its bytes; {@code size} in bytes. */
    public record Refuse(
            UUID id,
            Instant at,
            String door,
            PartyId party,
            Optional<MessageId> message,
            String code,
            String rule,
            Digest wireDigest,
            long size) {}

    /** The signed answer alone: nothing is kept of what its sender has only to send again. */
    Kept unkept(Arrival arrival, Channel channel, Refusal refusal) {
        return rejection.refused(Arrival.unread(arrival.digest(), arrival.size()), channel, refusal);
    }

    /**
     * Keeps refused bytes and gives the signed answer; the same arrival offered again after a crash gets the answer that
     * is stored.
     *
     * @throws Unavailable when the record cannot be reached
     */
    public Kept keep(Arrival arrival, Channel channel, Refusal refusal) {
        var answer = rejection.refused(arrival, channel, refusal);
        var id = UUID.randomUUID();
        var now = clock.instant();
        var prepared = contents.alone(id, arrival.wire());
        var key = prepared.key().orElseThrow();
        return database.run(connection -> {
            int kept = Sql.update(
                    connection,
                    """
                    INSERT INTO quarantine (id, door, arrival, party, message, code, rule, wire_digest, size, wrapped, master,
                        iv, bytes, receipt, refused_at, purge_after)
                    VALUES (?, ?, ?, ?, ?::uuid, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (door, party, arrival, wire_digest) DO NOTHING""",
                    id,
                    channel.door(),
                    channel.arrival(),
                    channel.party(),
                    answer.message(),
                    refusal.code(),
                    refusal.rule(),
                    arrival.digest(),
                    arrival.size(),
                    key.bytes(),
                    key.master(),
                    prepared.content().iv(),
                    prepared.content().bytes(),
                    answer.receipt(),
                    now,
                    now.plus(keep));
            return kept > 0 ? answer : stored(connection, channel, arrival.digest());
        });
    }

    private static Kept stored(java.sql.Connection connection, Channel channel, Digest digest)
            throws java.sql.SQLException {
        return Sql.row(
                        connection,
                        "SELECT message, receipt FROM quarantine"
                                + " WHERE door = ? AND party = ? AND arrival = ? AND wire_digest = ?",
                        row -> new Kept(row.optionalId("message").map(MessageId::of), row.bytes("receipt")),
                        channel.door(),
                        channel.party(),
                        channel.arrival(),
                        digest)
                .orElseThrow();
    }

    /** What is kept, the latest first. */
    public List<Refuse> list(int limit) {
        return database.run(connection ->
                Sql.rows(connection, ENTRY + "ORDER BY refused_at DESC, id LIMIT ?", Quarantine::refuse, limit));
    }

    private static Refuse refuse(Row row) throws java.sql.SQLException {
        return new Refuse(
                row.id("id"),
                row.instant("refused_at"),
                row.text("door"),
                row.party("party"),
                row.optionalId("message").map(MessageId::of),
                row.text("code"),
                row.text("rule"),
                row.digest("wire_digest"),
                row.number("size"));
    }

    /** The refused bytes exactly as they arrived; empty when there is no such entry any more. */
    public Optional<byte[]> open(UUID id) {
        return database.run(connection -> Sql.row(
                connection, "SELECT id, wrapped, iv, bytes FROM quarantine WHERE id = ?", contents::openedAlone, id));
    }

    /** Deletes what need not be kept any longer; returns how many. */
    public int purge() {
        var now = clock.instant();
        int purged = 0;
        int some;
        do {
            // a few at a time, so that no statement takes longer than it is given
            some = database.run(connection -> Sql.update(
                    connection,
                    "DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine WHERE purge_after <= ? LIMIT ?)",
                    now,
                    PURGED_AT_ONCE));
            purged += some;
        } while (some == PURGED_AT_ONCE);
        return purged;
    }
}
