package org.guitu.gate;

import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.guitu.config.ConfigurationException;
import org.guitu.gate.ContentKey.Sealed;
import org.guitu.gate.MasterKey.Wrapped;
import org.guitu.message.ConversationId;
import org.guitu.message.MessageId;

/**
 * What people wrote, apart from the rest of the record: sealed under a key per conversation, which the hub's master key
 * wraps. Destroying that key erases the conversation's content; digests, times and receipts stay.
 */
public final class Contents {
    private final Database database;
    private final MasterKey master;

    public Contents(Database database, MasterKey master) {
        this.database = database;
        this.master = master;
    }

    /** Content ready to be recorded; {@code key} only when its conversation is new. */
    record Prepared(Sealed content, Optional<Wrapped> key) {}

    /**
     * Refuses to start on a record that another master key wrapped.
     *
     * @throws ConfigurationException with one line
     */
    public void requireOwnRecord() throws ConfigurationException {
        var found = database.run(connection -> Sql.row(
                connection,
                "SELECT master FROM conversation_key WHERE wrapped IS NOT NULL LIMIT 1",
                row -> row.text("master")));
        if (found.isPresent() && !found.get().equals(master.mark())) {
            throw new ConfigurationException(
                    "the record was written with another master key; put that key file (keys.master) back");
        }
    }

    /** Seals the bytes of a message that opens a conversation, under a new key. */
    Prepared first(ConversationId conversation, MessageId message, byte[] wire) {
        var key = ContentKey.fresh();
        return new Prepared(key.seal(wire, message.uuid()), Optional.of(master.wrap(key, conversation.uuid())));
    }

    /** Seals the bytes of a later message; empty when the conversation's key was destroyed. */
    Optional<Prepared> next(ConversationId conversation, MessageId message, byte[] wire) {
        var wrapped = database.run(connection -> Sql.row(
                connection,
                "SELECT wrapped FROM conversation_key WHERE conversation = ? AND wrapped IS NOT NULL",
                row -> row.bytes("wrapped"),
                conversation));
        return wrapped.map(bytes -> master.unwrap(bytes, conversation.uuid()))
                .map(key -> new Prepared(key.seal(wire, message.uuid()), Optional.empty()));
    }

    /** The bytes of a recorded message exactly as received; empty when they were erased, or never recorded. */
    public Optional<byte[]> of(Connection connection, MessageId message) throws SQLException {
        return Sql.row(connection, """
                SELECT m.id, m.conversation, k.wrapped, c.iv, c.bytes
                FROM message m
                JOIN content c ON c.message = m.id
                JOIN conversation_key k ON k.conversation = m.conversation AND k.wrapped IS NOT NULL
                WHERE m.id = ?""", this::opened, message);
    }

    /** Opens the content of a row with {@code id, conversation, wrapped, iv, bytes} of a message. */
    public byte[] opened(Row row) throws SQLException {
        var key = master.unwrap(row.bytes("wrapped"), row.id("conversation"));
        return opened(key, new Sealed(row.bytes("iv"), row.bytes("bytes")), row.id("id"));
    }

    /** Seals bytes that belong to no conversation, under a key of their own. */
    Prepared alone(UUID id, byte[] wire) {
        var key = ContentKey.fresh();
        return new Prepared(key.seal(wire, id), Optional.of(master.wrap(key, id)));
    }

    /** Opens the content of a row with {@code id, wrapped, iv, bytes} that has a key of its own. */
    byte[] openedAlone(Row row) throws SQLException {
        var key = master.unwrap(row.bytes("wrapped"), row.id("id"));
        return opened(key, new Sealed(row.bytes("iv"), row.bytes("bytes")), row.id("id"));
    }

    private static byte[] opened(ContentKey key, Sealed sealed, UUID id) {
        try {
            return key.open(sealed, id);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the content of " + id + " was changed in the record", e);
        }
    }

    /**
     * Erases the content of a conversation by destroying its key; what was not delivered yet never will be. Backups and
     * the write-ahead log may hold the wrapped key until they are recycled.
     *
     * @return whether there was a key to destroy
     */
    public boolean destroy(ConversationId conversation, Instant now) {
        boolean destroyed = database.transaction(connection -> {
            int keys = Sql.update(
                    connection,
                    "UPDATE conversation_key SET wrapped = NULL, destroyed_at = ?"
                            + " WHERE conversation = ? AND wrapped IS NOT NULL",
                    now,
                    conversation);
            Sql.update(
                    connection,
                    "UPDATE delivery SET state = 'UNDELIVERABLE'"
                            + " WHERE conversation = ? AND state IN ('QUEUED', 'NOT_JOINED')",
                    conversation);
            Sql.update(connection, "UPDATE message SET subjects = '' WHERE conversation = ?", conversation);
            return keys > 0;
        });
        if (destroyed) {
            // the row's former version still holds the key until it is vacuumed
            database.run(connection -> Sql.update(connection, "VACUUM conversation_key"));
        }
        return destroyed;
    }
}
