package org.guitu.gate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.guitu.family.Due;
import org.guitu.message.ConversationId;
import org.guitu.message.MessageType;

/**
 * What the hub is to send by itself, as the record keeps it: written with the message after which it is due, and gone with the
 * next one of the conversation, so that it cannot be sent twice.
 */
public final class Agenda {
    private final Database database;

    public Agenda(Database database) {
        this.database = database;
    }

    /** One thing to send. */
    public record Item(ConversationId conversation, MessageType type) {}

    static void write(Connection connection, ConversationId conversation, List<Due> due) throws SQLException {
        Sql.update(connection, "DELETE FROM agenda WHERE conversation = ?", conversation);
        for (var one : due) {
            Sql.update(
                    connection,
                    "INSERT INTO agenda (conversation, type, due_at) VALUES (?, ?, ?)",
                    conversation,
                    one.type(),
                    one.at());
        }
    }

    /** What is due, the oldest first. */
    public List<Item> due(Instant now, int limit) {
        return database.run(connection -> Sql.rows(
                connection,
                "SELECT conversation, type FROM agenda WHERE due_at <= ? ORDER BY due_at, conversation LIMIT ?",
                row -> new Item(row.conversation("conversation"), row.type("type")),
                now,
                limit));
    }

    /** Whether it is due still: what was sent meanwhile may have changed what follows. */
    public boolean isDue(Item item, Instant now) {
        return database.run(connection -> Sql.row(
                        connection,
                        "SELECT type FROM agenda WHERE conversation = ? AND type = ? AND due_at <= ?",
                        row -> row.type("type"),
                        item.conversation(),
                        item.type(),
                        now))
                .isPresent();
    }

    /** It could not be sent now: it is tried again after a while. */
    public void postpone(Item item, Instant now, Duration by) {
        database.<Integer>run(connection -> Sql.update(
                connection,
                "UPDATE agenda SET due_at = ? WHERE conversation = ? AND type = ?",
                now.plus(by),
                item.conversation(),
                item.type()));
    }
}
