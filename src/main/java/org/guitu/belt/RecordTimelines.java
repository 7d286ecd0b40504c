package org.guitu.belt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.guitu.gate.Database;
import org.guitu.gate.DeliveryState;
import org.guitu.gate.Row;
import org.guitu.gate.Sql;
import org.guitu.message.ConversationId;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;

/** The timelines in PostgreSQL. */
public final class RecordTimelines implements Timelines {
    private static final String MESSAGE =
            "SELECT id, type, received_at, state_after FROM message WHERE sender = ? AND ";
    private static final int FAILURES = 20;

    private final Database database;

    public RecordTimelines(Database database) {
        this.database = database;
    }

    @Override
    public List<Timeline> of(PartyId sender, MessageId message) {
        return database.run(connection -> complete(
                connection, Sql.rows(connection, MESSAGE + "id = ?", RecordTimelines::begun, sender, message)));
    }

    @Override
    public List<Timeline> of(PartyId sender, ConversationId conversation, int limit) {
        return database.run(connection -> complete(
                connection,
                Sql.rows(
                        connection,
                        MESSAGE + "conversation = ? AND number IS NOT NULL ORDER BY number LIMIT ?",
                        RecordTimelines::begun,
                        sender,
                        conversation,
                        limit)));
    }

    private static Timeline begun(Row row) throws SQLException {
        return new Timeline(
                row.message("id"),
                row.type("type"),
                row.instant("received_at"),
                row.optionalText("state_after"),
                List.of());
    }

    private static List<Timeline> complete(Connection connection, List<Timeline> begun) throws SQLException {
        var complete = new ArrayList<Timeline>();
        for (var timeline : begun) {
            complete.add(new Timeline(
                    timeline.message(),
                    timeline.type(),
                    timeline.acceptedAt(),
                    timeline.conversationState(),
                    ways(connection, timeline.message())));
        }
        return complete;
    }

    private static List<Way> ways(Connection connection, MessageId message) throws SQLException {
        var found = Sql.rows(connection, """
                SELECT id, recipient, state, tries, next_attempt_at, collect_by, delivered_at, received_at, read_at
                FROM delivery WHERE message = ? ORDER BY recipient""", row -> new Found(row.id("id"), way(row)), message);
        var ways = new ArrayList<Way>();
        for (var one : found) {
            var way = one.way();
            ways.add(new Way(
                    way.recipient(),
                    way.state(),
                    way.tries(),
                    way.nextTry(),
                    failures(connection, one.id()),
                    way.collectBy(),
                    way.deliveredAt(),
                    way.receivedAt(),
                    way.readAt()));
        }
        return ways;
    }

    private record Found(UUID id, Way way) {}

    private static Way way(Row row) throws SQLException {
        var state = DeliveryState.valueOf(row.text("state"));
        return new Way(
                row.party("recipient"),
                state,
                (int) row.number("tries"),
                state == DeliveryState.QUEUED ? Optional.of(row.instant("next_attempt_at")) : Optional.empty(),
                List.of(),
                row.optionalInstant("collect_by"),
                row.optionalInstant("delivered_at"),
                row.optionalInstant("received_at"),
                row.optionalInstant("read_at"));
    }

    private static List<Failure> failures(Connection connection, UUID delivery) throws SQLException {
        return Sql.rows(
                connection,
                "SELECT failed_at, reason FROM attempt WHERE delivery = ? ORDER BY id DESC LIMIT ?",
                row -> new Failure(row.instant("failed_at"), row.text("reason")),
                delivery,
                FAILURES);
    }
}
