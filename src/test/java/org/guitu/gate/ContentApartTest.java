package org.guitu.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.guitu.config.ConfigurationException;
import org.guitu.gate.Quarantine.Kept;
import org.guitu.gate.RecordFixture.Draft;
import org.guitu.hub.postgres.EmbeddedPostgres;
import org.guitu.hub.postgres.NotStarted;
import org.guitu.hub.postgres.TestDatabase;
import org.guitu.message.Channel;
import org.guitu.message.Digest;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What people wrote is nowhere in clear, and gone when its key is. */
final class ContentApartTest {
    private static final String SECRET = "黔东南走失女童小禾";
    private static final String CHANNEL_SECRET = "refused words of 小禾";

    @TempDir
    private Path directory;

    private static Quarantine quarantine(RecordFixture record) {
        return new Quarantine(
                record.database(),
                record.contents(),
                (wire, channel, refusal) ->
                        new Kept(Optional.empty(), RecordFixture.bytes("<Refused " + refusal.code() + "/>")),
                Duration.ofDays(30),
                Clock.fixed(RecordFixture.NOW, ZoneOffset.UTC));
    }

    private static Channel channel(String arrival) {
        return new Channel("jms", new PartyId("cn.52"), arrival, Duration.ZERO);
    }

    @Test
    void no_file_of_the_database_holds_content_in_clear() throws NotStarted, IOException {
        TestDatabase.shareBinaries();
        try (var postgres = EmbeddedPostgres.start(directory, line -> {});
                var record = RecordFixture.on(migrated(postgres))) {
            record.record(Draft.opening().saying("<Message>" + SECRET + "</Message>"));
            quarantine(record)
                    .keep(
                            Arrival.of(RecordFixture.bytes(CHANNEL_SECRET)),
                            channel("a-1"),
                            Refusals.refused("GT-1002").refusal());
            record.database().run(connection -> Sql.update(connection, "CHECKPOINT"));
        }
        assertThat(filesHolding("cn.52")).as("the search finds what is there").isNotEmpty();
        assertThat(filesHolding(SECRET)).isEmpty();
        assertThat(filesHolding(CHANNEL_SECRET)).isEmpty();
    }

    private static PGSimpleDataSource migrated(EmbeddedPostgres postgres) throws IOException {
        var source = new PGSimpleDataSource();
        source.setUrl(postgres.jdbcUrl());
        source.setUser(postgres.user());
        source.setPassword(Files.readString(postgres.passwordFile()));
        Flyway.configure().dataSource(source).load().migrate();
        return source;
    }

    private List<Path> filesHolding(String words) throws IOException {
        var needle = new String(words.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        var found = new ArrayList<Path>();
        try (var files = Files.walk(directory)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(needle)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    @Test
    void destroying_its_key_erases_a_conversation_and_leaves_the_proofs() throws Refused {
        try (var record = RecordFixture.fresh()) {
            var draft = Draft.opening().saying("<Message>" + SECRET + "</Message>");
            record.record(draft);
            assertThat(content(record, draft))
                    .hasValueSatisfying(bytes -> assertThat(new String(bytes, StandardCharsets.UTF_8))
                            .contains(SECRET));
            record.database()
                    .run(connection ->
                            Sql.update(connection, "UPDATE message SET subjects = 'urn:guitu:person:cn.53:test-0201'"));
            assertThat(record.contents().destroy(draft.conversation(), RecordFixture.NOW))
                    .isTrue();
            assertThat(record.ask("SELECT subjects FROM message")).isEmpty();
            assertThat(record.contents().destroy(draft.conversation(), RecordFixture.NOW))
                    .isFalse();
            assertThat(content(record, draft)).isEmpty();
            assertThat(record.memory().history(draft.conversation()).entries()).isEmpty();
            assertThat(record.first().recall(draft.verified()))
                    .as("the same message still gets its receipt")
                    .isPresent();
            assertThat(record.ask("SELECT encode(content_digest, 'hex') FROM message"))
                    .isEqualTo(draft.verified().signature().contentDigest().hex());
            assertThatThrownBy(() -> record.first().record(draft.next(1).authorised()))
                    .isInstanceOfSatisfying(
                            Refused.class, e -> assertThat(e.refusal().code()).isEqualTo("GT-6004"));
        }
    }

    private static Optional<byte[]> content(RecordFixture record, Draft draft) {
        return record.database().run(connection -> record.contents().of(connection, draft.id()));
    }

    @Test
    void content_moved_to_another_messages_row_does_not_open() {
        try (var record = RecordFixture.fresh()) {
            var first = Draft.opening();
            record.record(first);
            var second = first.next(1);
            record.record(second);
            record.database()
                    .run(connection -> Sql.update(
                            connection,
                            "UPDATE content SET (iv, bytes) = (SELECT iv, bytes FROM content WHERE message = ?) WHERE message = ?",
                            first.id(),
                            second.id()));
            assertThatThrownBy(() -> content(record, second))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("was changed in the record");
        }
    }

    @Test
    void a_record_of_another_master_key_is_refused_at_the_start() throws ConfigurationException {
        var database = TestDatabase.migrated();
        try (var record = RecordFixture.on(database.dataSource())) {
            record.contents().requireOwnRecord();
            record.record(Draft.opening());
            record.contents().requireOwnRecord();
        }
        try (var record = RecordFixture.on(database.dataSource())) {
            assertThatThrownBy(record.contents()::requireOwnRecord)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("another master key");
        }
    }

    @Test
    void the_same_arrival_gets_the_same_answer_and_its_bytes_come_back_exactly() {
        try (var record = RecordFixture.fresh()) {
            var quarantine = quarantine(record);
            var wire = RecordFixture.bytes(CHANNEL_SECRET);
            var kept = quarantine.keep(
                    Arrival.of(wire),
                    channel("a-1"),
                    Refusals.refused("GT-1002").refusal());
            var again = quarantine.keep(
                    Arrival.of(wire),
                    channel("a-1"),
                    Refusals.refused("GT-1009").refusal());
            assertThat(again.receipt()).isEqualTo(kept.receipt());
            quarantine.keep(
                    Arrival.of(wire),
                    channel("a-2"),
                    Refusals.refused("GT-1009").refusal());
            assertThat(quarantine.list(10)).hasSize(2);
            var other = RecordFixture.bytes("other bytes under a name that was used");
            assertThat(quarantine
                            .keep(
                                    Arrival.of(other),
                                    channel("a-1"),
                                    Refusals.refused("GT-1009").refusal())
                            .receipt())
                    .isNotEqualTo(kept.receipt());
            assertThat(quarantine.list(10)).hasSize(3);
            var first = quarantine.list(10).stream()
                    .filter(entry -> entry.wireDigest().equals(Digest.of(wire)))
                    .filter(entry -> entry.code().equals("GT-1002"))
                    .findFirst()
                    .orElseThrow();
            assertThat(quarantine.open(first.id())).hasValue(wire);
            assertThat(first.message()).isEqualTo(Optional.<MessageId>empty());
        }
    }

    @Test
    void a_master_key_file_open_to_others_or_damaged_is_refused() throws Exception {
        var file = directory.resolve("master.key");
        assertThatThrownBy(() -> MasterKey.read(file)).isInstanceOf(ConfigurationException.class);
        KeyFiles.secret(file);
        assertThat(MasterKey.read(file).mark()).isEqualTo(MasterKey.read(file).mark());
        assertThatThrownBy(() -> KeyFiles.secret(file)).isInstanceOf(KeyFileException.class);
        assertThat(file.toFile().setReadable(true, false)).isTrue();
        assertThatThrownBy(() -> MasterKey.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("chmod 600");
        assertThat(file.toFile().setReadable(false, false) && file.toFile().setReadable(true, true))
                .isTrue();
        Files.writeString(file, "too short");
        assertThatThrownBy(() -> MasterKey.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("not a master key");
    }
}
