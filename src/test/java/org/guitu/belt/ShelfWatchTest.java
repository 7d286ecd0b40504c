package org.guitu.belt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.guitu.gate.RecordFixture;
import org.guitu.gate.RecordFixture.Draft;
import org.guitu.gate.Sql;
import org.guitu.message.PartyId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ShelfWatchTest {
    private static final Instant NOW = RecordFixture.NOW;
    private static final byte[] STATEMENT = "<Delivered/>".getBytes(StandardCharsets.UTF_8);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final PartyId GUANGDONG = new PartyId("cn.44");
    private static final PartyId GUIZHOU = new PartyId("cn.52");
    private static final String LISTENERS =
            "FROM pg_stat_activity WHERE query = 'LISTEN guitu_shelf'" + " AND datname = current_database()";

    private final Map<PartyId, Boolean> looks = new ConcurrentHashMap<>();
    private RecordFixture record;
    private Deliveries deliveries;
    private Shelf shelf;
    private Gated source;
    private ShelfWatch watch;

    @BeforeEach
    void open() {
        record = RecordFixture.fresh();
        deliveries = new RecordDeliveries(record.database(), record.contents(), party -> true);
        shelf = new RecordShelf(record.database(), record.contents());
        source = new Gated(record.source());
        watch = new ShelfWatch(source.asSource());
    }

    @AfterEach
    void close() {
        source.open();
        watch.close();
        record.close();
    }

    /** Gives no connection until it is opened. */
    private record Gated(DataSource real, CountDownLatch gate) {
        Gated(DataSource real) {
            this(real, new CountDownLatch(1));
        }

        void open() {
            gate.countDown();
        }

        DataSource asSource() {
            return (DataSource) java.lang.reflect.Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                        if (!method.getName().equals("getConnection")) {
                            throw new UnsupportedOperationException(method.getName());
                        }
                        return connection();
                    });
        }

        private Connection connection() throws SQLException {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
            return real.getConnection();
        }
    }

    private void listening() {
        source.open();
        watch.start();
        await().until(() -> record.ask("SELECT count(*) " + LISTENERS).equals("1"));
    }

    /** A thread for each: the common pool of a small machine has fewer than wait here. */
    private static void alone(Runnable task) {
        var thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    /** What a waiting call does: looks, and waits for more until there is something. */
    private CompletableFuture<List<UUID>> waiting(PartyId party) {
        return CompletableFuture.supplyAsync(
                () -> {
                    var until = System.nanoTime() + LONG.toNanos();
                    while (true) {
                        long seen = watch.changes(party);
                        var found = shelf.give(party, 10, Shelf.upTo(1 << 20), Duration.ofMinutes(1));
                        var left = Duration.ofNanos(until - System.nanoTime());
                        looks.put(party, true);
                        if (!found.isEmpty() || left.isNegative() || !watch.await(party, seen, left)) {
                            return found.stream().map(Shelf.Shelved::delivery).toList();
                        }
                    }
                },
                ShelfWatchTest::alone);
    }

    private UUID begun(Draft draft) {
        record.record(draft);
        var delivery = UUID.fromString(record.ask(
                "SELECT id FROM delivery WHERE message = '" + draft.id().uuid() + "'"));
        deliveries.begin(Map.of(delivery, Statement.both(STATEMENT)), Duration.ofSeconds(20), NOW);
        return delivery;
    }

    private void put(UUID delivery) {
        shelf.put(Map.of(delivery, 4), NOW);
        deliveries.delivered(List.of(delivery), List.of(), NOW);
    }

    private static void soon(CompletableFuture<List<UUID>> waiting, UUID delivery) throws Exception {
        assertThat(waiting.get(2, TimeUnit.SECONDS)).containsExactly(delivery);
    }

    /** That call has looked once and found nothing. */
    private void looked(PartyId party) {
        await().until(() -> looks.containsKey(party));
        looks.remove(party);
    }

    @Test
    void who_waits_is_woken_when_something_comes_and_only_for_its_own() throws Exception {
        listening();
        var delivery = begun(Draft.opening());
        var recipient = waiting(GUANGDONG);
        var sender = waiting(GUIZHOU);
        var stranger = waiting(new PartyId("cn.35"));
        looked(GUANGDONG);
        looked(GUIZHOU);
        put(delivery);
        soon(recipient, delivery);
        // its receipt has the delivery's id
        soon(sender, delivery);
        assertThat(stranger).isNotDone();
        watch.close();
        assertThat(stranger.get(2, TimeUnit.SECONDS)).isEmpty();
    }

    /** The mailbox is filled and the delivery noted in two transactions: a call may look between them. */
    @Test
    void who_looks_before_the_delivery_is_noted_is_woken_when_it_is() throws Exception {
        listening();
        var delivery = begun(Draft.opening());
        shelf.put(Map.of(delivery, 4), NOW);
        // all notifications so far have arrived when this one has
        record.database().<Boolean>run(connection -> {
            Sql.rows(connection, "SELECT pg_notify('guitu_shelf', 'cn.11')", row -> true);
            return true;
        });
        var marker = new PartyId("cn.11");
        await().until(() -> watch.changes(marker) > 0);
        var recipient = waiting(GUANGDONG);
        looked(GUANGDONG);
        deliveries.delivered(List.of(delivery), List.of(), NOW);
        soon(recipient, delivery);
    }

    @Test
    void without_a_connection_whoever_waits_looks_again_after_a_second() throws Exception {
        watch.start();
        var delivery = begun(Draft.opening());
        var recipient = waiting(GUANGDONG);
        looked(GUANGDONG);
        put(delivery);
        soon(recipient, delivery);
    }

    @Test
    void who_has_never_been_sent_anything_looks_again_when_the_listening_begins() throws Exception {
        watch.start();
        long seen = watch.changes(GUANGDONG);
        source.open();
        await().until(() -> record.ask("SELECT count(*) " + LISTENERS).equals("1"));
        assertThat(CompletableFuture.supplyAsync(() -> watch.await(GUANGDONG, seen, LONG))
                        .get(2, TimeUnit.SECONDS))
                .as("something may have come between")
                .isTrue();
    }

    @Test
    void a_connection_that_is_killed_is_replaced_and_nobody_waits_for_that() throws Exception {
        listening();
        var delivery = begun(Draft.opening());
        var recipient = waiting(GUANGDONG);
        looked(GUANGDONG);
        assertThat(record.ask("SELECT count(pg_terminate_backend(pid)) " + LISTENERS))
                .isEqualTo("1");
        put(delivery);
        soon(recipient, delivery);
        await().until(() -> record.ask("SELECT count(*) " + LISTENERS).equals("1"));
        var next = begun(Draft.opening());
        var again = waiting(GUANGDONG);
        looked(GUANGDONG);
        put(next);
        soon(again, next);
    }

    @Test
    void nothing_came_until_the_time_is_over() {
        listening();
        assertThat(watch.await(GUANGDONG, watch.changes(GUANGDONG), Duration.ofMillis(200)))
                .isFalse();
    }
}
