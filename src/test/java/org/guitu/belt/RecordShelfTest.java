package org.guitu.belt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.guitu.belt.Shelf.Shelved;
import org.guitu.gate.Decision.Acknowledges.Kind;
import org.guitu.gate.RecordFixture;
import org.guitu.gate.RecordFixture.Draft;
import org.guitu.gate.Sql;
import org.guitu.message.PartyId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RecordShelfTest {
    private static final Instant NOW = RecordFixture.NOW;
    private static final byte[] STATEMENT = "<Delivered/>".getBytes(StandardCharsets.UTF_8);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final PartyId GUANGDONG = new PartyId("cn.44");
    private static final PartyId GUIZHOU = new PartyId("cn.52");
    private static final long PLENTY = 1 << 20;

    private RecordFixture record;
    private Deliveries deliveries;
    private Shelf shelf;

    @BeforeEach
    void open() {
        record = RecordFixture.fresh();
        deliveries = new RecordDeliveries(record.database(), record.contents(), party -> true);
        shelf = new RecordShelf(record.database(), record.contents());
    }

    @AfterEach
    void close() {
        record.close();
    }

    /** Records a message, puts its delivery on the shelf and notes it as delivered, as the belt does. */
    private UUID put(Draft draft, int priority, Instant at) {
        record.record(draft);
        return put(draft, priority, at, STATEMENT);
    }

    private UUID put(Draft draft, int priority, Instant at, byte[] statement) {
        var delivery = delivery(draft);
        deliveries.begin(Map.of(delivery, Statement.both(statement)), Duration.ofSeconds(20), at);
        shelf.put(Map.of(delivery, priority), at);
        deliveries.delivered(List.of(delivery), List.of(), at);
        return delivery;
    }

    private UUID delivery(Draft draft) {
        return UUID.fromString(record.ask(
                "SELECT id FROM delivery WHERE message = '" + draft.id().uuid() + "'"));
    }

    private List<UUID> give(PartyId party, int atMost) {
        return ids(shelf.give(party, atMost, Shelf.upTo(PLENTY), LEASE));
    }

    private static List<UUID> ids(List<Shelved> given) {
        return given.stream().map(Shelved::delivery).toList();
    }

    private void endLeases() {
        record.database()
                .<Integer>run(connection -> Sql.update(
                        connection, "UPDATE delivery SET lease_until = now() WHERE lease_until IS NOT NULL"));
        record.database()
                .<Integer>run(connection -> Sql.update(
                        connection, "UPDATE receipt SET claimed_until = now() WHERE claimed_until IS NOT NULL"));
    }

    @Test
    void what_is_given_is_the_bytes_received_with_the_signed_statement() {
        var draft = Draft.opening();
        var delivery = put(draft, 4, NOW);
        var before = Instant.now();
        var given = shelf.give(GUANGDONG, 10, Shelf.upTo(PLENTY), LEASE);
        assertThat(ids(given)).containsExactly(delivery);
        var item = given.get(0);
        assertThat(item.about()).isEqualTo(draft.id());
        assertThat(item.document()).asString(StandardCharsets.UTF_8).contains("a child, last seen");
        assertThat(item.statement()).hasValue(STATEMENT);
        assertThat(item.leaseUntil())
                .isBetween(before.plus(LEASE).minusSeconds(5), Instant.now().plus(LEASE.plusSeconds(5)));
    }

    @Test
    void what_is_not_yet_noted_as_delivered_is_not_given() {
        var draft = Draft.opening();
        record.record(draft);
        shelf.put(Map.of(delivery(draft), 4), NOW);
        assertThat(give(GUANGDONG, 10)).isEmpty();
    }

    @Test
    void two_who_come_at_once_never_get_the_same_and_together_get_all() throws Exception {
        for (int i = 0; i < 12; i++) {
            put(Draft.opening(), 4, NOW.plusSeconds(i));
        }
        var start = new CountDownLatch(1);
        var clients = new ArrayList<CompletableFuture<List<UUID>>>();
        for (int client = 0; client < 4; client++) {
            clients.add(CompletableFuture.supplyAsync(() -> {
                var all = new ArrayList<UUID>();
                try {
                    start.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                for (int round = 0; round < 12; round++) {
                    all.addAll(give(GUANGDONG, 2));
                }
                return all;
            }));
        }
        start.countDown();
        var all = new ArrayList<UUID>();
        for (var client : clients) {
            all.addAll(client.get(30, TimeUnit.SECONDS));
        }
        assertThat(all).doesNotHaveDuplicates().hasSize(12);
    }

    @Test
    void who_comes_while_another_is_being_given_something_neither_waits_nor_gets_it() throws Exception {
        var first = put(Draft.opening(), 4, NOW);
        var second = put(Draft.opening(), 4, NOW.plusSeconds(1));
        record.database().<Boolean>transaction(connection -> {
            Sql.rows(connection, "SELECT id FROM delivery WHERE id = ? FOR UPDATE", row -> row.id("id"), first);
            assertThat(CompletableFuture.supplyAsync(() -> give(GUANGDONG, 10))
                            .orTimeout(3, TimeUnit.SECONDS)
                            .join())
                    .containsExactly(second);
            return true;
        });
    }

    @Test
    void a_lease_that_ended_gives_it_again_and_taken_never_comes_again() {
        var delivery = put(Draft.opening(), 4, NOW);
        assertThat(give(GUANGDONG, 10)).containsExactly(delivery);
        assertThat(give(GUANGDONG, 10)).isEmpty();
        endLeases();
        assertThat(give(GUANGDONG, 10)).containsExactly(delivery);
        shelf.taken(GUANGDONG, List.of(delivery), NOW);
        endLeases();
        assertThat(give(GUANGDONG, 10)).isEmpty();
        shelf.put(Map.of(delivery, 9), NOW.plusSeconds(9));
        assertThat(give(GUANGDONG, 10))
                .as("put there again by a belt that crashed")
                .isEmpty();
    }

    @Test
    void what_its_recipient_acknowledged_does_not_come_again() {
        var draft = Draft.opening();
        put(draft, 4, NOW);
        record.record(draft.acknowledged("cn.44", Kind.RECEIVED));
        assertThat(give(GUANGDONG, 10)).isEmpty();
    }

    @Test
    void another_party_neither_sees_nor_takes_what_is_not_its_own() {
        var delivery = put(Draft.opening(), 4, NOW);
        assertThat(give(new PartyId("cn.35"), 10)).isEmpty();
        shelf.taken(new PartyId("cn.35"), List.of(delivery), NOW);
        assertThat(give(GUANGDONG, 10)).containsExactly(delivery);
        // the delivery's receipt has its id, and is the sender's
        shelf.taken(GUANGDONG, List.of(delivery), NOW);
        assertThat(give(GUIZHOU, 10)).containsExactly(delivery);
        shelf.taken(GUIZHOU, List.of(delivery), NOW);
        endLeases();
        assertThat(give(GUIZHOU, 10)).isEmpty();
    }

    @Test
    void urgent_comes_before_older_and_older_before_newer() {
        var late = put(Draft.opening(), 4, NOW.plusSeconds(60));
        var early = put(Draft.opening(), 4, NOW);
        var urgent = put(Draft.opening(), 9, NOW.plusSeconds(120));
        assertThat(give(GUANGDONG, 2)).containsExactly(urgent, early);
        assertThat(give(GUANGDONG, 2)).containsExactly(late);
    }

    @Test
    void an_answer_holds_so_many_bytes_or_one_that_is_larger() {
        var first = put(Draft.opening(), 4, NOW);
        var second = put(Draft.opening(), 4, NOW.plusSeconds(1));
        var third = put(Draft.opening(), 4, NOW.plusSeconds(2));
        assertThat(ids(shelf.give(GUANGDONG, 10, Shelf.upTo(1), LEASE))).containsExactly(first);
        var one = Long.parseLong(record.ask("SELECT max(octet_length(bytes)) FROM content")) + STATEMENT.length;
        assertThat(ids(shelf.give(GUANGDONG, 10, Shelf.upTo(2 * one - 1), LEASE)))
                .containsExactly(second);
        endLeases();
        assertThat(ids(shelf.give(GUANGDONG, 10, Shelf.upTo(2 * one), LEASE))).containsExactly(first, second);
        assertThat(give(GUANGDONG, 10)).as("what did not fit was not leased").containsExactly(third);
    }

    @Test
    void an_erased_conversation_gives_nothing() {
        var draft = Draft.opening();
        put(draft, 4, NOW);
        var other = put(Draft.opening(), 4, NOW);
        assertThat(record.contents().destroy(draft.conversation(), NOW)).isTrue();
        assertThat(give(GUANGDONG, 10)).containsExactly(other);
    }

    @Test
    void what_is_sent_again_by_hand_comes_again_though_it_was_there_before() {
        var draft = Draft.opening();
        var delivery = put(draft, 4, NOW);
        give(GUANGDONG, 10);
        record.database().<Integer>run(connection -> Sql.update(connection, "UPDATE delivery SET state = 'EXPIRED'"));
        assertThat(give(GUANGDONG, 10)).isEmpty();
        deliveries.resend(draft.id(), NOW);
        put(draft, 4, NOW, STATEMENT);
        assertThat(give(GUANGDONG, 10)).containsExactly(delivery);
    }

    @Test
    void expired_is_what_nobody_took_before_its_message_did_or_before_it_lay_there_too_long() {
        var lying = put(Draft.opening(), 4, NOW.minus(Duration.ofDays(90)));
        var fresh = put(Draft.opening(), 4, NOW);
        var over = put(Draft.opening(), 4, NOW);
        var taken = put(Draft.opening(), 4, NOW.minus(Duration.ofDays(90)));
        var acknowledged = Draft.opening();
        put(acknowledged, 4, NOW.minus(Duration.ofDays(90)));
        record.database()
                .<Integer>run(connection -> Sql.update(
                        connection,
                        "UPDATE message SET expires_at = ? FROM delivery d WHERE d.message = message.id AND d.id = ?",
                        NOW.plusSeconds(60),
                        over));
        shelf.taken(GUANGDONG, List.of(taken), NOW);
        record.record(acknowledged.acknowledged("cn.44", Kind.RECEIVED));
        var putBefore = NOW.minus(Duration.ofDays(89));
        assertThat(shelf.expired(putBefore, NOW, 10)).containsExactly(lying);
        assertThat(shelf.expired(putBefore, NOW.plusSeconds(61), 10)).containsExactly(lying, over);
        assertThat(shelf.expired(putBefore, NOW.plusSeconds(61), 1)).containsExactly(lying);
        record.database().<Integer>run(connection -> Sql.update(connection, "UPDATE delivery SET round = 1"));
        assertThat(shelf.expired(putBefore, NOW.plusSeconds(61), 10))
                .as("who sends again what has expired wants it fetched")
                .containsExactly(lying)
                .doesNotContain(fresh);
    }

    @Test
    void the_hubs_receipts_wait_after_the_messages_and_are_leased_and_taken_likewise() {
        var draft = Draft.opening();
        var delivery = put(draft, 4, NOW);
        var given = shelf.give(GUIZHOU, 10, Shelf.upTo(PLENTY), LEASE);
        assertThat(ids(given)).containsExactly(delivery);
        assertThat(given.get(0).about()).isEqualTo(draft.id());
        assertThat(given.get(0).document()).isEqualTo(STATEMENT);
        assertThat(given.get(0).statement()).isEmpty();
        assertThat(given.get(0).leaseUntil()).isAfter(Instant.now());
        assertThat(give(GUIZHOU, 10)).isEmpty();
        endLeases();
        var reply = draft.next(1);
        var message = put(reply, 4, NOW);
        assertThat(give(GUIZHOU, 1)).containsExactly(message);
        assertThat(give(GUIZHOU, 10)).containsExactly(delivery);
        shelf.taken(GUANGDONG, List.of(delivery), NOW);
        endLeases();
        assertThat(give(GUIZHOU, 10)).as("not Guangdong's to take").contains(delivery);
        shelf.taken(GUIZHOU, List.of(delivery, message), NOW);
        endLeases();
        assertThat(give(GUIZHOU, 10)).isEmpty();
    }

    @Test
    void a_recipients_receipt_waits_for_the_sender_as_a_receipt_about_its_message() {
        var draft = Draft.opening();
        put(draft, 4, NOW);
        shelf.taken(GUIZHOU, List.of(delivery(draft)), NOW);
        var receipt = draft.acknowledged("cn.44", Kind.RECEIVED);
        record.record(receipt);
        var delivery = put(receipt, 4, NOW, new byte[0]);
        var given = shelf.give(GUIZHOU, 10, Shelf.upTo(PLENTY), LEASE);
        assertThat(ids(given)).containsExactly(delivery);
        assertThat(given.get(0).about()).isEqualTo(draft.id());
        assertThat(given.get(0).statement()).isEmpty();
        assertThat(given.get(0).document()).asString(StandardCharsets.UTF_8).contains("Received");
    }
}
