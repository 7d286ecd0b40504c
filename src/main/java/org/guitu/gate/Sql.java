package org.guitu.gate;

import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.guitu.message.ConversationId;
import org.guitu.message.Digest;
import org.guitu.message.MessageId;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Runs one statement. Arguments are the house's own types (identifiers, digests, instants, enums, optionals); a collection
 * becomes a {@code text[]}, which the statement casts.
 */
public final class Sql {
    private static final int LARGE = 64 << 10;

    private Sql() {}

    /** Makes a value of one row. */
    @FunctionalInterface
    public interface Reading<T> {
        T of(Row row) throws SQLException;
    }

    /** The rows a statement gives. */
    public static <T> List<T> rows(Connection connection, String sql, Reading<T> reading, Object... arguments)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(connection, statement, arguments);
            // results in the binary form from the first time on: as text, bytes would come in twice their size
            statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
            try (var results = statement.executeQuery()) {
                var row = new Row(results);
                var rows = new ArrayList<T>();
                while (results.next()) {
                    rows.add(reading.of(row));
                }
                return rows;
            }
        }
    }

    /** The first row, if there is one. */
    public static <T> Optional<T> row(Connection connection, String sql, Reading<T> reading, Object... arguments)
            throws SQLException {
        return rows(connection, sql, reading, arguments).stream().findFirst();
    }

    /** Runs a statement that gives no rows; returns how many it changed. */
    public static int update(Connection connection, String sql, Object... arguments) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(connection, statement, arguments);
            return statement.executeUpdate();
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, Object... arguments)
            throws SQLException {
        int at = 0;
        for (var argument : arguments) {
            at++;
            var value = argument instanceof Optional<?> optional ? optional.orElse(null) : argument;
            if (value == null) {
                statement.setNull(at, Types.NULL);
            } else if (value instanceof Collection<?> many) {
                statement.setArray(at, connection.createArrayOf("text", texts(many)));
            } else if (value instanceof byte[] bytes && bytes.length > LARGE) {
                // the driver copies an array, but sends a stream as it is
                statement.setBinaryStream(at, new ByteArrayInputStream(bytes), bytes.length);
            } else {
                statement.setObject(at, plain(value));
            }
        }
    }

    private static @Nullable String[] texts(Collection<?> many) {
        var texts = new @Nullable String[many.size()];
        int at = 0;
        for (var each : many) {
            var value = each instanceof Optional<?> optional ? optional.orElse(null) : each;
            texts[at++] = value == null ? null : text(plain(value));
        }
        return texts;
    }

    private static String text(Object plain) {
        return plain instanceof byte[] bytes ? "\\x" + HexFormat.of().formatHex(bytes) : plain.toString();
    }

    private static Object plain(Object value) {
        if (value instanceof MessageId id) {
            return id.uuid();
        }
        if (value instanceof ConversationId id) {
            return id.uuid();
        }
        if (value instanceof Digest digest) {
            return digest.raw();
        }
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        var known =
                value instanceof Number || value instanceof byte[] || value instanceof Boolean || value instanceof UUID;
        return known ? value : value.toString();
    }
}
