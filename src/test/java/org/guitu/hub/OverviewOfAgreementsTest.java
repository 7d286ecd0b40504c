package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.guitu.oversight.Overview;
import org.guitu.oversight.Overview.Answers;
import org.guitu.oversight.Overview.Awaited;
import org.guitu.oversight.Overview.Conversation;
import org.guitu.oversight.OverviewXml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the overview says of an agreement over its life. */
final class OverviewOfAgreementsTest {
    private static Conversation agreement(Overview overview) {
        assertThat(overview.conversations()).filteredOn("family", "agreement").hasSize(1);
        return overview.conversations().stream()
                .filter(one -> one.family().equals("agreement"))
                .findFirst()
                .orElseThrow();
    }

    /** The report to the Joint Conference Office that its signature asks for. */
    private static Awaited report(Conversation agreement) {
        assertThat(agreement.awaited()).filteredOn("rule", "D24").hasSize(1);
        return agreement.awaited().stream()
                .filter(one -> one.rule().equals("D24"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void it_is_in_force_until_its_end_and_who_reports_it_late_is_named(@TempDir Path folder) throws Exception {
        try (var run = AgreementRun.start(folder)) {
            var digest = run.concluded(run.proposal());
            run.said("EntryIntoForce", 1);
            var fresh = run.hub.overview();
            assertThat(agreement(fresh).state()).isEqualTo("SIGNED");
            assertThat(agreement(fresh).until().orElse(Instant.EPOCH))
                    .as("the end of its clauses")
                    .isAfter(fresh.asOf());
            assertThat(report(agreement(fresh)).by()).isAfter(fresh.asOf());

            run.after(40);
            var late = run.hub.overview();
            assertThat(report(agreement(late)).by()).as("two working weeks").isBefore(late.asOf());
            assertThat(report(agreement(late)).answeredAt()).isEmpty();
            assertThat(late.answers()).extracting(Answers::missing).contains(1);

            run.hub.accepted(AgreementRun.with(run.text("report-to-office"), digest));
            var reported = run.hub.overview();
            assertThat(agreement(reported).state()).isEqualTo("REPORTED");
            var report = report(agreement(reported));
            assertThat(report.answeredAt().orElseThrow()).isAfter(report.by());
            assertThat(reported.answers()).extracting(Answers::late).contains(1);

            var written = OverviewXml.write(reported).getDocumentElement();
            assertThat(OverviewXml.write(OverviewXml.read(written))
                            .getDocumentElement()
                            .isEqualNode(written))
                    .as("read as it was written")
                    .isTrue();
        }
    }

    @Test
    void the_office_that_signs_last_and_has_to_report_is_awaited_too_and_has_its_signature_with_the_deadline(
            @TempDir Path folder) throws Exception {
        try (var run = AgreementRun.start(folder)) {
            var digest = run.concluded(run.proposal("<m:Office>cn.53</m:Office>", "<m:Office>cn.44</m:Office>"));
            var fresh = run.hub.overview();
            assertThat(report(agreement(fresh)).from().value()).isEqualTo("cn.44");
            assertThat(run.hub.rows("""
                            SELECT d.recipient, d.answer_rule FROM delivery d JOIN message m ON m.id = d.message
                            WHERE m.type = 'agreement/Signature' AND m.sender = d.recipient""")).containsExactly("cn.44 D24");

            run.after(40);
            var report = run.text(
                    "report-to-office",
                    "    <Party>cn.53</Party>\n      <Unit>",
                    "    <Party>cn.44</Party>\n      <Unit>",
                    "<Recipient>cn.44<",
                    "<Recipient>cn.53<");
            run.hub.accepted(AgreementRun.with(report, digest));
            var reported = run.hub.overview();
            var late = report(agreement(reported));
            assertThat(late.answeredAt().orElseThrow()).isAfter(late.by());
            assertThat(reported.answers()).extracting(Answers::late).contains(1);
        }
    }
}
