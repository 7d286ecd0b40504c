package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.family.Breaks;
import org.guitu.message.Warning;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agreements run by messages alone, the hub's own among them: amended, renewed, reported, ended. */
final class AgreementLifeTest {
    @TempDir
    Path folder;

    private AgreementRun run;

    @BeforeEach
    void start() throws Exception {
        run = AgreementRun.start(folder);
    }

    @AfterEach
    void stop() throws Exception {
        run.close();
    }

    private String renewal(String from, String to, int day) throws Exception {
        return Sample.renewed(run.text("renewal", "<m:ValidTo>2032-11-18<", "<m:ValidTo>" + run.day(day) + "<"))
                .replaceFirst("\\s*<InReplyTo>[^<]+</InReplyTo>", "")
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1" + from)
                .replaceFirst("(<Recipients>\\s*<Recipient>)[^<]+", "$1" + to);
    }

    /** The first clause for SEARCH and INVESTIGATION, until an amendment adds RETURN. */
    @Test
    void an_amendment_that_all_have_signed_counts_and_one_rejected_changes_nothing() throws Exception {
        var first = run.text("proposal");
        var digest = AgreementRun.digest(first);
        run.hub.accepted(first);
        run.hub.accepted(AgreementRun.with(run.text("signature-proposer"), digest));
        run.hub.accepted(AgreementRun.with(run.text("signature-other"), digest));
        run.hub.accepted(run.text("amendment"));
        run.hub.accepted(run.text("rejection", "<m:Version>1<", "<m:Version>2<"));
        assertThat(run.state()).isEqualTo("SIGNED");
        assertThat(run.refusal(run.alert("RETURN")).code()).isEqualTo("GT-5003");

        var amendment = Sample.renewed(run.text("amendment", "<m:Version>2<", "<m:Version>3<"));
        run.hub.accepted(amendment);
        sign("signature-proposer", 3, amendment);
        assertThat(run.refusal(run.alert("RETURN")).code()).isEqualTo("GT-5003");
        sign("signature-other", 3, amendment);
        run.hub.accepted(run.alert("RETURN"));
        assertThat(run.grants()).contains("/v3/1").doesNotContain("/v1/", "/v2/");
    }

    @Test
    @Breaks("R-G10")
    void a_second_agreement_over_the_same_is_concluded_with_a_remark() throws Exception {
        run.concluded(run.proposal());
        var other = AgreementRun.conversation();
        var proposal = other.current("agreement", "proposal", java.time.Instant.now());
        var digest = AgreementRun.digest(proposal);
        run.hub.accepted(proposal);
        var first = other.current("agreement", "signature-proposer", java.time.Instant.now());
        run.hub.accepted(AgreementRun.with(first, digest));
        var last = other.current("agreement", "signature-other", java.time.Instant.now());
        var receipt = run.hub.send(run.hub.signed(AgreementRun.with(last, digest)));
        assertThat(receipt.refusal()).isEmpty();
        assertThat(receipt.warnings()).extracting(Warning::rule).containsExactly("R-G10");
        assertThat(receipt.warnings().get(0).text().en()).contains("higher Priority");
    }

    private void sign(String sample, int version, String amendment) throws Exception {
        run.hub.accepted(Sample.renewed(AgreementRun.with(
                run.text(sample, "<m:Version>1<", "<m:Version>" + version + "<"), AgreementRun.digest(amendment))));
    }

    @Test
    void the_version_in_force_allows_until_the_day_the_next_one_begins() throws Exception {
        run.concluded(run.proposal());
        run.said("EntryIntoForce", 1);
        var amendment = AgreementRun.changed(
                run.text("amendment"),
                "<m:EffectiveOnLastSignature/>",
                "<m:EffectiveFrom>" + run.day(3) + "</m:EffectiveFrom>",
                "<m:Purpose>RETURN<",
                "<m:Purpose>STATISTICS<");
        amendment = AgreementRun.with(amendment, AgreementRun.digest(amendment));
        run.hub.accepted(amendment);
        sign("signature-proposer", 2, amendment);
        sign("signature-other", 2, amendment);
        run.hub.accepted(run.alert("RETURN"));
        run.after(4);
        assertThat(run.refusal(run.alert("RETURN")).code()).isEqualTo("GT-5003");
        run.said("EntryIntoForce", 2);
    }

    @Test
    void renewed_by_all_it_goes_on_and_then_it_ends() throws Exception {
        run.concluded(run.proposal(
                "<m:ValidFor>P5Y</m:ValidFor>",
                "<m:ValidTo>" + run.day(10) + "</m:ValidTo>",
                ">AUTOMATIC<",
                ">EXPLICIT<"));
        // a term of ten days: both at once
        assertThat(run.said("EntryIntoForce", 1)).containsExactly("cn.44", "cn.53", "cn.jco");
        assertThat(run.said("ExpiryWarning", 1)).containsExactly("cn.44", "cn.53", "cn.jco");
        run.hub.accepted(renewal("cn.53", "cn.44", 20));
        run.hub.accepted(renewal("cn.44", "cn.53", 20));
        run.said("EntryIntoForce", 2);
        var begun = AgreementRun.conversation();
        run.after(15);
        run.hub.accepted(run.alert(begun, "alert-issue", "RETURN", "cn.44"));
        run.after(22);
        assertThat(run.said("Expired", 1)).containsExactly("cn.44", "cn.53", "cn.jco");
        assertThat(run.state()).isEqualTo("EXPIRED");
        assertThat(run.refusal(run.alert("RETURN")).text().en()).contains("the agreement is EXPIRED");
        run.hub.accepted(run.alert(begun, "alert-update", "RETURN", "cn.44"));
    }

    @Test
    void it_renews_itself_as_often_as_it_says() throws Exception {
        run.concluded(run.proposal(
                "<m:ValidFor>P5Y</m:ValidFor>", "<m:ValidTo>" + run.day(4) + "</m:ValidTo>",
                "<m:Period>P1Y<", "<m:Period>P10D<",
                "<m:MaxTimes>2<", "<m:MaxTimes>1<"));
        run.said("EntryIntoForce", 1);
        run.after(5);
        run.said("EntryIntoForce", 2);
        run.after(10);
        run.hub.accepted(run.alert("RETURN"));
        run.after(16);
        run.said("Expired", 1);
        assertThat(run.timeline()).endsWith("cn.hub Expired EXPIRED").contains("cn.hub Renewal SIGNED");
    }

    @Test
    @Breaks({"R-G08", "R-G08-listed"})
    void terminated_it_counts_until_the_notice_is_over() throws Exception {
        run.concluded(run.proposal("<m:NoticePeriod>P3M<", "<m:NoticePeriod>P3D<"));
        run.said("EntryIntoForce", 1);
        var open = AgreementRun.conversation();
        var begun = RunningHub.id(run.hub.accepted(run.alert(open, "alert-issue", "RETURN", "cn.44")));
        var notice = run.text("termination", ">2027-09-30<", ">" + run.day(2) + "<");
        assertThat(run.refusal(notice).rule()).isEqualTo("R-G08");
        var inTime = notice.replace(">" + run.day(2) + "<", ">" + run.day(3) + "<");
        assertThat(run.refusal(inTime).rule()).isEqualTo("R-G08-listed");
        var conversation = run.hub.rows("SELECT conversation FROM message WHERE id = ?", begun.uuid());
        run.hub.accepted(
                inTime.replaceFirst("(<m:OpenConversation>urn:uuid:)[^<]+", "$1" + String.join("", conversation)));
        run.after(2);
        run.hub.accepted(run.alert("RETURN"));
        run.after(4);
        run.said("Expired", 1);
        assertThat(run.state()).isEqualTo("TERMINATED");
        assertThat(run.refusal(run.alert("RETURN")).text().en()).contains("the agreement is TERMINATED");
    }

    @Test
    void who_is_asked_under_a_clause_answers_in_its_time_or_the_asker_and_the_jco_are_told() throws Exception {
        run.concluded(run.proposal());
        var silent = RunningHub.id(run.hub.accepted(run.alert("RETURN")));
        var heard = AgreementRun.conversation();
        var answered = RunningHub.id(run.hub.accepted(run.alert(heard, "alert-issue", "RETURN", "cn.44")));
        run.hub.accepted(run.alert(heard, "sighting-report", "SEARCH", "cn.53")
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1cn.44"));
        var told = "SELECT party FROM receipt WHERE kind = 'Overdue' AND round = -1 AND message = ? ORDER BY 1";
        run.after(8);
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .untilAsserted(
                        () -> assertThat(run.hub.rows(told, silent.uuid())).containsExactly("cn.53", "cn.jco"));
        assertThat(run.hub.rows(told, answered.uuid())).isEmpty();
        assertThat(run.hub.rows("SELECT d.id FROM delivery d JOIN message m ON m.id = d.message"
                        + " WHERE d.answer_by IS NOT NULL AND m.type LIKE 'alert/%'"))
                .isEmpty();
    }

    @Test
    void an_agreement_that_nobody_reports_is_noticed_after_ten_working_days() throws Exception {
        run.concluded(run.proposal());
        var told = "SELECT r.party FROM receipt r JOIN message m ON m.id = r.message"
                + " WHERE r.kind = 'Overdue' AND r.round = -1 AND m.type = 'agreement/Signature' ORDER BY 1";
        assertThat(run.hub.rows(told)).isEmpty();
        run.after(20);
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .untilAsserted(() -> assertThat(run.hub.rows(told)).containsExactly("cn.44", "cn.jco"));
    }

    @Test
    void what_is_allowed_on_a_day_is_what_the_term_of_an_agreement_says() throws Exception {
        run.concluded(run.proposal("<m:ValidFor>P5Y</m:ValidFor>", "<m:ValidTo>" + run.day(10) + "</m:ValidTo>"));
        run.said("EntryIntoForce", 1);
        assertThat(allowed(5)).contains("v1/1").doesNotContain("not in force then");
        assertThat(allowed(30)).contains("not in force then");
    }

    private String allowed(int day) {
        return run.hub.grants(
                "en",
                "--from",
                "cn.53",
                "--to",
                "cn.44",
                "--type",
                "alert/AlertIssue",
                "--at",
                run.day(day).toString());
    }
}
