package org.guitu.cases;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.guitu.message.ConversationId;
import org.guitu.message.Digest;
import org.guitu.message.MessageId;

/** What the record holds, only read. */
final class RecordLook {
    private final DataSource source;

    RecordLook(DataSource source) {
        this.source = source;
    }

    /** One refused arrival. */
    record Refuse(String code, String rule, String party, int size) {}

    /** How often exactly these bytes are recorded as a message. */
    int messages(byte[] wire) {
        return rows(
                        "SELECT type FROM message WHERE wire_digest = ?",
                        1,
                        Digest.of(wire).raw())
                .size();
    }

    /** Recipients of a message, with the state of each delivery. */
    Map<String, String> deliveries(MessageId message) {
        var states = new TreeMap<String, String>();
        rows("SELECT recipient, state FROM delivery WHERE message = ?", 2, message.uuid())
                .forEach(row -> states.put(row.get(0), row.get(1)));
        return states;
    }

    Optional<String> state(ConversationId conversation) {
        var id = conversation.uuid();
        return rows("SELECT state FROM conversation WHERE id = ?", 1, id).stream()
                .map(row -> row.get(0))
                .findFirst();
    }

    Optional<Refuse> quarantined(String arrival) {
        return refuse("arrival = ?", arrival);
    }

    /** Where the sender does not know the name of the arrival: the latest with these bytes. */
    Optional<Refuse> quarantined(Digest wire) {
        return refuse("wire_digest = ? ORDER BY refused_at DESC", wire.raw());
    }

    private Optional<Refuse> refuse(String which, Object key) {
        return rows("SELECT code, rule, party, size FROM quarantine WHERE " + which, 4, key).stream()
                .map(row -> new Refuse(row.get(0), row.get(1), row.get(2), Integer.parseInt(row.get(3))))
                .findFirst();
    }

    private List<List<String>> rows(String sql, int columns, Object key) {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, key);
            var rows = new ArrayList<List<String>>();
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    var row = new ArrayList<String>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
