package org.guitu.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.guitu.hub.postgres.TestDatabase;
import org.guitu.message.Header.Status;
import org.guitu.message.PartyId;
import org.guitu.oversight.Overview;
import org.guitu.oversight.Overview.Answers;
import org.guitu.oversight.Overview.Awaited;
import org.guitu.oversight.Overview.Conversation;
import org.guitu.oversight.Overview.Flow;
import org.guitu.oversight.Overview.Participant;
import org.guitu.oversight.OverviewXml;
import org.guitu.seal.TestSealing;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.Test;

/** How much of the record fits into one overview. */
final class RecordOverviewTest {
    private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");

    /** Requests, the first begun longest ago, of Fujian to so many posts each; none of them read it, and each was to answer yesterday. */
    private static Overview of(int conversations, int recipients) throws Exception {
        var database = TestDatabase.migrated();
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            fill(statement, conversations, recipients);
        }
        var families = TestSealing.families(Path.of("schemas"));
        return new RecordOverview(new Database(database.dataSource()), families)
                .at(NOW, NOW.minus(Duration.ofDays(366)));
    }

    private static void fill(java.sql.Statement statement, int conversations, int recipients) throws SQLException {
        statement.execute("""
                INSERT INTO conversation (id, family, state, version, opened_by, opened_at, changed_at)
                SELECT ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, 'case', 'REQUESTED', 1, 'cn.35', t, t
                FROM generate_series(1, %d) AS i, LATERAL (SELECT timestamptz '2026-11-20 00:00Z' + i * interval '1 s' AS t) AS at;
                INSERT INTO message (id, conversation, number, type, sender, content_digest, wire_digest, sent_at, received_at,
                    late, urgency, status, privacy, signer, suite)
                SELECT gen_random_uuid(), id, 1, 'case/AssistanceRequest', opened_by, d, d, opened_at, opened_at, false,
                    'ROUTINE', 'TEST', 'P1', d, 'SM2' FROM conversation, (SELECT decode(repeat('00', 32), 'hex') AS d) AS z;
                INSERT INTO delivery (id, message, conversation, recipient, copy, grant_id, number, state, next_attempt_at, due_by)
                SELECT gen_random_uuid(), m.id, m.conversation, 'cn.53.border.post' || r, false, 'case.domestic', 1, 'DELIVERED',
                    m.received_at, timestamptz '2026-11-26 00:00Z'
                FROM message m, generate_series(1, %d) AS r;
                ANALYZE;""".formatted(conversations, recipients));
    }

    private static String last(int number) {
        return "urn:uuid:00000000-0000-4000-8000-%012d".formatted(number);
    }

    @Test
    void of_more_conversations_than_fit_those_that_changed_longest_ago_are_left_out_and_counted() throws Exception {
        var full = of(Overview.MOST_CONVERSATIONS, 1);
        assertThat(full.conversations()).hasSize(Overview.MOST_CONVERSATIONS);
        assertThat(full.leftOut()).isZero();
        var over = of(Overview.MOST_CONVERSATIONS + 1, 1);
        assertThat(over.conversations()).hasSize(Overview.MOST_CONVERSATIONS);
        assertThat(over.leftOut()).isOne();
        assertThat(over.conversations().get(0).id().value()).isEqualTo(last(Overview.MOST_CONVERSATIONS + 1));
        assertThat(over.conversations()).noneMatch(one -> one.id().value().equals(last(1)));
        assertThat(over.answers())
                .singleElement()
                .satisfies(answers -> assertThat(answers.missing()).isEqualTo(Overview.MOST_CONVERSATIONS + 1));
    }

    @Test
    void the_fullest_overview_can_still_be_read_as_a_message() throws Exception {
        // nine recipients with an answer each, and the sender
        int fit = Overview.MOST_WEIGHT / (10 * Participant.WEIGHT + 9 * Awaited.WEIGHT);
        var overview = of(fit + 1, 9);
        assertThat(overview.conversations()).hasSize(fit);
        assertThat(overview.leftOut()).isOne();
        var party = new PartyId("cn.53.border.hekou");
        var fullest = new Overview(
                NOW,
                NOW,
                0,
                Stream.concat(
                                overview.conversations().stream(),
                                Stream.generate(() ->
                                                emptied(overview.conversations().get(0)))
                                        .limit(Overview.MOST_CONVERSATIONS - fit))
                        .toList(),
                Collections.nCopies(
                        Overview.MOST_FLOWS, new Flow("repatriation", Status.TEST, "cn.53", "vn", 1_000_000)),
                Collections.nCopies(
                        Overview.MOST_ANSWERS, new Answers("repatriation", Status.TEST, party, 1, 1, 1, 1)));
        var bytes = SafeXml.bytes(OverviewXml.write(fullest));
        var xml = new SafeXml(XmlLimits.standard());
        assertThat(OverviewXml.read(xml.parse(bytes).getDocumentElement())).isEqualTo(fullest);
    }

    /** An alert of Guizhou that ran until then, to three posts of Yunnan, one of which has not joined, and a message of the hub in it. */
    private static Overview ofAnAlert(String until) throws Exception {
        var database = TestDatabase.migrated();
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO conversation (id, family, state, version, opened_by, opened_at, changed_at)
                    VALUES ('00000000-0000-4000-8000-000000000001', 'alert', 'ACTIVE', 2, 'cn.52', '2026-11-20Z', '2026-11-20Z');
                    INSERT INTO message (id, conversation, number, type, sender, content_digest, wire_digest, sent_at, received_at,
                        late, urgency, status, privacy, signer, suite, expires_at)
                    SELECT gen_random_uuid(), '00000000-0000-4000-8000-000000000001', n, 'alert/AlertIssue', sender, d, d,
                        '2026-11-20Z', '2026-11-20Z', false, 'FLASH', 'TEST', 'P1', d, 'SM2', expires
                    FROM (VALUES (1, 'cn.52', timestamptz '%s'), (2, 'cn.hub', NULL)) AS m (n, sender, expires),
                        (SELECT decode(repeat('00', 32), 'hex') AS d) AS z;
                    INSERT INTO delivery (id, message, conversation, recipient, copy, grant_id, number, state, next_attempt_at, due_by)
                    SELECT gen_random_uuid(), m.id, m.conversation, to_whom, false, 'x', 1, state, m.received_at,
                        timestamptz '2026-11-26Z'
                    FROM message m, (VALUES ('cn.53.border.hekou', 'READ'), ('cn.53.border.mohan', 'DELIVERED'),
                        ('cn.53.border.daluo', 'NOT_JOINED')) AS r (to_whom, state) WHERE m.number = 1;
                    ANALYZE;""".formatted(until));
        }
        return new RecordOverview(new Database(database.dataSource()), TestSealing.families(Path.of("schemas")))
                .at(NOW, NOW.minus(Duration.ofDays(366)));
    }

    @Test
    void one_message_to_many_posts_of_a_province_is_one_and_the_hub_is_nobodys_partner() throws Exception {
        var overview = ofAnAlert("2026-12-24Z");
        assertThat(overview.flows()).containsExactly(new Flow("alert", Status.TEST, "cn.52", "cn.53", 1));
        assertThat(overview.conversations().get(0).participants())
                .extracting(one -> one.party().value())
                .containsExactly("cn.53.border.mohan", "cn.52", "cn.53.border.daluo", "cn.53.border.hekou");
    }

    @Test
    void who_has_not_joined_owes_no_answer_and_an_alert_runs_until_it_says() throws Exception {
        var alert = ofAnAlert("2026-12-24Z").conversations().get(0);
        assertThat(alert.awaited())
                .extracting(one -> one.from().value())
                .containsExactly("cn.53.border.hekou", "cn.53.border.mohan");
        assertThat(alert.until()).contains(Instant.parse("2026-12-24T00:00:00Z"));
    }

    @Test
    void what_is_over_is_owed_by_nobody() throws Exception {
        var database = TestDatabase.migrated();
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            fill(statement, 1, 1);
            statement.execute("UPDATE conversation SET state = 'WITHDRAWN'");
        }
        var families = TestSealing.families(Path.of("schemas"));
        var overview = new RecordOverview(new Database(database.dataSource()), families)
                .at(NOW, NOW.minus(Duration.ofDays(366)));
        assertThat(overview.conversations()).isEmpty();
        assertThat(overview.answers()).isEmpty();
    }

    private static Conversation emptied(Conversation one) {
        return new Conversation(
                one.id(),
                one.family(),
                one.state(),
                one.openedBy(),
                one.openedAt(),
                one.changedAt(),
                one.urgency(),
                one.status(),
                one.messages(),
                Optional.of(NOW),
                List.of(),
                List.of());
    }
}
