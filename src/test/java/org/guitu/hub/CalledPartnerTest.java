package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.message.Header;
import org.guitu.message.MessageId;
import org.guitu.office.CalledOffice;
import org.guitu.office.Office;
import org.guitu.office.Outcome;
import org.guitu.office.Stop;
import org.guitu.office.Watcher;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.Troubled;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partners over SOAP with the house's own tools: one that fetches, and one that is called. */
final class CalledPartnerTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Sample SAMPLES = new Sample(RunningHub.HOME.resolve("schemas"));

    @TempDir
    static Path folder;

    static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME,
                folder,
                CLOCK,
                config -> Files.writeString(
                        config.resolve("hub.yaml"),
                        "directory: {check: PT0.2S}\ndelivery: {firstDelay: PT1S}\n",
                        java.nio.file.StandardOpenOption.APPEND),
                "cn.53",
                "cn.jco",
                "vn.mps");
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    private static void direct(String channel) throws Exception {
        var file = hub.directory("vn.mps");
        var text = Files.readString(file).replaceAll("(?m)^push:.*\n", "");
        Files.writeString(file, text.replaceAll("(?m)^channel:.*", channel));
    }

    @Test
    void an_office_does_over_soap_what_it_does_over_jms() throws Exception {
        direct("channel: soap");
        Awaitility.await().atMost(RunningHub.PATIENCE).until(() -> !isCalled());
        var request = hub.accepted(request());
        try (var office = Office.open(hub.office("vn.mps"), true)) {
            var collected = new ArrayList<MessageId>();
            Awaitility.await().atMost(RunningHub.PATIENCE).until(() -> {
                office.receive(folder.resolve("fetched"), java.time.Duration.ofSeconds(5))
                        .messages()
                        .forEach(message -> collected.add(message.header().id()));
                return collected.contains(RunningHub.id(request));
            });
            hub.await("RECEIVED", "vn.mps", request);
            var answer = SAMPLES.current("repatriation", "acknowledgement", CLOCK.instant())
                    .replaceAll("<Conversation>[^<]*", "<Conversation>" + conversation(request))
                    .replaceAll("<InReplyTo>[^<]*", "<InReplyTo>" + RunningHub.id(request));
            var sent = office.send(answer.getBytes(java.nio.charset.StandardCharsets.UTF_8), false, office.timeout());
            assertThat(sent.outcome()).isEqualTo(Outcome.ACCEPTED);
        }
    }

    @Test
    void a_partner_that_is_away_is_tried_again_and_called_when_it_is_back() throws Exception {
        direct("channel: soap\npush: https://127.0.0.1:1/inbox");
        var seen = new ArrayList<MessageId>();
        var watcher = new Watcher() {
            @Override
            public void message(Header header, Path file, boolean known) {
                seen.add(header.id());
            }
        };
        // the hub takes a changed file when it has seen it twice, and until then it would wait to be fetched from
        Awaitility.await().atMost(RunningHub.PATIENCE).until(CalledPartnerTest::isCalled);
        var request = hub.accepted(request());
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .untilAsserted(() -> assertThat(failures(request)).contains("GT-7003"));
        try (var called = CalledOffice.at(hub.office("vn.mps"), "127.0.0.1", 0, refusal -> {})) {
            direct("channel: soap\npush: https://127.0.0.1:" + called.port() + "/inbox");
            var stop = new Stop();
            var following = new Thread(() -> follow(called.office(), folder.resolve("pushed"), watcher, stop));
            following.start();
            hub.await("RECEIVED", "vn.mps", request);
            assertThat(seen).contains(RunningHub.id(request));
            stop.ask();
            following.join();
        }
    }

    /** The hub refuses to let somebody fetch whom it calls. */
    private static boolean isCalled() throws Exception {
        try (var client = hub.soap("vn.mps")) {
            client.call(Operation.RETRIEVE, asked -> {});
            return false;
        } catch (Troubled e) {
            return e.trouble().refusal().code().equals("GT-2024");
        }
    }

    /** A request that opens a conversation of its own. */
    private static String request() throws IOException {
        return SAMPLES.current("repatriation", "repatriation-request", CLOCK.instant())
                .replaceAll("<Conversation>[^<]*", "<Conversation>urn:uuid:" + UUID.randomUUID())
                .replaceAll("<MessageId>[^<]*", "<MessageId>urn:uuid:" + UUID.randomUUID());
    }

    private static String conversation(byte[] wire) {
        return new String(wire, java.nio.charset.StandardCharsets.UTF_8)
                .replaceAll("(?s).*<Conversation>([^<]*)<.*", "$1");
    }

    private static List<String> failures(byte[] wire) throws Exception {
        return hub.rows(
                "SELECT a.reason FROM attempt a JOIN delivery d ON d.id = a.delivery WHERE d.message = ?",
                RunningHub.id(wire).uuid());
    }

    private static void follow(Office office, Path to, Watcher watcher, Stop stop) {
        try {
            office.follow(to, watcher, stop);
        } catch (Exception e) {
            throw new AssertionError("following ended", e);
        }
    }
}
