package org.guitu.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.guitu.gate.RecordFixture.Draft;
import org.guitu.hub.postgres.EmbeddedPostgres;
import org.guitu.hub.postgres.NotStarted;
import org.guitu.hub.postgres.TestDatabase;
import org.guitu.message.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A database that stops and comes back. */
final class DatabaseAwayTest {
    @TempDir
    private Path directory;

    private static PGSimpleDataSource source(EmbeddedPostgres postgres) throws IOException {
        var source = new PGSimpleDataSource();
        source.setUrl(postgres.jdbcUrl());
        source.setUser(postgres.user());
        source.setPassword(Files.readString(postgres.passwordFile()));
        return source;
    }

    @Test
    void a_database_killed_while_writing_loses_nothing_that_was_acknowledged_and_is_taken_up_again()
            throws NotStarted, IOException, InterruptedException {
        TestDatabase.shareBinaries();
        try (var postgres = EmbeddedPostgres.start(directory, line -> {})) {
            Flyway.configure().dataSource(source(postgres)).load().migrate();
            try (var record = RecordFixture.on(source(postgres))) {
                record.record(Draft.opening());
                var acknowledged = new ConcurrentLinkedQueue<Draft>();
                var refused = new ConcurrentLinkedQueue<Draft>();
                var other = new ConcurrentLinkedQueue<Throwable>();
                var senders = Executors.newFixedThreadPool(4);
                for (int i = 0; i < 400; i++) {
                    senders.execute(() -> send(record, acknowledged, refused, other));
                }
                await().until(() -> acknowledged.size() > 20);
                ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
                senders.shutdown();
                assertThat(senders.awaitTermination(2, TimeUnit.MINUTES)).isTrue();

                await().atMost(Duration.ofSeconds(30))
                        .ignoreExceptions()
                        .untilAsserted(() -> record.record(Draft.opening()));
                assertThat(other).isEmpty();
                assertThat(refused).as("the kill was felt").isNotEmpty();
                assertThat(acknowledged)
                        .allSatisfy(draft -> assertThat(record.ask("SELECT count(*) FROM receipt" + " WHERE message = '"
                                        + draft.id().uuid() + "'"))
                                .isEqualTo("1"));
                for (var draft : new ArrayList<>(refused)) {
                    record.record(draft); // the door offers it again: new, or known from a commit whose answer was lost
                }
                assertThat(record.ask("SELECT count(*) FROM message")).isEqualTo("402");
                assertThat(record.ask("SELECT count(*) FROM delivery")).isEqualTo("402");
            }
        }
    }

    private static void send(
            RecordFixture record,
            ConcurrentLinkedQueue<Draft> acknowledged,
            ConcurrentLinkedQueue<Draft> refused,
            ConcurrentLinkedQueue<Throwable> other) {
        var draft = Draft.opening();
        try {
            record.first().record(draft.authorised());
            acknowledged.add(draft);
        } catch (Unavailable e) {
            refused.add(draft);
        } catch (Refused | Overtaken | RuntimeException e) {
            other.add(e);
        }
    }

    @Test
    void a_database_that_is_away_is_said_within_seconds() throws NotStarted, IOException {
        TestDatabase.shareBinaries();
        var postgres = EmbeddedPostgres.start(directory, line -> {});
        try (var record = RecordFixture.on(source(postgres))) {
            postgres.close();
            long before = System.nanoTime();
            assertThatThrownBy(() -> record.first().record(Draft.opening().authorised()))
                    .isInstanceOf(Unavailable.class);
            assertThatThrownBy(() -> record.first().recall(Draft.opening().verified()))
                    .isInstanceOf(Unavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
        }
    }
}
