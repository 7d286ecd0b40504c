package org.guitu.gate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.guitu.message.ConversationId;
import org.guitu.message.Digest;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;

/** The columns of one row as the house's own types; a column asked for without {@code optional} must not be null. */
public final class Row {
    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    public Optional<UUID> optionalId(String column) throws SQLException {
        return Optional.ofNullable(results.getObject(column, UUID.class));
    }

    public UUID id(String column) throws SQLException {
        return optionalId(column).orElseThrow(() -> missing(column));
    }

    public MessageId message(String column) throws SQLException {
        return MessageId.of(id(column));
    }

    public ConversationId conversation(String column) throws SQLException {
        return ConversationId.of(id(column));
    }

    public Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(results.getString(column));
    }

    public String text(String column) throws SQLException {
        return optionalText(column).orElseThrow(() -> missing(column));
    }

    public PartyId party(String column) throws SQLException {
        return new PartyId(text(column));
    }

    public MessageType type(String column) throws SQLException {
        return MessageType.parse(text(column));
    }

    public Optional<Instant> optionalInstant(String column) throws SQLException {
        return Optional.ofNullable(results.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    public Instant instant(String column) throws SQLException {
        return optionalInstant(column).orElseThrow(() -> missing(column));
    }

    public Optional<byte[]> optionalBytes(String column) throws SQLException {
        return Optional.ofNullable(results.getBytes(column));
    }

    public byte[] bytes(String column) throws SQLException {
        return optionalBytes(column).orElseThrow(() -> missing(column));
    }

    public Digest digest(String column) throws SQLException {
        return Digest.ofRaw(bytes(column));
    }

    /** Zero where the column is null. */
    public long number(String column) throws SQLException {
        return results.getLong(column);
    }

    public boolean flag(String column) throws SQLException {
        return results.getBoolean(column);
    }

    private static IllegalStateException missing(String column) {
        return new IllegalStateException("the record has no " + column);
    }
}
