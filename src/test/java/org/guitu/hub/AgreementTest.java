package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.guitu.family.Breaks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What two governments agreed is what the hub allows: alerts for the purpose of return, which no clause of the baseline covers.
 */
final class AgreementTest {
    @TempDir
    Path folder;

    private AgreementRun run;

    @BeforeEach
    void start() throws Exception {
        run = AgreementRun.start(folder, "cn.52", "vn.mps");
    }

    @AfterEach
    void stop() throws Exception {
        run.close();
    }

    @Test
    @Breaks("R-G02-digest")
    void nothing_but_the_signatures_of_all_makes_its_clauses_allow_anything() throws Exception {
        var refused = run.refusal(run.alert("RETURN"));
        assertThat(refused.code()).isEqualTo("GT-5003");
        assertThat(refused.text().en()).contains("RETURN").doesNotContain("agreement:");
        // a digest of another text
        assertThat(run.refusal(run.proposal()).code()).isEqualTo("GT-4203");
        run.concluded(run.proposal());
        run.hub.accepted(run.alert("RETURN"));
        assertThat(run.grants()).containsPattern("agreement:[0-9a-f-]{36}/v1/1");
    }

    @Test
    @Breaks({"R-X28", "R-G12-resumption"})
    void what_was_begun_before_a_suspension_may_end_and_nothing_new_begins_until_it_is_over() throws Exception {
        run.concluded(run.proposal());
        assertThat(run.said("EntryIntoForce", 1)).containsExactly("cn.44", "cn.53", "cn.jco");
        var begun = AgreementRun.conversation();
        run.hub.accepted(run.alert(begun, "alert-issue", "RETURN", "cn.44"));
        run.hub.accepted(run.text("suspension"));
        var refused = run.refusal(run.alert("RETURN"));
        assertThat(refused.code()).isEqualTo("GT-5003");
        assertThat(refused.text().en()).contains("clause 1 of version 1", "SUSPENDED");
        assertThat(refused.text().zh()).contains("条款 1", "SUSPENDED");
        run.hub.accepted(run.alert(begun, "alert-update", "RETURN", "cn.44"));
        // who did not suspend it cannot resume it
        var others = run.text("resumption")
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1cn.44")
                .replaceFirst("<Recipient>cn.44", "<Recipient>cn.53");
        assertThat(run.refusal(others).rule()).isEqualTo("R-G12-resumption");
        run.hub.accepted(run.text("resumption"));
        run.hub.accepted(run.alert("RETURN"));
    }

    /** What two agreed between themselves is not for a third: only the JCO sees it too. */
    @Test
    void a_third_party_gets_nothing_under_a_clause_made_for_others() throws Exception {
        run.concluded(run.proposal());
        var named = run.refusal(run.alert(AgreementRun.conversation(), "alert-issue", "RETURN", "cn.44", "cn.52"));
        assertThat(named.code()).isEqualTo("GT-5003");
        assertThat(named.text().en()).contains("cn.52");
        // a participant that only the workflow reaches is a third party all the same
        var known = AgreementRun.conversation();
        run.hub.accepted(run.alert(known, "alert-issue", "SEARCH", "cn.44", "cn.52"));
        var reached = run.refusal(run.alert(known, "alert-update", "RETURN", "cn.44"));
        assertThat(reached.code()).isEqualTo("GT-5003");
        assertThat(reached.text().en()).contains("cn.52");
        run.hub.accepted(run.alert("RETURN"));
        assertThat(run.hub.rows("SELECT DISTINCT recipient FROM delivery WHERE grant_id LIKE 'agreement:%' ORDER BY 1"))
                .containsExactly("cn.44", "cn.jco");
    }

    @Test
    void a_proposal_is_countered_and_rejected_or_withdrawn_without_allowing_anything() throws Exception {
        run.hub.accepted(run.text("proposal"));
        run.hub.accepted(run.text("counter-proposal"));
        assertThat(run.state()).isEqualTo("PROPOSED");
        run.hub.accepted(run.text("rejection", "<m:Version>1<", "<m:Version>2<"));
        assertThat(run.state()).isEqualTo("REJECTED");
        var other = AgreementRun.conversation();
        run.hub.accepted(other.current("agreement", "proposal", java.time.Instant.now()));
        run.hub.accepted(other.current("agreement", "withdrawal", java.time.Instant.now()));
        assertThat(run.state().split(" ")).containsExactlyInAnyOrder("REJECTED", "WITHDRAWN");
        assertThat(run.refusal(run.alert("RETURN")).code()).isEqualTo("GT-5003");
    }

    /** The workflow tells everybody who takes part, and that is the JCO as well once it had a copy. */
    @Test
    void an_agency_abroad_suspends_and_resumes_what_it_has_signed() throws Exception {
        var proposal = abroad(run.proposal());
        var digest = AgreementRun.digest(proposal);
        run.hub.accepted(AgreementRun.with(proposal, digest));
        run.hub.accepted(AgreementRun.with(abroad(run.text("signature-proposer")), digest));
        run.hub.accepted(AgreementRun.with(abroad(run.text("signature-other")), digest));
        assertThat(run.state()).isEqualTo("SIGNED");
        run.hub.accepted(byAgency(run.text("suspension")));
        assertThat(run.state()).isEqualTo("SUSPENDED");
        run.hub.accepted(byAgency(run.text("resumption")));
        assertThat(run.state()).isEqualTo("SIGNED");
        assertThat(run.hub.rows("SELECT d.recipient FROM delivery d JOIN message m ON m.id = d.message"
                        + " WHERE m.type = 'agreement/Suspension' ORDER BY 1"))
                .containsExactly("cn.53", "cn.jco");
    }

    private static String abroad(String text) {
        return text.replace("cn.44", "vn.mps")
                .replaceFirst("</Purpose>", "$0<LegalBasis><Code>PALERMO</Code></LegalBasis>");
    }

    private static String byAgency(String text) {
        return abroad(text)
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1vn.mps")
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>cn.53</Recipient></Recipients>");
    }

    @Test
    void the_joint_conference_office_suspends_what_nobody_reported_to_it() throws Exception {
        var proposal = run.proposal().replaceFirst("(?s)\\s*<CopyTo>.*</CopyTo>", "");
        var digest = AgreementRun.digest(proposal);
        run.hub.accepted(AgreementRun.with(proposal, digest));
        for (var signature : java.util.List.of("signature-proposer", "signature-other")) {
            var text = run.text(signature).replaceFirst("(?s)\\s*<CopyTo>.*</CopyTo>", "");
            run.hub.accepted(AgreementRun.with(text, digest));
        }
        run.hub.accepted(run.text("suspension")
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1cn.jco")
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>",
                        "<Recipients><Recipient>cn.53</Recipient><Recipient>cn.44</Recipient></Recipients>")
                .replaceFirst("\\s*<InReplyTo>[^<]+</InReplyTo>", "")
                .replaceFirst("(?s)\\s*<CopyTo>.*</CopyTo>", ""));
        assertThat(run.state()).isEqualTo("SUSPENDED");
    }
}
