package org.guitu.process;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.guitu.process.Site.FUJIAN;
import static org.guitu.process.Site.PATIENCE;
import static org.guitu.process.Site.YUNNAN;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.guitu.demo.HubProcess;
import org.guitu.message.Digest;
import org.guitu.message.MessageId;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.guitu.office.Outcome;
import org.guitu.office.Sent;
import org.guitu.process.Queues.Lying;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hub and office are killed at the worst moments: afterwards everything is where it belongs, once. */
@Tag("process")
class KillTest {
    @TempDir
    static Path folder;

    static Site site;

    @SuppressWarnings("NullAway.Init") // by begin()
    static HubProcess hub;

    @SuppressWarnings("NullAway.Init") // by begin()
    static Halt halt;

    @BeforeAll
    static void start() throws Exception {
        site = Site.in(folder);
        site.configure("jobs: {sweep: PT1S, sweepAfter: PT1S}\n");
        begin();
    }

    private static void begin() throws Exception {
        halt = Halt.listen();
        hub = site.start(halt.option());
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
        halt.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "recorded and not yet queued,         org.guitu.gate.GateLog, accepted",
        "queued and not yet in the mailbox,   org.guitu.belt.Belt,    open",
        "in the mailbox and not yet noted,    org.guitu.belt.Mailbox, delivered",
        "receipt sent and not yet noted,      org.guitu.belt.Mailbox, told"
    })
    void a_hub_killed_between_two_steps_delivers_everything_once(String between, String type, String method)
            throws Exception {
        halt.at(type, method);
        MessageId id;
        ProcessHandle server;
        try (var fujian = site.office(FUJIAN)) {
            var sending = supplyAsync(() -> send(fujian));
            assertThat(halt.reached(PATIENCE)).as(between).isTrue();
            server = new RecordTable(site.data(), hub.pid()).server();
            hub.kill();
            id = sending.get().about().orElseThrow().id();
        }
        begin();
        assertThat(server.isAlive()).as("an orphan beside the new server").isFalse();
        try (var fujian = site.office(FUJIAN)) {
            fujian.flush(PATIENCE);
        }
        settled();
        try (var queues = Queues.of(site, YUNNAN, hub.door())) {
            assertThat(queues.mailbox()).filteredOn(Lying::about, id.value()).hasSize(1);
        }
        try (var queues = Queues.of(site, FUJIAN, hub.door())) {
            var receipts = about(id, queues);
            assertThat(receipts)
                    .filteredOn(lying -> !lying.kind().equals("Accepted"))
                    .extracting(Lying::kind)
                    .containsExactly("Delivered");
            // an answer nobody took before the kill is the very one the office has
            assertThat(receipts)
                    .filteredOn(lying -> lying.kind().equals("Accepted"))
                    .extracting(lying -> Digest.of(lying.bytes()))
                    .allMatch(accepted(id)::equals);
        }
    }

    private static List<Lying> about(MessageId id, Queues queues) throws JMSException {
        return queues.receipts().stream()
                .filter(lying -> lying.about().equals(id.value()))
                .toList();
    }

    /** The one answer the office verified and filed. */
    private static Digest accepted(MessageId id) throws IOException {
        var filed = site.office(FUJIAN.value())
                .resolve("receipts")
                .resolve(id.uuid().toString());
        try (var files = Files.list(filed)) {
            var answers = files.filter(file -> file.getFileName().toString().startsWith("Accepted-"))
                    .toList();
            assertThat(answers).hasSize(1);
            return Digest.of(Files.readAllBytes(answers.get(0)));
        }
    }

    private static Sent send(Office office) {
        try {
            return office.send(Site.request(), false, PATIENCE);
        } catch (IOException | OfficeProblem e) {
            throw new CompletionException(e);
        }
    }

    private static void settled() {
        var table = new RecordTable(site.data(), hub.pid());
        // what a killed hub was at counts as abandoned after 20 s (its delivery) or 30 s (its sweep)
        await().atMost(PATIENCE.multipliedBy(2)).ignoreExceptions().until(table::isSettled);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "stored and its receipt not written,  org.guitu.office.Acknowledging,        received",
        "stored and the hub not told,         org.guitu.office.line.JmsLine$JmsArrival, taken"
    })
    void an_office_killed_between_two_steps_has_the_message_once_and_signs_for_it_once(
            String between, String type, String method) throws Exception {
        MessageId id;
        try (var fujian = site.office(FUJIAN)) {
            var sent = send(fujian);
            assertThat(sent.outcome()).isEqualTo(Outcome.ACCEPTED);
            id = sent.about().orElseThrow().id();
        }
        settled();
        var home = site.connect(YUNNAN);
        var into = folder.resolve("received-" + method);
        try (var halted = Halt.listen()) {
            var client = Site.guitu(
                    folder.resolve("receive.log"), halted.option(), "office", "--home", home, "receive", "--to", into);
            halted.at(type, method);
            assertThat(halted.reached(PATIENCE)).as(between).isTrue();
            client.destroyForcibly().waitFor();
        }
        var file = into.resolve(id.uuid() + ".xml");
        assertThat(file).exists();
        var stored = Files.readAllBytes(file);
        try (var yunnan = site.office(YUNNAN)) {
            await().atMost(PATIENCE)
                    .until(() -> yunnan.receive(into).messages().stream()
                            .anyMatch(message -> message.header().id().equals(id)));
        }
        assertThat(file).hasBinaryContent(stored);
        settled();
        try (var queues = Queues.of(site, YUNNAN, hub.door())) {
            assertThat(queues.mailbox()).filteredOn(Lying::about, id.value()).isEmpty();
        }
        try (var queues = Queues.of(site, FUJIAN, hub.door())) {
            assertThat(about(id, queues)).extracting(Lying::kind).containsExactlyInAnyOrder("Delivered", "Received");
        }
    }
}
