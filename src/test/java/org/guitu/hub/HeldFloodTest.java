package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.Part;
import org.guitu.soap.SoapClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A party whose messages name others that never come, many or large, and another party that sends meanwhile. */
final class HeldFloodTest {
    private static final int FLOOD = 300;
    private static final int LARGE = 9 << 20;

    /** The hub tells of it in the refusal. */
    private static final int HELD = 20;

    @TempDir
    static Path folder;

    private static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME,
                folder,
                Clock.systemUTC(),
                config -> {
                    var yaml = config.resolve("hub.yaml");
                    // so that it is not the rate that ends the flood
                    var rate = "    rate: {perSecond: 10000, burst: 100000}\n";
                    Files.writeString(yaml, Files.readString(yaml).replace("  jms:\n", "  jms:\n" + rate));
                },
                "cn.35",
                "cn.44",
                "cn.45",
                "cn.53",
                "cn.jco");
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    /** An answer to what nobody asked. */
    private static byte[] answer(String from) throws Exception {
        var sample = new Sample(RunningHub.HOME.resolve("schemas")).current("case", "assistance-accept", Instant.now());
        return hub.signed(Sample.renewed(sample)
                .replaceFirst("(<Sender>\\s*<Party>)cn.53", "$1" + from)
                .replaceFirst("(<InReplyTo>[^<]*)[^<]{12}<", "$1" + "000000000000<"));
    }

    /** The same to who verifies it. */
    private static byte[] large(byte[] wire) {
        return new String(wire, StandardCharsets.UTF_8)
                .replaceFirst("<Body>", "<Body" + " ".repeat(LARGE) + ">")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] alert() throws Exception {
        return hub.signed(new Sample(RunningHub.HOME.resolve("schemas"))
                .current("alert", "alert-issue", Instant.now())
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1cn.45")
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>cn.jco</Recipient></Recipients>")
                .replaceFirst("(?s)\\s*<CopyTo>.*</CopyTo>", ""));
    }

    /** How long each of so many alerts took to its receipt, the shortest first. */
    private static List<Duration> times(int alerts) throws Exception {
        var times = new ArrayList<Duration>();
        for (int i = 0; i < alerts; i++) {
            var wire = alert();
            var begun = System.nanoTime();
            assertThat(hub.send(wire).refusal()).isEmpty();
            times.add(Duration.ofNanos(System.nanoTime() - begun));
        }
        Collections.sort(times);
        return times;
    }

    @Test
    void of_a_flood_of_messages_that_wait_few_do_and_another_party_is_not_slowed() throws Exception {
        times(3);
        hub.pour("cn.53", answer("cn.53"), FLOOD);
        Awaitility.await()
                .atMost(RunningHub.PATIENCE.multipliedBy(2))
                .untilAsserted(() -> assertThat(hub.refusedAs("cn.53")).isGreaterThanOrEqualTo(FLOOD - HELD));
        var beside = times(10);
        assertThat(beside.get(5)).as("%s", beside).isLessThan(Duration.ofSeconds(1));
        assertThat(beside.get(9)).as("%s", beside).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void two_large_calls_that_wait_and_many_large_messages_leave_the_way_free_for_a_small_one() throws Exception {
        times(1);
        var one = large(answer("cn.35"));
        var other = large(answer("cn.44"));
        var calls = List.of(submits("cn.35", one), submits("cn.44", other));
        hub.pour("cn.35", one, 6);
        hub.pour("cn.44", other, 6);
        var beside = times(5);
        // the machine itself is busy with what was poured; whom that holds up waits for as long as the large ones do
        assertThat(beside.get(2)).as("%s", beside).isLessThan(Duration.ofSeconds(1));
        assertThat(beside.get(4)).as("%s", beside).isLessThan(Duration.ofSeconds(15));
        assertThat(calls).as("they wait all the while").noneMatch(CompletableFuture::isDone);
        calls.forEach(call -> call.cancel(true));
    }

    private static CompletableFuture<String> submits(String party, byte[] wire) {
        return CompletableFuture.supplyAsync(() -> {
            try (SoapClient client = hub.soap(party)) {
                client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", wire));
                return "taken";
            } catch (Exception e) {
                return e.toString();
            }
        });
    }
}
