package org.guitu.gate;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.guitu.config.ConfigurationException;
import org.guitu.directory.Party;
import org.guitu.directory.Place;
import org.guitu.gate.Acceptance.SignedReceipt;
import org.guitu.gate.Decision.Acknowledges;
import org.guitu.gate.Decision.Planned;
import org.guitu.hub.postgres.TestDatabase;
import org.guitu.message.Channel;
import org.guitu.message.ConversationId;
import org.guitu.message.Digest;
import org.guitu.message.Header;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.trust.Issuance;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.Suites;
import org.guitu.trust.VerifiedSignature;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;

/** A record in a database of its own, and messages as if the stations before had let them through. */
public final class RecordFixture implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final X509Certificate CERTIFICATE = certificate();
    private static final SafeXml XML = new SafeXml(XmlLimits.standard());

    private final HikariDataSource pool;
    private final Database database;
    private final Contents contents;
    private final Journal journal;

    private RecordFixture(HikariDataSource pool, MasterKey master) {
        this.pool = pool;
        this.database = new Database(pool);
        this.contents = new Contents(database, master);
        this.journal = journal();
    }

    /** A record in a fresh database of the shared server. */
    public static RecordFixture fresh() {
        var database = TestDatabase.migrated();
        return on(database.dataSource());
    }

    static RecordFixture on(javax.sql.DataSource source) {
        return on(source, master());
    }

    static RecordFixture on(javax.sql.DataSource source, MasterKey master) {
        var pool = new HikariDataSource();
        pool.setDataSource(source);
        pool.setMaximumPoolSize(6);
        // a new connection may take its time on a busy machine
        pool.setConnectionTimeout(10_000);
        pool.setValidationTimeout(500);
        return new RecordFixture(pool, master);
    }

    static MasterKey master() {
        try {
            var file = Files.createTempDirectory("master").resolve("master.key");
            KeyFiles.secret(file);
            var key = MasterKey.read(file);
            Files.delete(file);
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ConfigurationException | KeyFileException e) {
            throw new IllegalStateException(e);
        }
    }

    public Database database() {
        return database;
    }

    /** Its pool. */
    public javax.sql.DataSource source() {
        return pool;
    }

    public Contents contents() {
        return contents;
    }

    Journal first() {
        return journal;
    }

    /** Another node's journal on the same record. */
    Journal journal() {
        return new Journal(
                database,
                contents,
                authorised -> new SignedReceipt(UUID.randomUUID(), bytes("<Accepted " + UUID.randomUUID() + "/>")));
    }

    Memory memory() {
        return new RecordMemory(database, contents, XML);
    }

    /** Records and forgets the proof. */
    public MessageId record(Draft draft) {
        try {
            return journal.record(draft.authorised()).id();
        } catch (Refused | Overtaken e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of the first row. */
    public String ask(String sql) {
        return database.run(connection ->
                        Sql.row(connection, "SELECT (" + sql + ")::text AS answer", row -> row.optionalText("answer")))
                .flatMap(answer -> answer)
                .orElse("");
    }

    @Override
    public void close() {
        journal.close();
        pool.close();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A message in the making; every change is a new draft. */
    public record Draft(
            MessageId id,
            ConversationId conversation,
            String type,
            PartyId sender,
            List<Planned> deliveries,
            String content,
            long version,
            Optional<Acknowledges> acknowledges,
            Header.Status status) {

        /** Opens a new conversation from Guizhou to Guangdong. */
        public static Draft opening() {
            return new Draft(
                    MessageId.of(UUID.randomUUID()),
                    ConversationId.of(UUID.randomUUID()),
                    "alert/AlertIssue",
                    new PartyId("cn.52"),
                    List.of(planned("cn.44")),
                    "<Message>a child, last seen at the station</Message>",
                    0,
                    Optional.empty(),
                    Header.Status.EXERCISE);
        }

        public static Planned planned(String party) {
            return new Planned(
                    UUID.randomUUID(),
                    new PartyId(party),
                    false,
                    "G-01",
                    true,
                    "+86 555 0110",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        public static Planned notJoined(String party) {
            return new Planned(
                    UUID.randomUUID(),
                    new PartyId(party),
                    false,
                    "G-01",
                    false,
                    "+86 555 0110",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        public static Planned collectedBy(String party, Instant by) {
            return new Planned(
                    UUID.randomUUID(),
                    new PartyId(party),
                    false,
                    "G-01",
                    true,
                    "+86 555 0110",
                    Optional.of(by),
                    Optional.of("D-FLASH"),
                    Optional.empty(),
                    Optional.empty());
        }

        public Draft to(Planned... planned) {
            return new Draft(id, conversation, type, sender, List.of(planned), content, version, acknowledges, status);
        }

        Draft saying(String words) {
            return new Draft(id, conversation, type, sender, deliveries, words, version, acknowledges, status);
        }

        Draft of(Header.Status other) {
            return new Draft(id, conversation, type, sender, deliveries, content, version, acknowledges, other);
        }

        /** The next message of this conversation, after this many. */
        public Draft next(long after) {
            return new Draft(
                    MessageId.of(UUID.randomUUID()),
                    conversation,
                    "alert/SightingReport",
                    new PartyId("cn.44"),
                    List.of(planned("cn.52")),
                    "<Message>seen</Message>",
                    after,
                    Optional.empty(),
                    status);
        }

        /** What this recipient signs about this message. */
        public Draft acknowledged(String by, Acknowledges.Kind kind) {
            var name = kind == Acknowledges.Kind.READ ? "Read" : "Received";
            return new Draft(
                    MessageId.of(UUID.randomUUID()),
                    conversation,
                    "receipt/" + name,
                    new PartyId(by),
                    List.of(planned(sender.value())),
                    "<Message>" + name + "</Message>",
                    0,
                    Optional.of(new Acknowledges(id, new PartyId(by), kind)),
                    status);
        }

        Verified verified() {
            var wire = bytes(content);
            var channel = new Channel("jms", sender, UUID.randomUUID().toString(), Duration.ZERO);
            try {
                var received = new Received(channel, wire, XML.parse(wire), NOW);
                var signature = new VerifiedSignature(
                        CERTIFICATE, new Suites().byCertificate(CERTIFICATE), Digest.of(wire), NOW, List.of());
                return new Verified(new Authenticated(received, party(sender)), id, signature);
            } catch (Refused e) {
                throw new IllegalStateException(e);
            }
        }

        Authorised authorised() {
            var decision = new Decision(
                    version,
                    version == 0 ? Optional.empty() : Optional.of("ACTIVE"),
                    "ACTIVE",
                    deliveries,
                    acknowledges,
                    Decision.Sequel.NONE);
            return new Authorised(
                    new Validated(verified(), header(), List.of(), false, List.of()), decision, List.of());
        }

        private Header header() {
            return new Header(
                    id,
                    MessageType.parse(type),
                    "1.0",
                    status,
                    conversation,
                    acknowledges.map(Acknowledges::message),
                    List.of(),
                    sender,
                    deliveries.stream().map(p -> p.recipient().value()).toList(),
                    List.of(),
                    NOW.atOffset(ZoneOffset.ofHours(8)),
                    Optional.empty(),
                    Header.Urgency.FLASH,
                    Optional.empty(),
                    "zh",
                    Header.PrivacyClass.P2,
                    "SEARCH",
                    List.of(),
                    Optional.empty());
        }
    }

    private static Party party(PartyId id) {
        return new Party(
                id,
                "provincial-office",
                new Labels("某省", "a province"),
                Set.of("provincial-office"),
                Set.of(),
                "jms",
                Optional.empty(),
                List.of("zh"),
                Suites.INTERNATIONAL,
                "+86 555 0110",
                new Place(Optional.of("520000"), Optional.empty(), Optional.empty()),
                false,
                false,
                List.of());
    }

    private static X509Certificate certificate() {
        var validity = new Issuance.Validity(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(1)));
        return new Issuance().authority("test", Issuance.Kind.EC_P256, validity).certificate();
    }
}
