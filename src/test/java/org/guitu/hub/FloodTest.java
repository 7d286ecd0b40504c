package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.message.Refusal.Retry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A party that sends faster than it may is told to wait, at either door, and nobody else notices. */
final class FloodTest {
    private static final int BURST = 20;
    private static final int FLOOD = 3000;

    @TempDir
    static Path folder;

    private static final MovableClock CLOCK = new MovableClock();
    private static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME,
                folder,
                CLOCK,
                config -> {
                    var yaml = config.resolve("hub.yaml");
                    var rate = "    rate: {perSecond: 1, burst: " + BURST + "}\n";
                    var slow = Files.readString(yaml)
                            .replace("  jms:\n", "  jms:\n" + rate)
                            .replace("  soap:\n", "  soap:\n" + rate);
                    Files.writeString(yaml, slow);
                    for (var partner : List.of("vn.mps", "la.atd")) {
                        var party = config.resolve("parties/" + partner + ".yaml");
                        Files.writeString(party, Files.readString(party).replace("channel: jms", "channel: soap"));
                    }
                },
                "cn.53",
                "cn.44",
                "cn.45",
                "cn.jco",
                "vn.mps",
                "la.atd");
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    private static byte[] alert(String from, String to) throws Exception {
        return hub.signed(new Sample(RunningHub.HOME.resolve("schemas"))
                .current("alert", "alert-issue", CLOCK.instant())
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1" + from)
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>" + to + "</Recipient></Recipients>")
                .replaceFirst("(?s)\\s*<CopyTo>.*</CopyTo>", ""));
    }

    @Test
    void who_sends_too_fast_sends_the_same_again_later_and_it_is_taken() throws Exception {
        int passed = 0;
        var last = alert("cn.45", "cn.jco");
        var answer = hub.send(last);
        for (; answer.refusal().isEmpty(); answer = hub.send(last)) {
            passed++;
            last = alert("cn.45", "cn.jco");
        }
        // and what was given anew meanwhile
        assertThat(passed).isBetween(BURST, 2 * BURST);
        var refusal = answer.refusal().orElseThrow();
        assertThat(refusal.code()).isEqualTo("GT-2026");
        assertThat(refusal.retry()).isEqualTo(Retry.LATER);
        // it has the message and sends it again: nothing is kept of a flood
        assertThat(hub.rows("SELECT code FROM quarantine WHERE party = 'cn.45'"))
                .isEmpty();
        assertThat(hub.metrics()).contains("guitu_refused_total{code=\"GT-2026\",door=\"jms\"}");
        CLOCK.ahead(Duration.ofSeconds(5));
        assertThat(hub.send(last).refusal()).isEmpty();
        CLOCK.ahead(Duration.ZERO);
    }

    @Test
    void a_flood_slows_nobody_else() throws Exception {
        var flood = alert("cn.53", "cn.jco");
        assertThat(hub.send(flood).refusal()).isEmpty();
        var alone = times(5);
        hub.pour("cn.53", flood, FLOOD);
        var beside = times(BURST - 6);
        // it still goes on
        int refused = hub.refusedAs("cn.53");
        assertThat(refused).isLessThan(FLOOD - BURST);
        // one may meet the flood at its height on a busy machine, not half of them
        assertThat(beside.get(beside.size() / 2))
                .as("alone %s, beside %s", alone, beside)
                .isLessThan(Duration.ofSeconds(1));
        assertThat(beside.get(beside.size() - 1))
                .as("alone %s, beside %s", alone, beside)
                .isLessThan(Duration.ofSeconds(5));
        Awaitility.await().atMost(RunningHub.PATIENCE).until(() -> hub.refusedAs("cn.53") > FLOOD - 2 * BURST);
    }

    /** How long each of so many alerts of Guangdong took to its receipt, the shortest first. */
    private static List<Duration> times(int alerts) throws Exception {
        var times = new ArrayList<Duration>();
        for (int i = 0; i < alerts; i++) {
            var wire = alert("cn.44", "cn.jco");
            var begun = System.nanoTime();
            assertThat(hub.send(wire).refusal()).isEmpty();
            times.add(Duration.ofNanos(System.nanoTime() - begun));
        }
        Collections.sort(times);
        return times;
    }

    @Test
    void a_partner_that_calls_too_often_is_told_so_in_its_version_of_soap() throws Exception {
        var line = line("vn.mps");
        int passed = 0;
        var told = line.post(letter("vn.mps").xml());
        for (; told.status() == 200; told = line.post(letter("vn.mps").xml())) {
            passed++;
        }
        assertThat(told.says()).isEqualTo("GT-2026");
        assertThat(passed).isBetween(BURST, 2 * BURST);
        assertThat(told.body())
                .contains("http://www.w3.org/2003/05/soap-envelope")
                .contains("LATER");
        AttackedDoor.saysNothing(told);
        assertThat(line("la.atd").post(letter("la.atd").xml()).status()).isEqualTo(200);
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> line.post(letter("vn.mps").xml()).status() == 200);
    }

    @Test
    void whatever_a_caller_comes_with_takes_of_what_it_may_and_fills_no_log() throws Exception {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var door = (Logger) LoggerFactory.getLogger("guitu.door");
        door.addAppender(lines);
        try {
            var line = line("cn.44");
            for (int i = 0; i < BURST; i++) {
                assertThat(line.post("rubbish").says()).isIn("GT-1030", "GT-2026");
                assertThat(line.exchange(line.request("GET", "/nowhere", new byte[0]))
                                .status())
                        .isIn(404, 429);
            }
            // one more is given each second
            Awaitility.await().atMost(RunningHub.PATIENCE).until(() -> {
                var told = line.exchange(line.request("PUT", "/nowhere", new byte[0]));
                return told.status() == 429 && told.head().contains("Retry-After: 1");
            });
            Awaitility.await()
                    .atMost(RunningHub.PATIENCE)
                    .until(() -> line.post(letter("cn.44").xml()).says().equals("GT-2026"));
            Awaitility.await()
                    .atMost(RunningHub.PATIENCE)
                    .until(() -> line.post("rubbish").says().equals("GT-2026"));
        } finally {
            door.detachAppender(lines);
        }
        assertThat(lines.list)
                .filteredOn(event -> event.getKeyValuePairs().toString().contains("GT-1030"))
                .hasSize(1);
    }

    private static RawLine line(String party) throws Exception {
        return RawLine.to(
                hub.soapDoor(),
                Optional.of(hub.identity(RunningHub.party(party), "tls")),
                hub.authority().certificate());
    }

    private static SoapLetter letter(String party) throws Exception {
        return SoapLetter.by(hub.identity(RunningHub.party(party), "tls"))
                .from(Instant.now(), Instant.now().plusSeconds(300));
    }
}
