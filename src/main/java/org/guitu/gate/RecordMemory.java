package org.guitu.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.guitu.family.History;
import org.guitu.message.ConversationId;
import org.guitu.message.Header.Status;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;

/** Answers from the record. */
public final class RecordMemory implements Memory {
    private final Database database;
    private final Contents contents;
    private final SafeXml xml;

    public RecordMemory(Database database, Contents contents, SafeXml xml) {
        this.database = database;
        this.contents = contents;
        this.xml = xml;
    }

    @Override
    public Optional<Conversation> conversation(ConversationId id) {
        // the version is read first: who joins meanwhile moves it, and the decision is made again
        return database.run(connection -> {
            var found = Sql.row(
                    connection,
                    """
                    SELECT c.id, c.family, m.status, c.state, c.version, c.opened_by
                    FROM conversation c JOIN message m ON m.conversation = c.id AND m.number = 1
                    WHERE c.id = ?""",
                    row -> new Conversation(
                            row.conversation("id"),
                            row.text("family"),
                            Status.valueOf(row.text("status").toUpperCase(Locale.ROOT)),
                            row.text("state"),
                            row.number("version"),
                            row.party("opened_by"),
                            new HashMap<>()),
                    id);
            if (found.isPresent()) {
                var participants = found.get().participants();
                Sql.rows(connection, """
                        SELECT DISTINCT d.recipient AS party, CASE WHEN d.copy THEN NULL ELSE m.type END AS type
                        FROM message m JOIN delivery d ON d.message = m.id
                        WHERE m.conversation = ? AND m.number IS NOT NULL
                        UNION
                        SELECT DISTINCT sender, NULL FROM message WHERE conversation = ? AND number IS NOT NULL""", row -> participate(participants, row), id, id);
            }
            return found;
        });
    }

    private static PartyId participate(Map<PartyId, Set<String>> participants, Row row) throws java.sql.SQLException {
        var party = row.party("party");
        var types = participants.computeIfAbsent(party, p -> new TreeSet<>());
        if (row.optionalText("type").isPresent()) {
            types.add(row.type("type").name());
        }
        return party;
    }

    @Override
    public Set<MessageId> unknown(PartyId asker, Collection<MessageId> messages) {
        var unknown = new LinkedHashSet<>(messages);
        unknown.removeAll(database.run(
                connection -> Sql.rows(connection, """
                SELECT id FROM message m
                WHERE id = ANY (?::uuid[]) AND (sender = ?
                    OR EXISTS (SELECT FROM delivery d WHERE d.message = m.id AND d.recipient = ?))""", row -> row.message("id"), messages, asker, asker)));
        return unknown;
    }

    @Override
    public History history(ConversationId id) {
        record Known(MessageId id, long number, MessageType type, PartyId sender, Instant at) {}
        return new History(database.run(connection -> {
            var entries = new ArrayList<History.Entry>();
            var messages = Sql.rows(
                    connection,
                    """
                    SELECT id, number, type, sender, received_at FROM message
                    WHERE conversation = ? AND number IS NOT NULL ORDER BY number""",
                    row -> new Known(
                            row.message("id"),
                            row.number("number"),
                            row.type("type"),
                            row.party("sender"),
                            row.instant("received_at")),
                    id);
            // one after the other: of all together the driver would hold the bytes beside the trees
            for (var message : messages) {
                contents.of(connection, message.id())
                        .ifPresent(wire -> entries.add(new History.Entry(
                                message.number(), message.type(), message.sender(), message.at(), parsed(wire))));
            }
            return entries;
        }));
    }

    private Document parsed(byte[] wire) {
        try {
            return xml.parse(wire);
        } catch (Refused e) {
            throw new IllegalStateException("a recorded message no longer reads as XML", e);
        }
    }

    @Override
    public Optional<Addressed> addressed(MessageId message, PartyId recipient) {
        return database.run(connection -> Sql.row(
                connection,
                """
                SELECT m.type, m.sender, m.conversation, m.wire_digest
                FROM message m JOIN delivery d ON d.message = m.id
                WHERE m.id = ? AND d.recipient = ? AND m.number IS NOT NULL""",
                row -> new Addressed(
                        row.type("type"),
                        row.party("sender"),
                        row.conversation("conversation"),
                        row.digest("wire_digest")),
                message,
                recipient));
    }
}
