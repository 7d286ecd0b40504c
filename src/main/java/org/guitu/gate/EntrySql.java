package org.guitu.gate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.guitu.gate.Decision.Acknowledges;
import org.guitu.gate.Decision.Awaited;
import org.guitu.gate.Decision.Planned;
import org.guitu.gate.Entry.Outcome;
import org.guitu.gate.MasterKey.Wrapped;
import org.guitu.message.Digest;
import org.guitu.message.MessageType;
import org.guitu.trust.CertificateName;

/**
 * Writes one entry in one statement, within the transaction of its group. Nothing is looked up before it is written: the
 * unique constraints decide whether the message is new, the version decides whether the decision still holds, and everything else
 * depends on both. A loser leaves the transaction usable, so it never costs the group.
 */
final class EntrySql {
    private static final String MESSAGE = """
            WITH m AS (
                INSERT INTO message (id, conversation, number, type, sender, content_digest, wire_digest, sent_at,
                        received_at, late, urgency, status, privacy, expires_at, in_reply_to, signer, suite,
                        state_before, state_after, subjects)
                VALUES (?, ?, ?::bigint, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?::uuid, ?, ?, ?::text, ?::text, ?)
                ON CONFLICT DO NOTHING
                RETURNING id),
            """;
    private static final String OPEN = """
            c AS (
                INSERT INTO conversation (id, family, state, version, opened_by, opened_at, changed_at)
                SELECT ?::uuid, ?::text, ?::text, 1, ?::text, ?::timestamptz, ?::timestamptz FROM m
                ON CONFLICT (id) DO NOTHING
                RETURNING id),
            k AS (
                INSERT INTO conversation_key (conversation, wrapped, master)
                SELECT c.id, ?::bytea, ?::text FROM c),
            """;
    private static final String MOVE = """
            c AS (
                UPDATE conversation SET state = ?, version = version + 1, changed_at = ?
                FROM m
                WHERE conversation.id = ? AND version = ?
                RETURNING conversation.id),
            """;
    /**
     * A receipt of a recipient moves its delivery, and no conversation. It proves that the delivery arrived: where a crash kept
     * the hub from noting that, the statement becomes the sender's receipt here.
     */
    private static final String ACKNOWLEDGE = """
            c AS (SELECT id FROM m),
            k AS (
                UPDATE delivery SET
                    state = CASE WHEN state = 'READ' THEN state ELSE ? END,
                    delivered_at = coalesce(delivered_at, ?),
                    received_at = coalesce(delivery.received_at, ?),
                    read_at = coalesce(read_at, ?::timestamptz)
                FROM c
                WHERE message = ? AND recipient = ?
                RETURNING delivery.id, delivery.message, delivery.round,
                    coalesce(delivery.sender_statement, delivery.statement) AS statement),
            s AS (
                INSERT INTO receipt (id, message, delivery, round, kind, party, bytes, created_at)
                SELECT CASE WHEN k.round = 0 THEN k.id ELSE gen_random_uuid() END, k.message, k.id, k.round, 'Delivered',
                    told.sender, k.statement, ?::timestamptz
                FROM k JOIN message told ON told.id = k.message
                WHERE octet_length(k.statement) > 0
                ON CONFLICT (message, kind, delivery, round, party) DO NOTHING),
            """;

    private static final String REST = """
            b AS (
                INSERT INTO content (message, iv, bytes)
                SELECT m.id, ?::bytea, ?::bytea FROM m, c),
            d AS (
                INSERT INTO delivery (id, message, conversation, recipient, copy, grant_id, number, state,
                        next_attempt_at, collect_by, deadline, answer_by, due_by, answer_rule, answer_types, review_by)
                SELECT r.id, m.id, ?::uuid, r.recipient, r.copy, r.grant_id,
                    CASE WHEN ? THEN 1 + (
                        SELECT count(*) FROM delivery before
                        WHERE before.conversation = ? AND before.recipient = r.recipient AND before.number > 0)
                    ELSE 0 END,
                    CASE WHEN r.joined THEN 'QUEUED' ELSE 'NOT_JOINED' END,
                    ?::timestamptz, r.collect_by, r.deadline, r.answer_by,
                    coalesce(r.answer_by, CASE WHEN NOT r.copy THEN ?::timestamptz END), r.answer_rule, r.answer_types,
                    r.review_by
                FROM m, c, unnest(?::uuid[], ?::text[], ?::boolean[], ?::text[], ?::boolean[], ?::timestamptz[],
                        ?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::timestamptz[])
                    AS r (id, recipient, copy, grant_id, joined, collect_by, deadline, answer_by, answer_rule, answer_types,
                        review_by)),
            a AS (
                INSERT INTO receipt (id, message, kind, party, bytes, created_at, sent_at)
                SELECT ?::uuid, m.id, 'Accepted', ?::text, ?::bytea, ?::timestamptz, ?::timestamptz FROM m, c)
            SELECT EXISTS (SELECT FROM m) AS new, EXISTS (SELECT FROM c) AS moved
            """;

    private EntrySql() {}

    static Outcome write(Connection connection, Entry entry) throws SQLException {
        var arguments = new ArrayList<>();
        var sql = new StringBuilder(MESSAGE);
        message(entry, arguments);
        sql.append(conversation(entry, arguments)).append(REST);
        rest(entry, arguments);
        var outcome = Sql.row(
                        connection,
                        sql.toString(),
                        row -> row.flag("moved")
                                ? Outcome.RECORDED
                                : row.flag("new") ? Outcome.OVERTAKEN : Outcome.TAKEN,
                        arguments.toArray())
                .orElseThrow();
        if (outcome == Outcome.RECORDED) {
            sequel(connection, entry.authorised());
        }
        if (outcome == Outcome.OVERTAKEN) {
            // the message was new but its decision is void: as if it had never come
            var id = entry.authorised().header().id();
            Sql.update(connection, "DELETE FROM message WHERE id = ?", id);
        }
        return outcome;
    }

    private static void sequel(Connection connection, Authorised authorised) throws SQLException {
        var sequel = authorised.decision().sequel();
        var conversation = authorised.header().conversation();
        RecordRegister.write(connection, sequel.clauses());
        if (sequel.until().isPresent()) {
            RecordRegister.end(connection, conversation, sequel.until().get());
        }
        if (sequel.agenda().isPresent()) {
            Agenda.write(connection, conversation, sequel.agenda().get());
        }
    }

    private static void message(Entry entry, List<Object> arguments) {
        var authorised = entry.authorised();
        var header = authorised.header();
        var signature = authorised.validated().verified().signature();
        var decision = authorised.decision();
        var isReceipt = decision.acknowledges().isPresent();
        arguments.addAll(List.of(
                header.id(),
                header.conversation(),
                isReceipt ? Optional.empty() : decision.number(),
                header.type(),
                header.sender(),
                signature.contentDigest(),
                authorised.received().wireDigest(),
                header.sentAt().toInstant(),
                authorised.received().at(),
                authorised.validated().late(),
                header.urgency(),
                header.status(),
                header.privacyCeiling(),
                header.expiresAt().map(OffsetDateTime::toInstant),
                header.inReplyTo(),
                signer(authorised),
                signature.suite().name(),
                isReceipt ? Optional.empty() : decision.fromState(),
                isReceipt ? Optional.empty() : decision.toState(),
                String.join(" ", authorised.validated().subjects())));
    }

    private static Digest signer(Authorised authorised) {
        return CertificateName.digest(
                authorised.validated().verified().signature().certificate());
    }

    private static String conversation(Entry entry, List<Object> arguments) {
        var authorised = entry.authorised();
        var header = authorised.header();
        var decision = authorised.decision();
        var at = authorised.received().at();
        if (decision.acknowledges().isPresent()) {
            acknowledge(decision.acknowledges().get(), at, arguments);
            return ACKNOWLEDGE;
        }
        if (entry.prepared().key().isPresent()) {
            Wrapped key = entry.prepared().key().get();
            arguments.addAll(List.of(
                    header.conversation(), header.type().family(), decision.toState(), header.sender(), at, at));
            arguments.addAll(List.of(key.bytes(), key.master()));
            return OPEN;
        }
        arguments.addAll(List.of(decision.toState(), at, header.conversation(), decision.version()));
        return MOVE;
    }

    private static void acknowledge(Acknowledges acknowledges, Instant at, List<Object> arguments) {
        var isRead = acknowledges.kind() == Acknowledges.Kind.READ;
        arguments.addAll(List.of(
                isRead ? DeliveryState.READ : DeliveryState.RECEIVED,
                at,
                at,
                isRead ? at : Optional.empty(),
                acknowledges.message(),
                acknowledges.by(),
                at));
    }

    private static void rest(Entry entry, List<Object> arguments) {
        var authorised = entry.authorised();
        var header = authorised.header();
        var decision = authorised.decision();
        var at = authorised.received().at();
        var content = entry.prepared().content();
        arguments.addAll(List.of(content.iv(), content.bytes()));
        arguments.addAll(List.of(header.conversation(), decision.acknowledges().isEmpty(), header.conversation(), at));
        arguments.add(header.replyBy().map(OffsetDateTime::toInstant));
        var planned = decision.deliveries();
        arguments.add(planned.stream().map(Planned::id).toList());
        arguments.add(planned.stream().map(Planned::recipient).toList());
        arguments.add(planned.stream().map(Planned::copy).toList());
        arguments.add(planned.stream().map(Planned::grant).toList());
        arguments.add(planned.stream().map(Planned::joined).toList());
        arguments.add(planned.stream().map(Planned::collectBy).toList());
        arguments.add(planned.stream().map(Planned::deadline).toList());
        var awaited = planned.stream().map(Planned::awaited).toList();
        arguments.add(awaited.stream().map(answer -> answer.map(Awaited::by)).toList());
        arguments.add(awaited.stream().map(answer -> answer.map(Awaited::rule)).toList());
        arguments.add(
                awaited.stream().map(answer -> answer.map(EntrySql::types)).toList());
        arguments.add(planned.stream().map(Planned::reviewBy).toList());
        var receipt = entry.receipt();
        arguments.addAll(List.of(receipt.id(), header.sender(), receipt.bytes(), at, at));
    }

    private static String types(Awaited awaited) {
        return awaited.types().stream().map(MessageType::toString).sorted().collect(Collectors.joining(" "));
    }
}
