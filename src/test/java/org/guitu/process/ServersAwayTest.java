package org.guitu.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.guitu.process.Site.FUJIAN;
import static org.guitu.process.Site.PATIENCE;
import static org.guitu.process.Site.YUNNAN;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.guitu.demo.HubProcess;
import org.guitu.message.MessageId;
import org.guitu.message.Refusal.Retry;
import org.guitu.office.Office;
import org.guitu.office.Outcome;
import org.guitu.office.Sent;
import org.guitu.process.Queues.Lying;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker, in a process of its own, and the database go away under a running hub: senders hear "try later", and it recovers by itself. */
@Tag("process")
class ServersAwayTest {
    @TempDir
    static Path folder;

    static int door;

    @SuppressWarnings("NullAway.Init") // by startBroker()
    static Process broker;

    static Site site;
    static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        site = Site.in(folder);
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            door = free.getLocalPort();
        }
        Files.writeString(site.config().resolve("hub.yaml"), """
                environment: exercise
                doors: {jms: {host: 127.0.0.1, port: %d}, soap: {host: 127.0.0.1, port: 0}}
                broker: {mode: external, url: "tcp://127.0.0.1:%d"}
                management: {host: 127.0.0.1, port: 0}
                jobs: {sweep: PT1S, sweepAfter: PT1S}
                """.formatted(door, door));
        startBroker();
        hub = site.start();
    }

    private static void startBroker() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        broker = new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        folder.toString(),
                        String.valueOf(door))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("broker.log").toFile()))
                .start();
        await().atMost(PATIENCE).until(ServersAwayTest::brokerListens);
    }

    private static boolean brokerListens() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), door)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        site.close();
        broker.destroyForcibly().waitFor();
    }

    @BeforeEach
    void everything_is_up() {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> site.get("/actuator/health").startsWith("{\"components\"")
                        && site.get("/actuator/health").contains("\"status\":\"UP\""));
    }

    private static void signal(String signal, Stream<ProcessHandle> processes) throws Exception {
        for (var process : processes.toList()) {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    private static List<ProcessHandle> database() {
        var server = new RecordTable(site.data(), hub.pid()).server();
        return Stream.concat(Stream.of(server), server.descendants()).toList();
    }

    private static void arrivesOnce(Office fujian, Sent sent) throws Exception {
        var id = sent.about().orElseThrow().id();
        await().atMost(PATIENCE)
                .until(() ->
                        fujian.flush(PATIENCE).values().stream().noneMatch(one -> one.outcome() == Outcome.QUEUED));
        var table = new RecordTable(site.data(), hub.pid());
        await().atMost(PATIENCE).ignoreExceptions().until(() -> isRecorded(table, id) && table.isSettled());
        try (var queues = Queues.of(site, YUNNAN, door)) {
            assertThat(queues.mailbox()).filteredOn(Lying::about, id.value()).hasSize(1);
        }
    }

    private static boolean isRecorded(RecordTable table, MessageId id) throws Exception {
        return table.number("SELECT count(*) FROM message WHERE id = '" + id.uuid() + "'") == 1;
    }

    @Test
    void a_database_that_hangs_makes_the_door_say_try_later_until_it_answers_again() throws Exception {
        var processes = database();
        try (var fujian = site.office(FUJIAN)) {
            Sent sent;
            signal("STOP", processes.stream());
            try {
                sent = fujian.send(Site.request(), false, PATIENCE);
            } finally {
                signal("CONT", processes.stream());
            }
            assertThat(sent.outcome()).isEqualTo(Outcome.QUEUED);
            assertThat(sent.refusal()).hasValueSatisfying(refusal -> {
                assertThat(refusal.code()).isEqualTo("GT-6003");
                assertThat(refusal.retry()).isEqualTo(Retry.LATER);
            });
            arrivesOnce(fujian, sent);
        }
    }

    @Test
    void a_database_that_is_killed_is_started_again_and_what_was_sent_meanwhile_arrives() throws Exception {
        var killed = new RecordTable(site.data(), hub.pid()).server();
        try (var fujian = site.office(FUJIAN)) {
            signal("KILL", database().stream());
            var sent = fujian.send(Site.request(), false, PATIENCE);
            arrivesOnce(fujian, sent);
        }
        assertThat(new RecordTable(site.data(), hub.pid()).server()).isNotEqualTo(killed);
    }

    @Test
    void a_broker_that_is_killed_leaves_messages_in_the_outbox_until_it_is_back() throws Exception {
        try (var fujian = site.office(FUJIAN)) {
            broker.destroyForcibly().waitFor();
            var sent = fujian.send(Site.request(), false, Duration.ofSeconds(10));
            assertThat(sent.outcome()).isEqualTo(Outcome.QUEUED);
            await().atMost(PATIENCE)
                    .until(() -> site.get("/actuator/health").contains("\"broker\":\"cannot be reached\""));
            startBroker();
            arrivesOnce(fujian, sent);
        }
    }
}
