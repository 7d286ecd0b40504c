package org.guitu.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.guitu.process.Site.FUJIAN;
import static org.guitu.process.Site.PATIENCE;
import static org.guitu.process.Site.YUNNAN;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.guitu.demo.HubProcess;
import org.guitu.office.Collected;
import org.guitu.office.Outcome;
import org.guitu.process.Queues.Lying;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A hub at work as its operators and their collectors see it: log, health, metrics, files; and how it stops. */
@Tag("process")
class RunningHubTest {
    private static final int MANY = 50;

    /** From the sample: a person, an officer, a telephone, free text, a case number, a letter. */
    private static final List<String> CONTENT = List.of(
            "测试警官丙",
            "福建省打击拐卖办公室",
            "+86 555 0100 350",
            "核查当事人真实身份",
            "向其亲属了解离家情况",
            "自述来自云南省文山州",
            "福州市公安局(测试)",
            "TEST-C-35-0007",
            "TEST-LA-2026-0007",
            "TEST-XZ-2026-0031");

    /** Of class P2 and P3: a name, and what a doctor said. */
    private static final List<String> SEALED = List.of("密封之名甲乙", "密封之病情丙丁");

    @TempDir
    static Path folder;

    static Site site;
    static HubProcess hub;

    /** What the recipient reads after opening it. */
    static String opened = "";

    /** Of the first hub: a test that starts another begins to count anew. */
    static String metrics = "";

    @BeforeAll
    static void one_message_is_delivered_and_one_refused() throws Exception {
        site = Site.in(folder);
        site.configure("jobs: {sweep: PT1S, sweepAfter: PT1S}\n");
        hub = site.start(List.of(), "--log", "json");
        var request = request();
        try (var fujian = site.office(FUJIAN);
                var yunnan = site.office(YUNNAN)) {
            assertThat(fujian.send(request, false, PATIENCE).outcome()).isEqualTo(Outcome.ACCEPTED);
            var received = new ArrayList<Collected.Message>();
            await().atMost(PATIENCE).until(() -> {
                received.addAll(yunnan.receive(folder.resolve("received")).messages());
                return !received.isEmpty();
            });
            opened = text(yunnan.open(received.get(0).header().id()));
            var other = new String(request, StandardCharsets.UTF_8).replace("核查当事人真实身份", "核查当事人真实身份吗");
            var wire = site.signed(FUJIAN, other.getBytes(StandardCharsets.UTF_8));
            assertThat(fujian.sendUnchecked(wire, java.util.Optional.empty())
                            .orElseThrow()
                            .refusal())
                    .hasValueSatisfying(refusal -> assertThat(refusal.code()).isEqualTo("GT-6001"));
        }
        settled();
        metrics = site.get("/actuator/prometheus");
    }

    private static byte[] request() throws IOException {
        return new String(Site.request(), StandardCharsets.UTF_8)
                .replaceFirst("(<Given>)[^<]*", "$1" + SEALED.get(0))
                .replaceFirst("</Identity>", "$0<Health><Summary>" + SEALED.get(1) + "</Summary></Health>")
                .replaceFirst("<PrivacyCeiling>P2<", "<PrivacyCeiling>P3<")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Document document) {
        return new String(SafeXml.bytes(document), StandardCharsets.UTF_8);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static void settled() {
        var table = new RecordTable(site.data(), hub.pid());
        await().atMost(PATIENCE).ignoreExceptions().until(table::isSettled);
    }

    @Test
    void every_line_of_its_log_is_json_and_says_message_and_station() throws IOException {
        var events = new TreeSet<String>();
        for (var line : site.log()) {
            var pairs = JsonMapper.shared().readTree(line).path("kvpList");
            var event = value(pairs, "event");
            events.add(event);
            if (List.of("accepted", "refused", "delivered").contains(event)) {
                assertThat(value(pairs, "message")).as(line).startsWith("urn:uuid:");
                assertThat(value(pairs, "station")).as(line).isNotEmpty();
            }
        }
        assertThat(events).contains("ready", "accepted", "refused", "delivered");
    }

    private static String value(JsonNode pairs, String key) {
        for (var pair : pairs) {
            if (pair.has(key)) {
                return pair.path(key).asString();
            }
        }
        return "";
    }

    @Test
    void health_says_what_of_it_is_up() throws Exception {
        var health = JsonMapper.shared().readTree(site.get("/actuator/health"));
        assertThat(health.path("status").asString()).isEqualTo("UP");
        assertThat(health.path("components").path("hub").path("details").propertyNames())
                .contains("database", "broker", "directory");
    }

    @Test
    void metrics_count_what_was_accepted_and_refused() {
        assertThat(metrics)
                .contains("guitu_accepted_total{again=\"false\",door=\"jms\"}")
                .contains("guitu_refused_total{code=\"GT-6001\",door=\"jms\"} 1.0")
                .contains("jvm_memory_used_bytes", "process_uptime_seconds", "disk_free_bytes");
    }

    @Test
    void nothing_of_a_message_stands_in_clear_in_database_log_or_metrics() throws Exception {
        var clear = new Clear(CONTENT);
        // the search finds what is there: what the recipient has stored is the whole message
        assertThat(clear.below(folder.resolve("received")).values().stream().flatMap(List::stream))
                .containsAll(CONTENT);
        var table = new RecordTable(site.data(), hub.pid());
        assertThat(table.number("SELECT count(*) FROM content")).isPositive();
        assertThat(clear.below(table.files())).isEmpty();
        assertThat(clear.in(Files.readAllBytes(site.data().resolve("hub.log")))).isEmpty();
        assertThat(clear.in(Files.readAllBytes(site.data().resolve("postgres/postgres.log"))))
                .isEmpty();
        assertThat(clear.in(site.get("/actuator/prometheus").getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    /** Database, broker journal, logs, metrics, and the files of both offices. */
    @Test
    void nothing_that_is_sealed_stands_in_clear_anywhere() throws Exception {
        assertThat(opened).contains(SEALED);
        var clear = new Clear(SEALED);
        var table = new RecordTable(site.data(), hub.pid());
        assertThat(site.data().resolve("broker")).isNotEmptyDirectory();
        assertThat(clear.below(folder)).isEmpty();
        assertThat(clear.below(table.files())).isEmpty();
        var dump = table.dump();
        assertThat(dump).contains("cn.35", "case");
        assertThat(clear.in(dump.getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(clear.in(metrics.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void a_block_holds_over_a_restart_from_the_first_moment_the_door_is_open() throws Exception {
        var token = folder.resolve("li.na.token");
        admin("add", "li.na", "--token", token);
        admin("block", "cn.53", "--reason", "key lost", "--token", token);
        try {
            hub.kill();
            hub = site.start(List.of(), "--log", "json");
            assertThatThrownBy(() -> Queues.of(site, YUNNAN, hub.door()).mailbox())
                    .isInstanceOf(JMSException.class);
        } finally {
            admin("block", "cn.53", "--undo", "--reason", "found again", "--token", token);
        }
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (var queues = Queues.of(site, YUNNAN, hub.door())) {
                return queues.mailbox() != null;
            }
        });
    }

    private static void admin(Object... words) throws Exception {
        var all = new ArrayList<Object>(List.of("admin"));
        all.addAll(List.of(words));
        all.addAll(List.of("--data", site.data()));
        var output = folder.resolve("admin.log");
        var call = Site.guitu(output, "", all.toArray());
        assertThat(call.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(call.exitValue()).as(Files.readString(output)).isZero();
    }

    @Test
    void an_office_that_follows_stores_what_comes_and_ends_well_when_interrupted() throws Exception {
        var to = folder.resolve("followed");
        var output = folder.resolve("follow.log");
        var home = site.connect(YUNNAN);
        var office = Site.guitu(output, "", "office", "--home", home, "receive", "--follow", "--json", "--to", to);
        try {
            var wire = site.signed(FUJIAN, Site.request());
            var id = Envelope.findId(new SafeXml(XmlLimits.standard()).parse(wire))
                    .orElseThrow();
            try (var queues = Queues.of(site, FUJIAN, hub.door())) {
                queues.send(List.of(wire));
            }
            var file = to.resolve(id.uuid() + ".xml");
            await().atMost(PATIENCE).until(() -> Files.exists(file));
            assertThat(file).hasBinaryContent(wire);
            await().atMost(PATIENCE).until(() -> Files.readString(output).contains(id.value()));
            new ProcessBuilder("kill", interrupt(), Long.toString(office.pid()))
                    .start()
                    .waitFor();
            assertThat(office.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(office.exitValue()).isZero();
        } finally {
            office.destroy();
        }
    }

    /** As Ctrl-C does; where whoever runs this test has it ignored by all it starts, as a shell's background jobs do: SIGTERM. */
    private static String interrupt() throws IOException {
        var ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).strip(), 16))
                .findFirst()
                .orElse(0L);
        return (ignored & 2) == 0 ? "-INT" : "-TERM";
    }

    @Test
    void sigterm_with_many_messages_in_flight_loses_none_and_doubles_none() throws Exception {
        var xml = new SafeXml(XmlLimits.standard());
        var wires = new ArrayList<byte[]>();
        var ids = new ArrayList<String>();
        for (int i = 0; i < MANY; i++) {
            var wire = site.signed(FUJIAN, Site.request());
            wires.add(wire);
            ids.add(Envelope.findId(xml.parse(wire)).orElseThrow().value());
        }
        try (var queues = Queues.of(site, FUJIAN, hub.door())) {
            queues.receipts();
            queues.send(wires);
        }
        assertThat(hub.stop()).isZero();
        assertThat(site.data().resolve("hub.run")).as("its doors").doesNotExist();
        hub = site.start();
        settled();
        var table = new RecordTable(site.data(), hub.pid());
        await().atMost(PATIENCE).until(() -> table.number("SELECT count(*) FROM message") >= MANY && table.isSettled());
        try (var queues = Queues.of(site, YUNNAN, hub.door())) {
            assertThat(queues.mailbox()).extracting(Lying::about).containsExactlyInAnyOrderElementsOf(ids);
        }
        try (var queues = Queues.of(site, FUJIAN, hub.door())) {
            var receipts = queues.receipts();
            assertThat(receipts)
                    .filteredOn(lying -> lying.kind().equals("Accepted"))
                    .extracting(Lying::about)
                    .containsExactlyInAnyOrderElementsOf(ids);
            assertThat(receipts)
                    .filteredOn(lying -> lying.kind().equals("Delivered"))
                    .extracting(Lying::about)
                    .containsExactlyInAnyOrderElementsOf(ids);
        }
    }
}
