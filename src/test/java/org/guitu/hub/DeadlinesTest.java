package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.message.MessageId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who does not answer in the time a workflow gives: the one who waits and the JCO are told, once. */
final class DeadlinesTest {
    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private RunningHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME, folder, clock, config -> {}, "cn.53", "cn.53.border.hekou", "cn.jco", "vn.mps");
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @Test
    void a_request_that_nobody_acknowledges_in_three_working_days_is_overdue() throws Exception {
        var silent = Homeward.of(hub);
        var silentRequest = RunningHub.id(hub.accepted(silent.request()));
        var answered = Homeward.of(hub);
        var answeredRequest = RunningHub.id(hub.accepted(answered.request()));
        answered.to("ACKNOWLEDGED", answered.text("acknowledgement"));
        clock.ahead(Duration.ofDays(1));
        assertThat(told(silentRequest)).as("after a day").isEmpty();
        // more than three working days, whatever the holidays
        clock.ahead(Duration.ofDays(20));
        awaitTold(silentRequest, "cn.53", "cn.jco");
        assertThat(told(answeredRequest)).isEmpty();
    }

    @Test
    void who_answers_about_one_person_has_not_answered_about_another() throws Exception {
        var other = "urn:guitu:person:cn.53:test-0203";
        var home = Homeward.of(hub);
        home.to("REQUESTED", home.request())
                .to("REQUESTED", Sample.renewed(home.request()).replace("urn:guitu:person:cn.53:test-0201", other))
                .to("ACKNOWLEDGED", home.text("acknowledgement"));
        var asked = RunningHub.id(hub.accepted(home.text("nationality-verification-request")));
        var askedToo = RunningHub.id(hub.accepted(Sample.renewed(home.text("nationality-verification-request"))
                .replace("urn:guitu:person:cn.53:test-0201", other)));
        home.to("VERIFIED", home.text("nationality-verification-result"));
        // more than thirty working days
        clock.ahead(Duration.ofDays(70));
        awaitTold(askedToo, "cn.53", "cn.jco");
        assertThat(told(asked)).isEmpty();
    }

    @Test
    void minutes_that_the_other_side_does_not_sign_within_a_day_are_overdue() throws Exception {
        var home = Homeward.of(hub);
        home.approvedAfter(home.request()).to("SCHEDULED", home.text("handover-schedule"));
        var minutes = RunningHub.id(hub.accepted(home.text("handover-confirmation")));
        assertThat(hub.rows("SELECT recipient FROM delivery WHERE answer_rule = 'D19'"))
                .as("the other signatory only")
                .containsExactly("vn.mps");
        clock.ahead(Duration.ofHours(25));
        awaitTold(minutes, "cn.53.border.hekou", "cn.jco");
    }

    private Iterable<String> told(MessageId message) {
        return hub.rows(
                "SELECT party FROM receipt WHERE kind = 'Overdue' AND round = -1 AND message = ? ORDER BY 1",
                message.uuid());
    }

    private void awaitTold(MessageId message, String... parties) {
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .untilAsserted(() -> assertThat(told(message)).containsExactly(parties));
    }
}
