package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import org.awaitility.Awaitility;
import org.guitu.Guitu;
import org.guitu.demo.Exercise;
import org.guitu.demo.Prepared;
import org.guitu.directory.Directory;
import org.guitu.family.Families;
import org.guitu.family.SignedText;
import org.guitu.gate.Database;
import org.guitu.gate.RecordOverview;
import org.guitu.hub.broker.TlsClient;
import org.guitu.hub.postgres.TestDatabase;
import org.guitu.message.Digest;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.guitu.message.Refused;
import org.guitu.oversight.Overview;
import org.guitu.receipt.Acknowledged;
import org.guitu.receipt.ReceiptReader;
import org.guitu.receipt.ReceiptWriter;
import org.guitu.seal.TestSealing;
import org.guitu.soap.Caller;
import org.guitu.soap.Contract;
import org.guitu.soap.SoapClient;
import org.guitu.soap.Trusting;
import org.guitu.soap.WsSecurity;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.XmlSigner;
import org.guitu.trust.XmlVerifier;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.SchemasException;
import org.guitu.xml.XmlLimits;
import org.w3c.dom.Document;

/** A hub in this process with a real broker and database, and its parties at the JMS door with keys of their own. */
final class RunningHub implements AutoCloseable {
    static final Path HOME = Path.of("").toAbsolutePath();
    static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final SafeXml XML = new SafeXml(XmlLimits.standard());

    private final Exercise exercise;
    private final Path folder;
    private final TestDatabase database;
    private final Clock clock;
    private Hub hub;
    private final Path token;
    private final TestSealing sealing;
    private final Map<PartyId, Connection> connections = new TreeMap<>();
    private final Map<String, Identity> identities = new ConcurrentHashMap<>();

    private RunningHub(Exercise exercise, Path home, Path folder, TestDatabase database, Clock clock, Hub hub)
            throws IOException {
        this.exercise = exercise;
        this.folder = folder;
        this.database = database;
        this.clock = clock;
        this.hub = hub;
        this.sealing = TestSealing.of(home.resolve("schemas"), exercise);
        this.token = folder.resolve("li.na.token");
        new Administrators(exercise.data()).add("li.na", token);
    }

    /** Changes the configuration, as copied for the exercise, before the hub reads it. */
    interface Change {
        void to(Path config) throws Exception;
    }

    /** One message as its recipient takes it from the broker. */
    record Taken(byte[] wire, int priority, Map<String, String> headers) {}

    /**
     * Starts one.
     *
     * @param home the installation whose schemas and routes it reads
     */
    static RunningHub start(Path home, Path folder, Clock clock, Change change, String... joined) throws Exception {
        var exercise = Prepared.in(folder, Stream.of(joined).map(PartyId::new).toList());
        var database = TestDatabase.migrated();
        Files.writeString(
                exercise.config().resolve("hub.yaml"),
                """
                database: {mode: external, url: "%s", user: %s, passwordFile: %s}
                jobs: {sweep: PT1S, sweepAfter: PT1S, deadlines: PT1S}
                """.formatted(
                        database.url(), database.user(), database.passwordFile().toAbsolutePath()),
                StandardOpenOption.APPEND);
        change.to(exercise.config());
        var options = new HubOptions(home, exercise.config(), exercise.data());
        return new RunningHub(exercise, home, folder, database, clock, QuickHub.start(options, clock));
    }

    static PartyId party(String id) {
        return new PartyId(id);
    }

    /** The same hub again, over what it left. */
    void restart() throws Exception {
        for (var connection : connections.values()) {
            connection.close();
        }
        connections.clear();
        hub.close();
        var options = new HubOptions(HOME, exercise.config(), exercise.data());
        hub = QuickHub.start(options, clock);
    }

    String readyLine() {
        return hub.readyLine();
    }

    /** What {@code guitu check} says of an installation, in English. */
    static String check(Path config, Path data) {
        var out = new StringWriter();
        Guitu.run(
                new PrintWriter(out, true),
                new PrintWriter(out, true),
                "--lang",
                "en",
                "check",
                "--config",
                config.toString(),
                "--data",
                data.toString());
        return out.toString();
    }

    /** How everything stands by its record, counted from the beginning. */
    Overview overview() throws SchemasException {
        return overview(HOME);
    }

    /** The same, with the families of another installation. */
    Overview overview(Path home) throws SchemasException {
        var families = home.equals(HOME)
                ? TestSealing.families(HOME.resolve("schemas"))
                : Families.load(home.resolve("schemas"));
        return new RecordOverview(new Database(database.dataSource()), families).at(clock.instant(), Instant.EPOCH);
    }

    /** Home of an office whose settings lead to this hub. */
    Path office(String party) throws IOException {
        var running = HubRun.running(exercise.data()).orElseThrow();
        return exercise.connect(party(party), running.jms(), running.soap());
    }

    /** Seals what has to be and signs, as its sender. */
    byte[] signed(String document) throws Refused, KeyFileException {
        var message = XML.parse(document.getBytes(StandardCharsets.UTF_8));
        if (document.contains("PayloadDigest")) {
            // dates of samples are moved, and with them what the digest is over
            SignedText.fill(message);
        }
        sealing.seal(message, clock.instant());
        return signed(message);
    }

    /** Signs a document as its sender, sealing nothing: what no office does. */
    byte[] signedInClear(String document) throws Refused, KeyFileException {
        return signed(XML.parse(document.getBytes(StandardCharsets.UTF_8)));
    }

    /** Signs a document that was sealed for its recipients, under other recipients: what no office does. */
    byte[] signedFor(String document, String... recipients) throws Refused, KeyFileException {
        var message = XML.parse(document.getBytes(StandardCharsets.UTF_8));
        sealing.seal(message, clock.instant());
        var list = message.getElementsByTagNameNS(Envelope.NS, "Recipients").item(0);
        list.setTextContent("");
        for (var recipient : recipients) {
            list.appendChild(message.createElementNS(Envelope.NS, "Recipient")).setTextContent(recipient);
        }
        return signed(message);
    }

    /** Seals what has to be and signs with this key, whosever it is. */
    byte[] signed(String document, Identity with) throws Refused {
        var message = XML.parse(document.getBytes(StandardCharsets.UTF_8));
        sealing.seal(message, clock.instant());
        return signed(message, with);
    }

    private byte[] signed(Document message) throws Refused, KeyFileException {
        return signed(message, identity(Envelope.header(message).sender(), "sign"));
    }

    private byte[] signed(Document message, Identity with) throws Refused {
        new XmlSigner(with.signer(), clock).sign(message);
        return SafeXml.bytes(message);
    }

    static MessageId id(byte[] wire) throws Refused {
        return Envelope.header(XML.parse(wire)).id();
    }

    /** Sends it as its sender and returns the hub's answer. */
    ReceiptReader.View send(byte[] wire) throws JMSException, Refused {
        var from = Envelope.header(XML.parse(wire)).sender();
        try (var session = session(from);
                var producer = session.createProducer(session.createQueue("hub.in." + from))) {
            var message = session.createBytesMessage();
            message.writeBytes(wire);
            producer.send(message);
            return view(take(session, "hub.receipt." + from, "JMSCorrelationID = '" + message.getJMSMessageID() + "'")
                    .wire());
        }
    }

    /** Sends it so many times, and waits for no answer. */
    void pour(String party, byte[] wire, int times) throws JMSException {
        try (var session = session(party(party));
                var producer = session.createProducer(session.createQueue("hub.in." + party))) {
            producer.setDeliveryMode(jakarta.jms.DeliveryMode.NON_PERSISTENT);
            for (int i = 0; i < times; i++) {
                var message = session.createBytesMessage();
                message.writeBytes(wire);
                producer.send(message);
            }
        }
    }

    /** How many receipts that refuse lie waiting for that party. */
    int refusedAs(String party) throws JMSException {
        try (var session = session(party(party));
                var browser =
                        session.createBrowser(session.createQueue("hub.receipt." + party), "GuituKind = 'Refused'")) {
            java.util.Enumeration<?> copies = browser.getEnumeration();
            return Collections.list(copies).size();
        }
    }

    /** Sends what has to be accepted; returns its bytes. */
    byte[] accepted(String document) throws Exception {
        var wire = signed(document);
        var answer = send(wire);
        assertThat(answer.refusal()).isEmpty();
        return wire;
    }

    /** Takes these messages from a mailbox, in the order the broker gives them. */
    List<Taken> collect(String party, byte[]... wires) throws JMSException, Refused {
        var ids = new ArrayList<String>();
        for (var wire : wires) {
            ids.add("'" + id(wire) + "'");
        }
        try (var session = session(party(party))) {
            var taken = new ArrayList<Taken>();
            for (int i = 0; i < wires.length; i++) {
                taken.add(take(session, "hub.mailbox." + party, "GuituMessageId IN (" + String.join(",", ids) + ")"));
            }
            return taken;
        }
    }

    /** How many copies of a message are in a mailbox, or of receipts of this kind about it in the queue of receipts. */
    int waiting(String queue, String party, byte[] wire, String kind) throws JMSException, Refused {
        var selector = queue.equals("mailbox")
                ? "GuituMessageId = '" + id(wire) + "'"
                : "GuituKind = '" + kind + "' AND GuituAcknowledges = '" + id(wire) + "'";
        try (var session = session(party(party));
                var browser = session.createBrowser(session.createQueue("hub." + queue + "." + party), selector)) {
            java.util.Enumeration<?> copies = browser.getEnumeration();
            return Collections.list(copies).size();
        }
    }

    /** The hub's receipt of this kind about a message, as that party takes it: its signature verified. */
    ReceiptReader.View receipt(String party, String kind, byte[] about) throws JMSException, Refused {
        try (var session = session(party(party))) {
            var selector = "GuituKind = '" + kind + "' AND GuituAcknowledges = '" + id(about) + "'";
            return view(take(session, "hub.receipt." + party, selector).wire());
        }
    }

    /** Sends the recipient's own signed {@code Received}. */
    void acknowledge(String party, byte[] wire) throws Exception {
        assertThat(send(received(party, wire)).refusal()).isEmpty();
    }

    /** The recipient's own signed {@code Received}. */
    byte[] received(String party, byte[] wire) throws Exception {
        var document = XML.parse(wire);
        var header = Envelope.header(document);
        var as = new ReceiptWriter.Labelled("duty desk", "officer", header.status());
        var signer = new XmlSigner(identity(party(party), "sign").signer(), clock);
        var writer = new ReceiptWriter(party(party), as, signer, clock, UUID::randomUUID);
        return writer.received(Acknowledged.of(document, header, Digest.of(wire)), header.sender())
                .bytes();
    }

    ReceiptReader.View view(byte[] bytes) throws Refused {
        var document = XML.parse(bytes);
        new XmlVerifier().verify(document, hubCertificates());
        var view = ReceiptReader.read(document);
        assertThat(view.from()).isEqualTo(Directory.HUB);
        return view;
    }

    private List<java.security.cert.X509Certificate> hubCertificates() {
        try {
            return KeyFiles.certificates(folder.resolve("ca/hub.pem"));
        } catch (KeyFileException e) {
            throw new AssertionError("the hub's certificate cannot be read", e);
        }
    }

    private static Taken take(Session session, String queue, String selector) throws JMSException {
        try (var consumer = session.createConsumer(session.createQueue(queue), selector)) {
            if (!(consumer.receive(PATIENCE.toMillis()) instanceof BytesMessage message)) {
                throw new AssertionError("nothing in " + queue + " where " + selector);
            }
            var wire = new byte[(int) message.getBodyLength()];
            message.readBytes(wire);
            var headers = new TreeMap<String, String>();
            for (var name : Collections.list((java.util.Enumeration<?>) message.getPropertyNames())) {
                headers.put(name.toString(), message.getStringProperty(name.toString()));
            }
            return new Taken(wire, message.getJMSPriority(), headers);
        }
    }

    private Session session(PartyId party) throws JMSException {
        var open = connections.get(party);
        if (open == null) {
            open = connect(party);
            connections.put(party, open);
        }
        return open.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    private Connection connect(PartyId party) throws JMSException {
        try {
            var anchors = KeyFiles.certificates(folder.resolve("ca/ca.pem"));
            var factory = TlsClient.of(identity(party, "tls"), anchors, jmsPort());
            // nothing is held for one consumer that another one is to take
            factory.setConsumerWindowSize(0);
            var connection = factory.createConnection();
            connection.start();
            return connection;
        } catch (KeyFileException e) {
            throw new AssertionError("no key for the channel of " + party, e);
        }
    }

    /** A key of that party: {@code sign} or {@code tls}. */
    Identity identity(PartyId party, String use) throws KeyFileException {
        var stem = party + "." + use;
        var known = identities.get(stem);
        if (known == null) {
            var keys = exercise.office(party).resolve("keys");
            known = KeyFiles.read(keys.resolve(stem + ".p12"), KeyFiles.password(keys.resolve(stem + ".password")));
            identities.put(stem, known);
        }
        return known;
    }

    /** The directory's file of that party, which the hub reads again when it changes. */
    Path directory(String party) {
        return exercise.config().resolve("parties").resolve(party + ".yaml");
    }

    /** A client of that party at the SOAP door. */
    SoapClient soap(String party) throws KeyFileException {
        var identity = identity(party(party), "tls");
        return soap(identity, identity);
    }

    /** One that opens its channel with one key and signs its envelopes with another. */
    SoapClient soap(Identity channel, Identity signer) throws KeyFileException {
        var line = new SoapClient.Line(soapDoor(), channel, trust(), Duration.ofSeconds(60));
        return SoapClient.to(line, new WsSecurity(() -> signer, new TheHub(exercise), (seen, memory) -> true, clock));
    }

    /** Port of the JMS door. */
    int jmsPort() {
        return HubRun.running(exercise.data()).orElseThrow().jms();
    }

    /** Address of the SOAP door. */
    URI soapDoor() {
        return URI.create("https://127.0.0.1:"
                + HubRun.running(exercise.data()).orElseThrow().soap() + Contract.PATH);
    }

    /** What operators read of it at the management port, as Prometheus does. */
    String metrics() throws IOException, InterruptedException {
        var port = HubRun.running(exercise.data()).orElseThrow().management();
        var asked = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                .build();
        return HttpClient.newHttpClient()
                .send(asked, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** The one authority of the exercise. */
    TrustManager trust() throws KeyFileException {
        return Trusting.authorities(KeyFiles.certificates(folder.resolve("ca/ca.pem")));
    }

    /** What the hub shows at the handshake. */
    X509Certificate hubTls() throws KeyFileException {
        return KeyFiles.certificates(exercise.config().resolve("parties/cn.hub.tls.pem"))
                .get(0);
    }

    /** The authority that issued every certificate of this exercise. */
    Identity authority() throws KeyFileException {
        return KeyFiles.read(folder.resolve("ca/ca.p12"), KeyFiles.password(folder.resolve("ca/ca.password")));
    }

    /** The hub, by its TLS certificate. */
    private record TheHub(Exercise exercise) implements Caller {
        @Override
        public PartyId ofChannel(Optional<X509Certificate> shown) {
            return Directory.HUB;
        }

        @Override
        public void requireSigner(PartyId party, X509Certificate signer) {
            assertThat(signer.getSubjectX500Principal().getName()).contains("cn.hub");
        }

        @Override
        public void requireStanding(X509Certificate certificate, Patience patience) {}
    }

    /** {@code guitu grants} beside this hub; the command's output, which ends with its exit code. */
    String grants(String language, String... words) {
        var out = new StringWriter();
        var all = new ArrayList<String>(List.of("--lang", language, "grants"));
        all.addAll(List.of(words));
        all.addAll(List.of(
                "--config",
                exercise.config().toString(),
                "--data",
                exercise.data().toString()));
        int code = Guitu.run(new PrintWriter(out, true), new PrintWriter(out, true), all.toArray(String[]::new));
        return out + "exit " + code;
    }

    /** {@code guitu admin} as this hub's administrator; the command's output. */
    String admin(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var all = new ArrayList<String>(List.of("--lang", "en", "admin"));
        all.addAll(List.of(words));
        all.addAll(List.of("--data", exercise.data().toString(), "--token", token.toString(), "--json"));
        int code = Guitu.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        return out.toString();
    }

    /** Rows of the record, their columns separated by a space. */
    List<String> rows(String sql, Object... arguments) {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            var rows = new ArrayList<String>();
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    var row = new ArrayList<String>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(String.join(" ", row));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Waits until the delivery of a message to a party is in this state. */
    void await(String state, String party, byte[] wire) throws Refused {
        var message = id(wire).uuid();
        Awaitility.await(state)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                rows("SELECT state FROM delivery WHERE message = ? AND recipient = ?", message, party))
                        .containsExactly(state));
    }

    /** Waits until a job has run from start to end since now: the run that may be under way does not count. */
    void awaitJob(String name) {
        for (int run = 0; run < 2; run++) {
            var last = lastRun(name);
            Awaitility.await(name).atMost(PATIENCE).until(() -> !lastRun(name).equals(last));
        }
    }

    private List<String> lastRun(String name) {
        return rows("SELECT last_success FROM scheduled_tasks WHERE task_name = ?", name);
    }

    @Override
    public void close() throws JMSException {
        for (var connection : connections.values()) {
            connection.close();
        }
        hub.close();
    }
}
