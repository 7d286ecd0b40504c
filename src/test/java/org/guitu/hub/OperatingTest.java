package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.guitu.Guitu;
import org.guitu.demo.Exercise;
import org.guitu.demo.Prepared;
import org.guitu.hub.broker.TlsClient;
import org.guitu.hub.postgres.TestDatabase;
import org.guitu.message.PartyId;
import org.guitu.seal.TestSealing;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.XmlSigner;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does beside a running hub: check it, ask its management port, administer it. */
class OperatingTest {
    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final PartyId GUIZHOU = new PartyId("cn.52");
    private static final PartyId GUANGDONG = new PartyId("cn.44");
    private static final PartyId FUJIAN = new PartyId("cn.35");
    private static final PartyId JCO = new PartyId("cn.jco");

    @TempDir
    static Path folder;

    static Exercise exercise;
    static TestDatabase database;
    static Hub hub;
    static HubRun run;
    static Path token;

    private final Locale before = Locale.getDefault();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        exercise = Prepared.in(folder, List.of(GUIZHOU, GUANGDONG, FUJIAN, JCO));
        // Fujian's certificates are in the drawer until a test puts them back: it has not joined
        for (var use : List.of("sign", "tls")) {
            Files.move(certificate(use), folder.resolve(use + ".pem"));
        }
        database = TestDatabase.empty();
        Files.writeString(
                exercise.config().resolve("hub.yaml"),
                """
                database:
                  mode: external
                  url: %s
                  user: %s
                  passwordFile: %s
                directory:
                  check: PT0.2S
                """.formatted(
                        database.url(), database.user(), database.passwordFile().toAbsolutePath()),
                StandardOpenOption.APPEND);
        hub = QuickHub.start(new HubOptions(HOME, exercise.config(), exercise.data()));
        run = HubRun.running(exercise.data()).orElseThrow();
        token = folder.resolve("li.na.token");
        new Administrators(exercise.data()).add("li.na", token);
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    private static Path certificate(String use) {
        return exercise.config().resolve("parties").resolve(FUJIAN + "." + use + ".pem");
    }

    @Test
    void check_works_beside_a_running_hub_and_finds_nothing_wrong() {
        int code = guitu("check", "--config", text(exercise.config()), "--data", text(exercise.data()));
        assertThat(code).as(out + "" + err).isZero();
        assertThat(out.toString().lines())
                .hasSize(16)
                .anySatisfy(line -> assertThat(line).contains("doors", "JMS " + run.jms(), "SOAP " + run.soap()))
                .anySatisfy(line -> assertThat(line).contains("database", "PostgreSQL"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void without_a_token_nobody_is_let_in() throws Exception {
        assertThat(post("/admin/block?party=cn.44&reason=x", null).statusCode()).isEqualTo(401);
        assertThat(guitu("admin", "quarantine", "--reason", "look", "--data", text(exercise.data())))
                .isEqualTo(3);
        assertThat(err.toString()).contains("--token FILE").hasLineCount(1);
    }

    @Test
    void a_token_of_nobody_is_not_let_in() throws Exception {
        assertThat(post("/admin/block?party=cn.44&reason=x", "0".repeat(64)).statusCode())
                .isEqualTo(403);
        var strange = folder.resolve("strange.token");
        if (!Files.exists(strange)) {
            Files.createFile(
                    strange, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(strange, "0".repeat(64));
        }
        assertThat(look(strange)).isEqualTo(3);
        assertThat(err.toString()).contains("does not know this token");
    }

    private int look(Path with) {
        return guitu("admin", "quarantine", "--reason", "look", "--data", text(exercise.data()), "--token", text(with));
    }

    @Test
    void a_token_file_open_to_others_is_not_used() throws Exception {
        var open = folder.resolve("open.token");
        Files.writeString(open, Files.readString(token));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(look(open)).isEqualTo(3);
        assertThat(err.toString()).contains("open.token");
    }

    @Test
    void a_block_cuts_the_party_off_within_five_seconds_and_says_who_when_and_why() throws Exception {
        var started = Instant.now();
        try (var connection = connect(GUANGDONG)) {
            var closed = new CountDownLatch(1);
            connection.setExceptionListener(e -> closed.countDown());
            connection.start();
            connection
                    .createSession(false, Session.AUTO_ACKNOWLEDGE)
                    .createConsumer(connection
                            .createSession(false, Session.AUTO_ACKNOWLEDGE)
                            .createQueue("hub.mailbox.cn.44"));
            assertThat(admin("block", "cn.44", "--reason", "key lost, called at 14:02"))
                    .as(err.toString())
                    .isZero();
            assertThat(closed.await(5, TimeUnit.SECONDS)).as("cut off").isTrue();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(() ->
                            assertThatThrownBy(() -> connect(GUANGDONG).close()).isInstanceOf(JMSException.class));
        } catch (JMSException e) {
            // closing what the hub closed already may say so
        }
        assertThat(acts("block")).singleElement().satisfies(act -> {
            assertThat(act).startsWith("li.na cn.44 key lost, called at 14:02 ");
            assertThat(Instant.parse(act.substring(act.lastIndexOf(' ') + 1)))
                    .isBetween(started.minusSeconds(1), Instant.now().plusSeconds(1));
        });
        assertThat(admin("block", "cn.44", "--undo", "--reason", "new certificate in force"))
                .isZero();
        assertThat(acts("unblock")).hasSize(1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .untilAsserted(() -> connect(GUANGDONG).close());
    }

    @Test
    void a_certificate_that_ends_soon_shows_in_health_metrics_and_check() throws Exception {
        var now = Instant.now();
        var validity = new Issuance.Validity(now.minusSeconds(60), now.plus(Duration.ofDays(7)));
        var authority = KeyFiles.read(folder.resolve("ca/ca.p12"), KeyFiles.password(folder.resolve("ca/ca.password")));
        var order = new Issuance.Order(
                new PartyId("cn.31"), Issuance.Purpose.TLS, Issuance.Kind.EC_P256, validity, List.of());
        var pem = exercise.config().resolve("parties/cn.31.tls.pem");
        KeyFiles.writeCertificate(pem, new Issuance().issue(authority, order).certificate());
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(get("/actuator/health"))
                            .contains("\"certificates\":\"renew, days left: cn.31 tls 6\"")
                            .contains("\"status\":\"UP\""));
            assertThat(get("/actuator/health")).doesNotContain("DOWN");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(70))
                    .untilAsserted(() -> assertThat(get("/actuator/prometheus"))
                            .contains("guitu_certificate_days{use=\"tls\",whose=\"cn.31\"} 6.0"));
            assertThat(guitu("check", "--config", text(exercise.config()), "--data", text(exercise.data())))
                    .isZero();
            assertThat(out.toString().lines())
                    .anySatisfy(line -> assertThat(line).startsWith("warn").contains("certificates", "cn.31 tls 6"));
        } finally {
            Files.delete(pem);
        }
    }

    @Test
    void the_hub_does_not_shut_itself_out() {
        assertThat(admin("block", "cn.hub", "--reason", "typing")).isEqualTo(1);
        assertThat(err.toString()).contains("block one certificate of it");
    }

    @Test
    void an_unknown_party_cannot_be_blocked() {
        assertThat(admin("block", "cn.nowhere", "--reason", "typing")).isEqualTo(4);
        assertThat(err.toString()).contains("does not know this party");
    }

    @Test
    void resend_reaches_who_had_not_joined_when_the_message_came() throws Exception {
        var id = UUID.randomUUID();
        var receipt = send(GUIZHOU, alert(id));
        assertThat(receipt).contains("Accepted").contains("NotJoined");
        for (var use : List.of("sign", "tls")) {
            Files.copy(folder.resolve(use + ".pem"), certificate(use), StandardCopyOption.REPLACE_EXISTING);
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            out.getBuffer().setLength(0);
            assertThat(admin("resend", "urn:uuid:" + id, "--reason", "Fujian has joined", "--json"))
                    .isZero();
            assertThat(out.toString()).contains("\"due\":1");
        });
        // the broker follows the directory within a second or two: first who may come in, then the mailbox
        Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> inMailbox(FUJIAN));
        assertThat(acts("resend"))
                .isNotEmpty()
                .allSatisfy(act -> assertThat(act).contains(id.toString()));
    }

    private static boolean inMailbox(PartyId party) throws Exception {
        try (var connection = connect(party);
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var mailbox = session.createConsumer(session.createQueue("hub.mailbox." + party))) {
            connection.start();
            return mailbox.receive(2_000) instanceof BytesMessage;
        }
    }

    @Test
    void quarantine_lists_codes_and_no_content() throws Exception {
        var id = UUID.randomUUID();
        var bad = new String(alert(id), StandardCharsets.UTF_8).replaceFirst("<Urgency>[A-Z]+", "<Urgency>URGENT ");
        assertThat(send(GUIZHOU, bad.getBytes(StandardCharsets.UTF_8))).contains("Refused");
        assertThat(admin("quarantine", "--reason", "call from Guizhou"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("cn.52", "GT-").doesNotContain("<", "测试");
        assertThat(acts("quarantine")).isNotEmpty();
    }

    @Test
    void a_message_its_client_gave_no_identifier_is_answered_too() throws Exception {
        try (var connection = connect(GUIZHOU);
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var producer = session.createProducer(session.createQueue("hub.in.cn.52"));
                var receipts = session.createConsumer(session.createQueue("hub.receipt.cn.52"))) {
            connection.start();
            producer.setDisableMessageID(true);
            for (var text : List.of("no message", "no message either")) {
                var message = session.createBytesMessage();
                message.writeBytes(text.getBytes(StandardCharsets.UTF_8));
                producer.send(message);
                var answer = receipts.receive(20_000);
                assertThat(answer.getStringProperty("GuituKind")).isEqualTo("Refused");
                assertThat(answer.getJMSCorrelationID()).isNull();
                assertThat(answer.getJMSExpiration())
                        .as("it does not stay for ever")
                        .isPositive();
            }
        }
    }

    @Test
    void errors_of_the_management_port_show_nothing_of_the_inside() throws Exception {
        for (var path : List.of("/nowhere", "/admin/resend", "/actuator/env", "/admin/quarantine?limit=x&reason=x")) {
            var answer = post(path, Files.readString(token).strip());
            assertThat(answer.statusCode()).as(path).isBetween(400, 499);
            assertThat(answer.body())
                    .as(path)
                    .matches("\\{\"error\":\"[A-Za-z ]+\"\\}")
                    .doesNotContainIgnoringCase("tomcat", "spring", "java", "exception");
        }
    }

    @Test
    void health_names_every_part() throws Exception {
        var health = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri("/actuator/health")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
        assertThat(health.body()).contains("\"database\":\"up\"", "\"broker\":\"up\"", "\"directory\":\"up\"");
    }

    private int admin(String... words) {
        var all = new java.util.ArrayList<String>(List.of("admin"));
        all.addAll(List.of(words));
        all.addAll(List.of("--data", text(exercise.data()), "--token", text(token)));
        return guitu(all.toArray(String[]::new));
    }

    private int guitu(String... words) {
        var all = new java.util.ArrayList<String>(List.of("--lang", "en"));
        all.addAll(List.of(words));
        return Guitu.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private static String text(Path path) {
        return path.toAbsolutePath().toString();
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + run.management() + path);
    }

    private static String get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static HttpResponse<String> post(String path, @org.jspecify.annotations.Nullable String bearer)
            throws Exception {
        var request = HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody());
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static List<String> acts(String what) throws Exception {
        var acts = new java.util.ArrayList<String>();
        try (var connection = database.dataSource().getConnection();
                var select = connection.prepareStatement(
                        "SELECT who, subject, why, done_at FROM admin_action WHERE what = ? ORDER BY id")) {
            select.setString(1, what);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    acts.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getString(3) + " "
                            + rows.getTimestamp(4).toInstant());
                }
            }
        }
        return acts;
    }

    private static Identity identity(PartyId party, String use) throws Exception {
        var keys = exercise.office(party).resolve("keys");
        return KeyFiles.read(
                keys.resolve(party + "." + use + ".p12"),
                KeyFiles.password(keys.resolve(party + "." + use + ".password")));
    }

    private static Connection connect(PartyId party) throws Exception {
        var anchors = KeyFiles.certificates(folder.resolve("ca/ca.pem"));
        var factory = TlsClient.of(identity(party, "tls"), anchors, run.jms());
        factory.setCallTimeout(5000);
        return factory.createConnection();
    }

    private static byte[] alert(UUID id) throws Exception {
        var sample = Files.readString(HOME.resolve("schemas/alert/1.0/samples/alert-issue.xml"))
                .replaceFirst("<MessageId>[^<]*", "<MessageId>urn:uuid:" + id)
                .replaceFirst("<Conversation>[^<]*", "<Conversation>urn:uuid:" + UUID.randomUUID())
                .replaceFirst(
                        "<SentAt>[^<]*", "<SentAt>" + Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        var document = new SafeXml(XmlLimits.standard()).parse(sample.getBytes(StandardCharsets.UTF_8));
        TestSealing.of(HOME.resolve("schemas"), exercise).seal(document, Instant.now());
        new XmlSigner(identity(GUIZHOU, "sign").signer(), Clock.systemUTC()).sign(document);
        return SafeXml.bytes(document);
    }

    private static String send(PartyId from, byte[] wire) throws Exception {
        try (var connection = connect(from);
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var producer = session.createProducer(session.createQueue("hub.in." + from))) {
            connection.start();
            var message = session.createBytesMessage();
            message.writeBytes(wire);
            producer.send(message);
            var selector = "JMSCorrelationID = '" + message.getJMSMessageID() + "'";
            try (var answers = session.createConsumer(session.createQueue("hub.receipt." + from), selector)) {
                var answer = (BytesMessage) answers.receive(20_000);
                var bytes = new byte[(int) answer.getBodyLength()];
                answer.readBytes(bytes);
                return new String(bytes, StandardCharsets.UTF_8);
            }
        }
    }
}
