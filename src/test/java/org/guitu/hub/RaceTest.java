package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.guitu.demo.Sample;
import org.guitu.receipt.ReceiptReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two offices that were asked for assistance answer at the same moment, over lines of their own: one answer counts. */
final class RaceTest {
    private static final int ROUNDS = 8;

    @TempDir
    Path folder;

    private RunningHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = RunningHub.start(RunningHub.HOME, folder, Clock.systemUTC(), config -> {}, "cn.35", "cn.53", "cn.44");
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource({"assistance-accept, ACCEPTED", "assistance-decline, DECLINED"})
    void of_two_answers_at_once_one_wins_and_the_other_is_told_what_is_possible_now(String other, String state)
            throws Exception {
        var pool = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                var sample = new Sample(RunningHub.HOME.resolve("schemas"));
                var asked = sample.current("case", "assistance-request", Instant.now())
                        .replace("<Recipient>cn.53", "<Recipient>cn.44</Recipient><Recipient>cn.53");
                var request = hub.accepted(asked);
                hub.collect("cn.53", request);
                hub.collect("cn.44", request);
                var first = hub.signed(sample.current("case", "assistance-accept", Instant.now()));
                var second = hub.signed(Sample.renewed(sample.current("case", other, Instant.now()))
                        .replaceFirst("(<Sender>\\s*<Party>)cn.53", "$1cn.44"));
                var together = new CyclicBarrier(2);
                var answers = new ArrayList<ReceiptReader.View>();
                for (var answer : pool.invokeAll(List.of(sending(first, together), sending(second, together)))) {
                    answers.add(answer.get());
                }
                boolean firstWon = answers.get(0).refusal().isEmpty();
                var lost = answers.get(firstWon ? 1 : 0).refusal().orElseThrow();
                assertThat(answers.get(firstWon ? 0 : 1).refusal()).isEmpty();
                var stands = firstWon ? "ACCEPTED" : state;
                boolean over = stands.equals("DECLINED");
                assertThat(lost.code()).isEqualTo(over ? "GT-5108" : "GT-5101");
                assertThat(lost.text().en())
                        .contains("state " + stands, over ? "Begin a new one" : "Complete the step before it first");
                assertThat(lost.text().zh()).contains(over ? "请新开会话" : "请先完成前面的步骤");
                onlyTheWinnerIsRecorded(request, firstWon ? first : second, firstWon ? "ACCEPTED" : state);
            }
        } finally {
            pool.shutdown();
        }
    }

    private Callable<ReceiptReader.View> sending(byte[] wire, CyclicBarrier together) {
        return () -> {
            together.await();
            return hub.send(wire);
        };
    }

    private void onlyTheWinnerIsRecorded(byte[] request, byte[] winner, String state) throws Exception {
        var conversation = hub.rows(
                "SELECT conversation FROM message WHERE id = ?",
                RunningHub.id(request).uuid());
        assertThat(hub.rows("SELECT state, version FROM conversation WHERE id = ?::uuid", conversation.get(0)))
                .containsExactly(state + " 2");
        assertThat(hub.rows("SELECT id FROM message WHERE conversation = ?::uuid ORDER BY number", conversation.get(0)))
                .containsExactly(
                        RunningHub.id(request).uuid().toString(),
                        RunningHub.id(winner).uuid().toString());
    }
}
