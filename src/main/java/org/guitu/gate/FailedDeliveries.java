package org.guitu.gate;

import java.time.Instant;
import java.util.List;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;

/** The deliveries of which an attempt failed, for whoever has to look after them. */
public final class FailedDeliveries {
    private static final String SELECT = """
            SELECT d.message, m.type, d.recipient, d.state, d.next_attempt_at, f.failed, f.failed_at, f.reason
            FROM delivery d JOIN message m ON m.id = d.message
            JOIN LATERAL (
                SELECT count(*) OVER () AS failed, failed_at, reason FROM attempt
                WHERE delivery = d.id ORDER BY id DESC LIMIT 1) f ON true
            WHERE\s""";

    private final Database database;

    public FailedDeliveries(Database database) {
        this.database = database;
    }

    /**
     * One delivery.
     *
     * @param failed how many attempts of it failed, in every round
     * @param at when the last of them did
     * @param reason a refusal code, or the state it led to
     * @param next when it is tried again, where it is {@link DeliveryState#QUEUED}
     */
    public record Failed(
            MessageId message,
            MessageType type,
            PartyId recipient,
            DeliveryState state,
            long failed,
            Instant at,
            String reason,
            Instant next) {}

    /** Those that have not arrived, the latest failure first. */
    public List<Failed> open(int limit) {
        return select("d.state IN ('QUEUED', 'EXPIRED', 'UNDELIVERABLE') ORDER BY f.failed_at DESC LIMIT ?", limit);
    }

    /** Those of one message, arrived since or not. */
    public List<Failed> of(MessageId message) {
        return select("d.message = ? ORDER BY d.recipient", message);
    }

    private List<Failed> select(String which, Object argument) {
        return database.run(connection -> Sql.rows(
                connection,
                SELECT + which,
                row -> new Failed(
                        row.message("message"),
                        row.type("type"),
                        row.party("recipient"),
                        DeliveryState.valueOf(row.text("state")),
                        row.number("failed"),
                        row.instant("failed_at"),
                        row.text("reason"),
                        row.instant("next_attempt_at")),
                argument));
    }
}
