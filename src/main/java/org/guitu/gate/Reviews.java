package org.guitu.gate;

import java.time.Instant;
import java.util.List;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;

/** What only an exception of the baseline let pass, and nobody has looked at yet. */
public final class Reviews {
    private final Database database;

    public Reviews(Database database) {
        this.database = database;
    }

    /** One delivery to look at, until {@code by}; {@code grant} is the exception that allowed it. */
    public record Review(
            Instant by, MessageId message, MessageType type, PartyId sender, PartyId recipient, String grant) {}

    /** Those that wait, the most urgent first. */
    public List<Review> waiting(int limit) {
        return database.run(connection -> Sql.rows(
                connection,
                """
                SELECT d.review_by, m.id, m.type, m.sender, d.recipient, d.grant_id
                FROM delivery d JOIN message m ON m.id = d.message
                WHERE d.review_by IS NOT NULL AND d.reviewed_at IS NULL
                ORDER BY d.review_by, m.id, d.recipient LIMIT ?""",
                row -> new Review(
                        row.instant("review_by"),
                        row.message("id"),
                        row.type("type"),
                        row.party("sender"),
                        row.party("recipient"),
                        row.text("grant_id")),
                limit));
    }

    /** Somebody looked at this message; {@code false} when it waits for no review. */
    public boolean done(MessageId message, Instant now) {
        int reviewed = database.run(connection -> Sql.update(
                connection,
                "UPDATE delivery SET reviewed_at = ? WHERE message = ? AND review_by IS NOT NULL AND reviewed_at IS NULL",
                now,
                message));
        return reviewed > 0;
    }
}
