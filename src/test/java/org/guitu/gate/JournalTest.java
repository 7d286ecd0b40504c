package org.guitu.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.guitu.gate.Decision.Acknowledges.Kind;
import org.guitu.gate.RecordFixture.Draft;
import org.guitu.message.Header;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class JournalTest {
    private static RecordFixture record;

    @BeforeAll
    static void open() {
        record = RecordFixture.fresh();
    }

    @AfterAll
    static void close() {
        record.close();
    }

    private static String count(String table, Draft draft) {
        var column = table.equals("message") ? "id" : "message";
        return record.ask("SELECT count(*) FROM " + table + " WHERE " + column + " = '"
                + draft.id().uuid() + "'");
    }

    /** Runs them at the same moment; each result is a value or what was thrown. */
    private static <T> List<Object> atOnce(List<Callable<T>> calls) throws InterruptedException {
        var pool = Executors.newFixedThreadPool(calls.size());
        try {
            var results = new ArrayList<Object>();
            for (Future<T> future : pool.invokeAll(calls)) {
                try {
                    results.add(future.get());
                } catch (ExecutionException e) {
                    results.add(e.getCause());
                }
            }
            return results;
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void everything_of_a_message_is_recorded_together() throws Refused, Overtaken {
        var draft = Draft.opening().to(Draft.planned("cn.44"), Draft.notJoined("cn.35"));
        var recorded = record.first().record(draft.authorised());
        assertThat(recorded.again()).isFalse();
        assertThat(count("message", draft)).isEqualTo("1");
        assertThat(count("content", draft)).isEqualTo("1");
        assertThat(count("receipt", draft)).isEqualTo("1");
        assertThat(record.ask("SELECT string_agg(recipient || ' ' || state, ', ' ORDER BY recipient) FROM delivery"
                        + " WHERE message = '" + draft.id().uuid() + "'"))
                .isEqualTo("cn.35 NOT_JOINED, cn.44 QUEUED");
        var conversation = record.memory().conversation(draft.conversation()).orElseThrow();
        assertThat(conversation.version()).isEqualTo(1);
        assertThat(conversation.status()).isEqualTo(Header.Status.EXERCISE);
        assertThat(conversation.state()).isEqualTo("ACTIVE");
        assertThat(conversation.opener()).isEqualTo(new PartyId("cn.52"));
        assertThat(conversation.participants())
                .containsOnlyKeys(new PartyId("cn.52"), new PartyId("cn.44"), new PartyId("cn.35"))
                .hasEntrySatisfying(
                        new PartyId("cn.44"), types -> assertThat(types).containsExactly("AlertIssue"))
                .hasEntrySatisfying(
                        new PartyId("cn.52"), types -> assertThat(types).isEmpty());
    }

    @Test
    void the_same_message_again_gets_the_stored_receipt_and_has_no_second_effect() throws Refused, Overtaken {
        var draft = Draft.opening();
        var first = record.first().record(draft.authorised());
        var again = record.first().record(draft.authorised());
        assertThat(again.again()).isTrue();
        assertThat(again.receipt()).isEqualTo(first.receipt());
        assertThat(record.first().recall(draft.verified()).orElseThrow().receipt())
                .isEqualTo(first.receipt());
        assertThat(count("delivery", draft)).isEqualTo("1");
        assertThat(count("receipt", draft)).isEqualTo("1");
    }

    @Test
    void other_content_under_the_same_id_is_refused() {
        var draft = Draft.opening();
        record.record(draft);
        var other = draft.saying("<Message>other words</Message>");
        assertThatThrownBy(() -> record.first().record(other.authorised()))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.refusal().code()).isEqualTo("GT-6001"));
        assertThatThrownBy(() -> record.first().recall(other.verified()))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.refusal().code()).isEqualTo("GT-6001"));
    }

    @Test
    void a_message_never_seen_is_not_recalled() throws Refused {
        assertThat(record.first().recall(Draft.opening().verified())).isEmpty();
    }

    @Test
    void duplicates_at_the_same_moment_on_two_nodes_are_one_message() throws InterruptedException {
        try (var other = record.journal()) {
            for (int round = 0; round < 20; round++) {
                var draft = Draft.opening();
                var calls = new ArrayList<Callable<Recorded>>();
                for (int i = 0; i < 8; i++) {
                    var journal = i % 2 == 0 ? record.first() : other;
                    calls.add(() -> journal.record(draft.authorised()));
                }
                var results = atOnce(calls);
                assertThat(results).allSatisfy(result -> assertThat(result).isInstanceOf(Recorded.class));
                assertThat(results.stream().map(Recorded.class::cast))
                        .as("one is new, all have its receipt")
                        .satisfies(all ->
                                assertThat(all.stream().filter(r -> !r.again())).hasSize(1))
                        .extracting(r -> new String(r.receipt(), java.nio.charset.StandardCharsets.UTF_8))
                        .containsOnly(record.ask("SELECT convert_from(bytes, 'UTF8') FROM receipt WHERE message = '"
                                + draft.id().uuid() + "'"));
                assertThat(count("message", draft)).isEqualTo("1");
                assertThat(count("delivery", draft)).isEqualTo("1");
            }
        }
    }

    @Test
    void of_messages_decided_on_the_same_version_one_wins_and_the_rest_leave_nothing() throws InterruptedException {
        try (var other = record.journal()) {
            var opening = Draft.opening();
            record.record(opening);
            var drafts = new ArrayList<Draft>();
            var calls = new ArrayList<Callable<Recorded>>();
            for (int i = 0; i < 8; i++) {
                var draft = opening.next(1);
                var journal = i % 2 == 0 ? record.first() : other;
                drafts.add(draft);
                calls.add(() -> journal.record(draft.authorised()));
            }
            var results = atOnce(calls);
            assertThat(results).filteredOn(Recorded.class::isInstance).hasSize(1);
            assertThat(results).filteredOn(Overtaken.class::isInstance).hasSize(7);
            assertThat(record.ask("SELECT version FROM conversation WHERE id = '"
                            + opening.conversation().uuid() + "'"))
                    .isEqualTo("2");
            assertThat(drafts.stream().filter(draft -> count("message", draft).equals("1")))
                    .hasSize(1);
            assertThat(drafts.stream().filter(draft -> count("content", draft).equals("1")))
                    .hasSize(1);
        }
    }

    @Test
    void a_second_message_that_opens_the_same_conversation_is_decided_again() {
        var opening = Draft.opening();
        record.record(opening);
        var second = opening.next(0);
        assertThatThrownBy(() -> record.first().record(second.authorised())).isInstanceOf(Overtaken.class);
        assertThat(count("message", second)).isEqualTo("0");
    }

    @Test
    void losers_and_a_faulty_entry_do_not_cost_their_group_anything() throws InterruptedException {
        var known = Draft.opening();
        record.record(known);
        var moved = Draft.opening();
        record.record(moved);
        record.record(moved.next(1));
        var good = new ArrayList<Draft>();
        var calls = new ArrayList<Callable<Recorded>>();
        for (int i = 0; i < 20; i++) {
            var draft = Draft.opening();
            good.add(draft);
            calls.add(() -> record.first().record(draft.authorised()));
        }
        var twice = UUID.randomUUID();
        var fault = Draft.opening().to(sameId(twice, "cn.44"), sameId(twice, "cn.35"));
        calls.add(7, () -> record.first().record(known.authorised()));
        calls.add(9, () -> record.first().record(moved.next(1).authorised()));
        calls.add(11, () -> record.first().record(fault.authorised()));
        var results = atOnce(calls);
        assertThat(results).filteredOn(Recorded.class::isInstance).hasSize(21);
        assertThat(results).filteredOn(Overtaken.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(RecordFault.class::isInstance).hasSize(1);
        assertThat(good).allSatisfy(draft -> assertThat(count("message", draft)).isEqualTo("1"));
        assertThat(count("message", fault)).isEqualTo("0");
    }

    private static Decision.Planned sameId(UUID id, String party) {
        var planned = Draft.planned(party);
        return new Decision.Planned(
                id,
                planned.recipient(),
                planned.copy(),
                planned.grant(),
                planned.joined(),
                planned.telephone(),
                planned.collectBy(),
                planned.deadline(),
                planned.awaited(),
                planned.reviewBy());
    }

    @Test
    void a_recipient_sees_its_deliveries_of_a_conversation_numbered_without_a_gap() {
        var opening = Draft.opening().to(Draft.planned("cn.44"), Draft.planned("cn.35"));
        record.record(opening);
        record.record(opening.next(1).to(Draft.planned("cn.35")));
        record.record(opening.next(2).to(Draft.planned("cn.44"), Draft.planned("cn.35")));
        assertThat(record.ask("SELECT string_agg(recipient || ':' || d.number, ' ' ORDER BY m.number, recipient)"
                        + " FROM delivery d JOIN message m ON m.id = d.message WHERE m.conversation = '"
                        + opening.conversation().uuid() + "'"))
                .isEqualTo("cn.35:1 cn.44:1 cn.35:2 cn.35:3 cn.44:2");
    }

    @Test
    void a_recipients_receipts_move_its_delivery_forward_and_no_conversation() {
        var opening = Draft.opening();
        record.record(opening);
        record.record(opening.acknowledged("cn.44", Kind.READ));
        record.record(opening.acknowledged("cn.44", Kind.RECEIVED));
        assertThat(record.ask("SELECT state || ' ' || (received_at IS NOT NULL) || ' ' || (read_at IS NOT NULL)"
                        + " FROM delivery WHERE message = '" + opening.id().uuid() + "'"))
                .isEqualTo("READ true true");
        assertThat(record.memory()
                        .conversation(opening.conversation())
                        .orElseThrow()
                        .version())
                .isEqualTo(1);
        assertThat(record.memory().history(opening.conversation()).entries()).hasSize(1);
    }

    @Test
    void the_record_knows_who_may_refer_to_a_message() {
        var opening = Draft.opening();
        record.record(opening);
        var asked = List.of(opening.id(), Draft.opening().id());
        assertThat(record.memory().unknown(new PartyId("cn.52"), asked)).containsExactly(asked.get(1));
        assertThat(record.memory().unknown(new PartyId("cn.44"), asked)).containsExactly(asked.get(1));
        assertThat(record.memory().unknown(new PartyId("cn.11"), asked)).containsExactlyElementsOf(asked);
        assertThat(record.memory().addressed(opening.id(), new PartyId("cn.11")))
                .isEmpty();
        assertThat(record.memory().addressed(opening.id(), new PartyId("cn.44")))
                .hasValueSatisfying(addressed -> assertThat(addressed.sender()).isEqualTo(new PartyId("cn.52")));
    }

    @Test
    void a_history_holds_the_messages_as_they_were_sent() {
        var opening = Draft.opening();
        record.record(opening);
        record.record(opening.next(1));
        var entries = record.memory().history(opening.conversation()).entries();
        assertThat(entries).extracting(entry -> entry.number()).containsExactly(1L, 2L);
        assertThat(entries.get(0).message().getDocumentElement().getTextContent())
                .isEqualTo("a child, last seen at the station");
    }

    @Test
    void what_was_taken_before_closing_is_committed_and_nothing_is_taken_after() throws InterruptedException {
        var journal = record.journal();
        var drafts = new ArrayList<Draft>();
        var calls = new ArrayList<Callable<Object>>();
        for (int i = 0; i < 10; i++) {
            var draft = Draft.opening();
            drafts.add(draft);
            calls.add(() -> journal.record(draft.authorised()));
        }
        calls.add(() -> {
            journal.close();
            return "closed";
        });
        var results = atOnce(calls);
        for (int i = 0; i < drafts.size(); i++) {
            var isRecorded = results.get(i) instanceof Recorded;
            assertThat(count("message", drafts.get(i))).isEqualTo(isRecorded ? "1" : "0");
            assertThat(results.get(i)).isInstanceOfAny(Recorded.class, Unavailable.class);
        }
        assertThatThrownBy(() -> journal.record(Draft.opening().authorised())).isInstanceOf(Unavailable.class);
    }
}
