package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.guitu.Guitu;
import org.guitu.demo.Sample;
import org.guitu.family.Breaks;
import org.guitu.office.CalledOffice;
import org.guitu.office.Office;
import org.guitu.office.Stop;
import org.guitu.office.Watcher;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.Troubled;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code guitu office selftest} with a real hub, whose parties are no test parties: over JMS, over SOAP, called, and with a leg that does not hold. */
final class SelftestTest {
    @TempDir
    static Path folder;

    static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME,
                folder,
                Clock.systemUTC(),
                SelftestTest::inEarnest,
                "cn.53",
                "cn.jco",
                "vn.mps",
                "th.msdhs");
    }

    private static void inEarnest(Path config) throws IOException {
        var file = config.resolve("hub.yaml");
        var text = Files.readString(file);
        assertThat(text).contains("environment: exercise");
        Files.writeString(
                file,
                text.replace("environment: exercise", "environment: production")
                        + "directory: {check: PT0.2S}\ndelivery: {firstDelay: PT1S}\n");
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    /** What the command said, leg by leg, and its exit code at the end. */
    private static List<String> legs(String party, String... options) throws Exception {
        var out = new StringWriter();
        var err = new StringWriter();
        var words = new ArrayList<>(
                List.of("--lang=en", "office", "--home", hub.office(party).toString()));
        words.addAll(List.of(options));
        words.addAll(List.of("selftest", "--json", "--timeout", "40"));
        int exit = Guitu.run(new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(String[]::new));
        var legs = new ArrayList<String>();
        for (var line : out.toString().lines().toList()) {
            var json = new JsonMapper().readTree(line);
            if (json.has("leg")) {
                var ok = json.get("ok").asBoolean();
                legs.add(json.get("leg").asString() + (ok ? "" : " " + json.get("text")));
            }
        }
        legs.add(String.valueOf(exit));
        return legs;
    }

    @Test
    void every_leg_holds_over_jms() throws Exception {
        assertThat(legs("cn.53"))
                .containsExactly("KEYS", "LINE", "ACCEPTED", "DELIVERED", "BROUGHT", "ACKNOWLEDGED", "0");
    }

    @Test
    void every_leg_holds_over_soap() throws Exception {
        assertThat(legs("vn.mps", "--soap"))
                .containsExactly("KEYS", "LINE", "ENVELOPE", "ACCEPTED", "DELIVERED", "BROUGHT", "ACKNOWLEDGED", "0");
    }

    @Test
    void an_office_that_is_called_sees_it_come_to_its_other_process() throws Exception {
        var home = hub.office("cn.jco");
        try (var called = CalledOffice.at(home, "127.0.0.1", 0, refusal -> {})) {
            var file = hub.directory("cn.jco");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replaceAll(
                                    "(?m)^channel:.*",
                                    "channel: soap\npush: https://127.0.0.1:" + called.port() + "/inbox"));
            Awaitility.await().atMost(RunningHub.PATIENCE).until(SelftestTest::isCalled);
            var stop = new Stop();
            var following = new Thread(() -> follow(called.office(), home.resolve("inbox"), stop));
            following.start();
            assertThat(legs("cn.jco", "--soap"))
                    .containsExactly(
                            "KEYS", "LINE", "ENVELOPE", "ACCEPTED", "DELIVERED", "BROUGHT", "ACKNOWLEDGED", "0");
            stop.ask();
            following.join();
        }
    }

    /** The directory says so when it was read again: whom it calls cannot fetch, and is not told of another channel. */
    private static boolean isCalled() throws Exception {
        var file = Files.readString(hub.directory("cn.jco"));
        try (var client = hub.soap("cn.jco")) {
            var description = client.call(Operation.DESCRIBE, asked -> {});
            assertThat(description).isNotNull();
            client.call(Operation.RETRIEVE, asked -> {});
            return false;
        } catch (Troubled e) {
            return file.contains("push:") && e.trouble().refusal().code().equals("GT-2024");
        }
    }

    private static void follow(Office office, Path to, Stop stop) {
        try {
            office.follow(to, new Watcher() {}, stop);
        } catch (Exception e) {
            throw new AssertionError("following ended", e);
        }
    }

    @Test
    @Breaks("GT-5008")
    void no_other_test_message_reaches_who_acts_in_earnest() throws Exception {
        var alert = new Sample(RunningHub.HOME.resolve("schemas"))
                .current("alert", "alert-issue", Instant.now())
                .replaceFirst("(<Sender>\\s*<Party>)cn.52", "$1cn.53");
        var refusal = hub.send(hub.signed(alert)).refusal().orElseThrow();
        assertThat(refusal.code()).isEqualTo("GT-5008");
    }

    @Test
    void who_is_blocked_learns_it_from_the_envelope() throws Exception {
        hub.admin("block", "th.msdhs", "--reason", "key lost");
        var legs = legs("th.msdhs", "--soap");
        assertThat(legs).hasSize(4).startsWith("KEYS", "LINE").endsWith("7");
        assertThat(legs.get(2)).startsWith("ENVELOPE").contains("GT-2002");
    }
}
