package org.guitu.belt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.guitu.belt.Deliveries.Outgoing;
import org.guitu.gate.Decision.Acknowledges.Kind;
import org.guitu.gate.Decision.Awaited;
import org.guitu.gate.Decision.Planned;
import org.guitu.gate.DeliveryState;
import org.guitu.gate.RecordFixture;
import org.guitu.gate.RecordFixture.Draft;
import org.guitu.gate.Sql;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RecordDeliveriesTest {
    private static final Instant NOW = RecordFixture.NOW;
    private static final byte[] STATEMENT = "<Delivered/>".getBytes(StandardCharsets.UTF_8);

    private final Set<PartyId> joined = new HashSet<>(Set.of(new PartyId("cn.44")));
    private RecordFixture record;
    private Deliveries deliveries;
    private Receipts receipts;

    @BeforeEach
    void open() {
        record = RecordFixture.fresh();
        deliveries = new RecordDeliveries(record.database(), record.contents(), joined::contains);
        receipts = new RecordReceipts(record.database());
    }

    @AfterEach
    void close() {
        record.close();
    }

    private Optional<Consignment> opened(MessageId message, Instant now) {
        return deliveries.open(List.of(message), now).stream().findFirst();
    }

    private Optional<byte[]> begun(UUID delivery, byte[] statement, Instant now) {
        return Optional.ofNullable(deliveries
                        .begin(Map.of(delivery, Statement.both(statement)), Duration.ofSeconds(20), now)
                        .get(delivery))
                .map(Statement::reader);
    }

    private List<MessageId> waiting(Instant recordedBefore, Instant now) {
        return deliveries.waiting(recordedBefore, now, 10).stream()
                .map(Parcel::id)
                .toList();
    }

    private UUID delivery(MessageId message) {
        return UUID.fromString(record.ask("SELECT id FROM delivery WHERE message = '" + message.uuid() + "'"));
    }

    private String state(UUID delivery) {
        return record.ask("SELECT state FROM delivery WHERE id = '" + delivery + "'");
    }

    private Outgoing outgoing(String kind, MessageId message, UUID delivery, String to) {
        return new Outgoing(
                UUID.randomUUID(),
                message,
                delivery,
                kind,
                new PartyId(to),
                ("<" + kind + "/>").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_recorded_message_opens_with_the_bytes_received_and_what_is_due() {
        var draft = Draft.opening().to(Draft.planned("cn.44"), Draft.notJoined("cn.35"));
        record.record(draft);
        var open = opened(draft.id(), NOW).orElseThrow();
        assertThat(new String(open.wire(), StandardCharsets.UTF_8)).contains("a child, last seen");
        assertThat(open.due()).extracting(due -> due.recipient().value()).containsExactly("cn.44");
        assertThat(open.due().get(0).number()).isEqualTo(1);
        assertThat(open.number()).isEqualTo(1);
        assertThat(open.verification().at()).isEqualTo(NOW);
        assertThat(opened(draft.id(), NOW.minusSeconds(1))).as("not due yet").isEmpty();
        assertThat(opened(Draft.opening().id(), NOW)).isEmpty();
    }

    @Test
    void a_recipients_receipt_opens_for_the_first_sender_with_what_it_acknowledges() {
        var draft = Draft.opening();
        record.record(draft);
        var receipt = draft.acknowledged("cn.44", Kind.RECEIVED);
        record.record(receipt);
        var open = opened(receipt.id(), NOW).orElseThrow();
        assertThat(open.acknowledges()).hasValue(draft.id());
        assertThat(open.number()).isZero();
        assertThat(open.due())
                .extracting(due -> due.recipient().value() + due.number())
                .containsExactly("cn.520");
        begun(open.due().get(0).id(), new byte[0], NOW);
        deliveries.delivered(List.of(open.due().get(0).id()), List.of(), NOW);
        assertThat(receipts.waiting(10, List.of()))
                .as("no receipt of a receipt")
                .isEmpty();
    }

    @Test
    void the_sweeper_finds_what_is_recorded_and_not_delivered() {
        var draft = Draft.opening();
        record.record(draft);
        assertThat(waiting(NOW, NOW)).as("still on its first way").isEmpty();
        assertThat(waiting(NOW.plusSeconds(30), NOW.plusSeconds(30))).containsExactly(draft.id());
        begun(delivery(draft.id()), STATEMENT, NOW);
        deliveries.delivered(List.of(delivery(draft.id())), List.of(), NOW);
        assertThat(waiting(NOW.plusSeconds(30), NOW.plusSeconds(30))).isEmpty();
    }

    @Test
    void the_first_statement_is_the_one_that_stays_and_becomes_one_receipt() {
        var draft = Draft.opening();
        record.record(draft);
        var delivery = delivery(draft.id());
        assertThat(begun(delivery, STATEMENT, NOW)).hasValue(STATEMENT);
        assertThat(begun(delivery, new byte[] {1}, NOW.plusSeconds(20))).hasValue(STATEMENT);
        deliveries.delivered(List.of(delivery), List.of(), NOW);
        deliveries.delivered(List.of(delivery), List.of(), NOW.plusSeconds(1));
        var waiting = receipts.waiting(10, List.of());
        assertThat(waiting).hasSize(1);
        assertThat(waiting.get(0).to()).isEqualTo(new PartyId("cn.52"));
        assertThat(waiting.get(0).kind()).isEqualTo("Delivered");
        assertThat(waiting.get(0).bytes()).isEqualTo(STATEMENT);
        assertThat(record.ask("SELECT tries FROM delivery")).isEqualTo("2");
    }

    @Test
    void of_two_that_begin_a_delivery_at_once_one_does() {
        var draft = Draft.opening();
        record.record(draft);
        var delivery = delivery(draft.id());
        assertThat(begun(delivery, STATEMENT, NOW)).isPresent();
        assertThat(begun(delivery, STATEMENT, NOW.plusSeconds(19))).isEmpty();
        assertThat(record.ask("SELECT tries FROM delivery")).isEqualTo("1");
        deliveries.delivered(List.of(delivery), List.of(), NOW);
        assertThat(begun(delivery, STATEMENT, NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void a_sender_who_cannot_verify_the_readers_statement_gets_its_own() {
        var draft = Draft.opening();
        record.record(draft);
        var delivery = delivery(draft.id());
        var made = new Statement(STATEMENT, new byte[] {7});
        deliveries.begin(Map.of(delivery, made), Duration.ofSeconds(20), NOW);
        var again = deliveries.begin(
                Map.of(delivery, Statement.both(new byte[] {1})), Duration.ofSeconds(20), NOW.plusSeconds(20));
        assertThat(again).hasEntrySatisfying(delivery, kept -> {
            assertThat(kept.reader()).isEqualTo(STATEMENT);
            assertThat(kept.sender()).containsExactly(7);
        });
        deliveries.delivered(List.of(delivery), List.of(), NOW);
        assertThat(receipts.waiting(10, List.of()))
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.bytes()).containsExactly(7));
    }

    @Test
    void a_statement_for_the_reader_alone_is_no_receipt_for_the_sender() {
        var draft = Draft.opening();
        record.record(draft);
        var delivery = delivery(draft.id());
        deliveries.begin(Map.of(delivery, Statement.reader(STATEMENT)), Duration.ofSeconds(20), NOW);
        deliveries.delivered(List.of(delivery), List.of(), NOW);
        assertThat(receipts.waiting(10, List.of())).isEmpty();
    }

    @Test
    void many_messages_open_begin_and_are_noted_together_each_with_its_own_statement() {
        var first = Draft.opening().to(Draft.planned("cn.44"), Draft.planned("cn.35"));
        var second = Draft.opening();
        record.record(first);
        record.record(second);
        var open = deliveries.open(List.of(first.id(), second.id()), NOW);
        assertThat(open).extracting(Consignment::id).containsExactlyInAnyOrder(first.id(), second.id());
        var statements = new HashMap<UUID, Statement>();
        for (var consignment : open) {
            consignment
                    .due()
                    .forEach(due -> statements.put(
                            due.id(), Statement.both(due.id().toString().getBytes(StandardCharsets.UTF_8))));
        }
        assertThat(statements).hasSize(3);
        var begun = deliveries.begin(statements, Duration.ofSeconds(20), NOW);
        assertThat(begun).containsOnlyKeys(statements.keySet());
        begun.forEach((id, statement) ->
                assertThat(statement.reader()).asString(StandardCharsets.UTF_8).isEqualTo(id.toString()));
        deliveries.delivered(statements.keySet(), List.of(), NOW);
        assertThat(record.ask("SELECT count(*) FROM delivery WHERE state = 'DELIVERED'"))
                .isEqualTo("3");
        assertThat(record.ask("SELECT count(*) FROM attempt")).isEqualTo("0");
        assertThat(receipts.waiting(10, List.of()))
                .allSatisfy(receipt -> assertThat(receipt.bytes())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo(receipt.delivery().toString()))
                .hasSize(3);
    }

    @Test
    void a_receipt_the_sender_was_sent_right_away_does_not_wait_and_has_the_deliverys_id() {
        var draft = Draft.opening();
        record.record(draft);
        var delivery = delivery(draft.id());
        begun(delivery, STATEMENT, NOW);
        deliveries.delivered(List.of(delivery), List.of(delivery), NOW);
        assertThat(receipts.waiting(10, List.of())).isEmpty();
        assertThat(record.ask("SELECT count(*) FROM receipt WHERE id = '" + delivery + "' AND kind = 'Delivered'"))
                .isEqualTo("1");
    }

    @Test
    void what_a_party_sent_to_itself_and_its_receipt_are_taken_from_its_mailbox_one_by_one() {
        var draft = Draft.opening().to(Draft.planned("cn.52"));
        record.record(draft);
        var delivery = delivery(draft.id());
        begun(delivery, STATEMENT, NOW);
        var shelf = new RecordShelf(record.database(), record.contents());
        shelf.put(Map.of(delivery, 4), NOW);
        deliveries.delivered(List.of(delivery), List.of(), NOW);
        var party = new PartyId("cn.52");
        var given = shelf.give(party, 10, Shelf.upTo(1_000_000), Duration.ofMinutes(1));
        assertThat(given).extracting(Shelf.Shelved::delivery).hasSize(2).doesNotHaveDuplicates();
        shelf.taken(party, List.of(delivery), NOW);
        assertThat(receipts.waiting(10, List.of())).isEmpty();
        assertThat(record.ask("SELECT count(*) FROM receipt WHERE kind = 'Delivered' AND sent_at IS NULL"))
                .isEqualTo("1");
        shelf.taken(party, List.of(Deliveries.ownReceipt(delivery)), NOW);
        assertThat(record.ask("SELECT count(*) FROM receipt WHERE kind = 'Delivered' AND sent_at IS NULL"))
                .isEqualTo("0");
    }

    @Test
    void a_delivery_its_recipient_is_just_acknowledging_is_noted_after_the_others_and_not_forgotten() throws Exception {
        var first = Draft.opening();
        var second = Draft.opening();
        record.record(first);
        record.record(second);
        var busy = delivery(first.id());
        var free = delivery(second.id());
        deliveries.begin(
                Map.of(busy, Statement.both(STATEMENT), free, Statement.both(STATEMENT)), Duration.ofSeconds(20), NOW);
        var noting = record.database().transaction(connection -> {
            Sql.rows(connection, "SELECT id FROM delivery WHERE id = ? FOR UPDATE", row -> row.id("id"), busy);
            var noted = CompletableFuture.runAsync(() -> deliveries.delivered(List.of(busy, free), List.of(), NOW));
            await().atMost(Duration.ofSeconds(10)).until(() -> state(free).equals("DELIVERED"));
            assertThat(noted).isNotDone();
            return noted;
        });
        noting.get(10, TimeUnit.SECONDS);
        assertThat(state(busy)).isEqualTo("DELIVERED");
        assertThat(receipts.waiting(10, List.of())).hasSize(2);
    }

    @Test
    void a_receipt_taken_by_one_is_not_taken_by_another_until_its_lease_is_over() {
        var draft = Draft.opening();
        record.record(draft);
        var delivery = delivery(draft.id());
        begun(delivery, STATEMENT, NOW);
        deliveries.delivered(List.of(delivery), List.of(), NOW);
        var taken = receipts.waiting(10, List.of());
        assertThat(taken).hasSize(1);
        assertThat(receipts.waiting(10, List.of())).isEmpty();
        record.database()
                .run(connection ->
                        Sql.update(connection, "UPDATE receipt SET claimed_until = now() - interval '1 second'"));
        assertThat(receipts.waiting(10, List.of())).hasSize(1);
        receipts.sent(List.of(taken.get(0).id()), NOW);
        record.database().run(connection -> Sql.update(connection, "UPDATE receipt SET claimed_until = NULL"));
        assertThat(receipts.waiting(10, List.of())).isEmpty();
    }

    @Test
    void a_failed_attempt_is_due_again_at_its_time_and_logged() {
        var draft = Draft.opening();
        record.record(draft);
        var delivery = delivery(draft.id());
        begun(delivery, STATEMENT, NOW);
        deliveries.failed(delivery, "GT-7001", NOW.plusSeconds(60), NOW);
        assertThat(opened(draft.id(), NOW.plusSeconds(59))).isEmpty();
        assertThat(waiting(NOW.minusSeconds(60), NOW.plusSeconds(59))).isEmpty();
        assertThat(waiting(NOW.minusSeconds(60), NOW.plusSeconds(60))).containsExactly(draft.id());
        var due = opened(draft.id(), NOW.plusSeconds(60)).orElseThrow().due().get(0);
        assertThat(due.attempts()).isEqualTo(1);
        assertThat(due.statement().map(Statement::reader)).hasValue(STATEMENT);
        assertThat(record.ask("SELECT reason FROM attempt")).isEqualTo("GT-7001");
    }

    @Test
    void an_attempt_cut_off_by_a_crash_comes_again_when_its_lease_is_over() {
        var draft = Draft.opening();
        record.record(draft);
        begun(delivery(draft.id()), STATEMENT, NOW);
        assertThat(opened(draft.id(), NOW)).isEmpty();
        assertThat(waiting(NOW, NOW.plus(Duration.ofMinutes(1)))).containsExactly(draft.id());
    }

    /** As after a crash between the mailbox and the note of it: the recipient has it, the hub does not know. */
    @Test
    void a_delivery_acknowledged_before_it_was_noted_still_gives_its_sender_the_one_receipt() {
        var draft = Draft.opening();
        record.record(draft);
        var delivery = delivery(draft.id());
        begun(delivery, STATEMENT, NOW);
        record.record(draft.acknowledged("cn.44", Kind.RECEIVED));
        assertThat(waiting(NOW.plusSeconds(60), NOW.plusSeconds(60))).doesNotContain(draft.id());
        var waiting = receipts.waiting(10, List.of());
        assertThat(waiting).extracting(Outgoing::kind).containsExactly("Delivered");
        assertThat(waiting.get(0).bytes()).isEqualTo(STATEMENT);
        assertThat(waiting.get(0).id())
                .as("the broker drops a second copy by it")
                .isEqualTo(delivery);
        deliveries.delivered(List.of(delivery), List.of(delivery), NOW);
        assertThat(record.ask("SELECT count(*) FROM receipt WHERE kind = 'Delivered'"))
                .isEqualTo("1");
        assertThat(record.ask("SELECT count(*) FROM receipt WHERE kind = 'Delivered' AND sent_at IS NULL"))
                .isEqualTo("0");
    }

    @Test
    void what_cannot_be_opened_now_is_due_again_at_its_time() {
        var draft = Draft.opening();
        record.record(draft);
        deliveries.postponed(draft.id(), NOW.plusSeconds(60));
        assertThat(opened(draft.id(), NOW.plusSeconds(59))).isEmpty();
        assertThat(waiting(NOW.plusSeconds(61), NOW.plusSeconds(61))).containsExactly(draft.id());
    }

    @Test
    void what_failed_for_good_is_told_once_and_can_be_sent_again_by_hand() {
        var draft = Draft.opening();
        record.record(draft);
        var delivery = delivery(draft.id());
        begun(delivery, STATEMENT, NOW);
        deliveries.undeliverable(delivery, false, outgoing("Undeliverable", draft.id(), delivery, "cn.52"), NOW);
        deliveries.undeliverable(delivery, false, outgoing("Undeliverable", draft.id(), delivery, "cn.52"), NOW);
        assertThat(state(delivery)).isEqualTo("UNDELIVERABLE");
        assertThat(receipts.waiting(10, List.of())).extracting(Outgoing::kind).containsExactly("Undeliverable");
        assertThat(deliveries.resend(draft.id(), NOW)).isEqualTo(1);
        assertThat(deliveries.resend(draft.id(), NOW)).isZero();
        var due = opened(draft.id(), NOW).orElseThrow().due().get(0);
        assertThat(due.attempts()).isZero();
        assertThat(due.statement()).isEmpty();
        assertThat(due.once()).isNotEqualTo(delivery.toString());
        begun(delivery, STATEMENT, NOW);
        deliveries.delivered(List.of(delivery), List.of(), NOW);
        assertThat(receipts.waiting(10, List.of())).extracting(Outgoing::kind).containsExactly("Delivered");
    }

    @Test
    void what_its_recipient_acknowledged_neither_goes_back_nor_expires() {
        var draft = Draft.opening();
        record.record(draft);
        var delivery = delivery(draft.id());
        begun(delivery, STATEMENT, NOW);
        record.record(draft.acknowledged("cn.44", Kind.RECEIVED));
        deliveries.delivered(List.of(delivery), List.of(), NOW);
        assertThat(state(delivery)).isEqualTo("RECEIVED");
        deliveries.undeliverable(delivery, true, outgoing("Undeliverable", draft.id(), delivery, "cn.52"), NOW);
        assertThat(state(delivery)).isEqualTo("RECEIVED");
        assertThat(receipts.waiting(10, List.of())).extracting(Outgoing::kind).containsExactly("Delivered");
    }

    @Test
    void a_party_not_joined_is_sent_to_only_once_it_has_joined() {
        var draft = Draft.opening().to(Draft.planned("cn.44"), Draft.notJoined("cn.35"));
        record.record(draft);
        assertThat(deliveries.resend(draft.id(), NOW)).isZero();
        joined.add(new PartyId("cn.35"));
        assertThat(deliveries.resend(draft.id(), NOW)).isEqualTo(1);
        assertThat(opened(draft.id(), NOW).orElseThrow().due())
                .extracting(due -> due.recipient().value())
                .containsExactly("cn.35", "cn.44");
    }

    @Test
    void what_is_not_collected_in_time_is_announced_once_to_all() {
        var draft = Draft.opening().to(Draft.collectedBy("cn.44", NOW.plusSeconds(900)));
        record.record(draft);
        var delivery = delivery(draft.id());
        assertThat(deliveries.overdue(NOW.plusSeconds(899), 10)).isEmpty();
        var overdue = deliveries.overdue(NOW.plusSeconds(900), 10);
        assertThat(overdue).containsExactly(delivery);
        var facts = deliveries.facts(delivery).orElseThrow();
        assertThat(facts.deadline()).hasValue("D-FLASH");
        assertThat(facts.recipient()).isEqualTo(new PartyId("cn.44"));
        var notices = List.of(
                outgoing("Overdue", draft.id(), delivery, "cn.52"),
                outgoing("Overdue", draft.id(), delivery, "cn.jco"));
        deliveries.announced(delivery, notices, NOW.plusSeconds(900));
        deliveries.announced(delivery, notices, NOW.plusSeconds(901));
        assertThat(deliveries.overdue(NOW.plusSeconds(1000), 10)).isEmpty();
        assertThat(receipts.waiting(10, List.of()))
                .extracting(receipt -> receipt.to().value())
                .containsExactlyInAnyOrder("cn.52", "cn.jco");
    }

    @Test
    void what_was_collected_in_time_is_never_overdue() {
        var draft = Draft.opening().to(Draft.collectedBy("cn.44", NOW.plusSeconds(900)));
        record.record(draft);
        record.record(draft.acknowledged("cn.44", Kind.RECEIVED));
        assertThat(deliveries.overdue(NOW.plusSeconds(901), 10)).isEmpty();
    }

    @Test
    void nobody_who_never_got_a_message_owes_an_answer_to_it() {
        var late = NOW.plusSeconds(60);
        record.record(Draft.opening().to(awaited(Draft.planned("cn.44")), awaited(Draft.notJoined("cn.35"))));
        var reached = UUID.fromString(record.ask("SELECT id FROM delivery WHERE recipient = 'cn.44'"));
        assertThat(deliveries.unanswered(NOW, 10)).as("not yet due").isEmpty();
        assertThat(deliveries.unanswered(late, 10)).containsExactly(reached);
        for (var lost : List.of(DeliveryState.UNDELIVERABLE, DeliveryState.EXPIRED)) {
            record.database()
                    .<Integer>run(connection ->
                            Sql.update(connection, "UPDATE delivery SET state = ? WHERE id = ?", lost, reached));
            assertThat(deliveries.unanswered(late, 10)).as("%s", lost).isEmpty();
        }
    }

    private static Planned awaited(Planned planned) {
        return new Planned(
                planned.id(),
                planned.recipient(),
                planned.copy(),
                planned.grant(),
                planned.joined(),
                planned.telephone(),
                planned.collectBy(),
                planned.deadline(),
                Optional.of(new Awaited(NOW.plusSeconds(30), "D-TEST", Set.of())),
                planned.reviewBy());
    }

    @Test
    void an_erased_conversation_is_not_delivered_any_more() {
        var draft = Draft.opening();
        record.record(draft);
        assertThat(record.contents().destroy(draft.conversation(), NOW)).isTrue();
        assertThat(opened(draft.id(), NOW)).isEmpty();
        assertThat(deliveries.facts(delivery(draft.id())).orElseThrow().wire()).isEmpty();
    }
}
