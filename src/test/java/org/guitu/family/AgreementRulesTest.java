package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.guitu.message.Refused;
import org.guitu.message.Warning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of agreements that need what was said before (domain.md 6.5), and what the hub says of them by itself. */
final class AgreementRulesTest {
    private static final String EXPLICIT = "<m:Mode>AUTOMATIC</m:Mode>";
    private static final String FILED_IN_TIME = "<m:InTime>true</m:InTime>";

    private static void refused(String rule, ThrowingCallable sending) {
        var refused = catchThrowableOfType(Refused.class, sending);
        assertThat(refused).as(rule).isNotNull();
        assertThat(refused.refusal().rule()).isEqualTo(rule);
    }

    private static String text(String name) throws Exception {
        return AgreementStory.sample(name);
    }

    private static String late() throws Exception {
        return text("office-receipt").replace(FILED_IN_TIME, "<m:InTime>false</m:InTime>");
    }

    private static AgreementStory filed() throws Exception {
        return new AgreementStory()
                .signed("2026-12-01")
                .send("2026-12-08T09:00", "cn.53", text("report-to-office"))
                .send("2026-12-09T09:00", "cn.jco", text("office-receipt"));
    }

    /** domain.md 8, scenario 8. */
    @Test
    @Breaks("R-G06-late")
    void a_letter_of_intent_returned_and_filed_in_the_new_year_counts_as_late() throws Exception {
        var story = new AgreementStory("<m:Within>P14D</m:Within>", "<m:Within>P14D</m:Within><m:By>2008-12-31</m:By>")
                .signed("2008-12-20")
                .send("2008-12-29T09:00", "cn.53", text("report-to-office"))
                .send("2008-12-30T09:00", "cn.jco", text("office-receipt-returned"))
                .send("2009-01-02T09:00", "cn.53", text("report-to-office"));
        refused("R-G06-late", () -> story.send("2009-01-05T09:00", "cn.jco", text("office-receipt")));
        story.send("2009-01-05T09:00", "cn.jco", late());
        assertThat(story.timeline())
                .containsExactly(
                        "2008-12-20 cn.53 Proposal -> PROPOSED",
                        "2008-12-20 cn.53 Signature -> PARTLY_SIGNED",
                        "2008-12-20 cn.44 Signature -> SIGNED",
                        "2008-12-20 cn.hub EntryIntoForce -> SIGNED",
                        "2008-12-29 cn.53 ReportToOffice -> REPORTED",
                        "2008-12-30 cn.jco OfficeReceipt -> SIGNED",
                        "2009-01-02 cn.53 ReportToOffice -> REPORTED",
                        "2009-01-05 cn.jco OfficeReceipt -> FILED");
    }

    @Test
    @Breaks("R-G06-late")
    void a_report_is_in_time_to_the_end_of_its_last_day() throws Exception {
        var last =
                new AgreementStory().signed("2026-12-01").send("2026-12-15T23:59", "cn.53", text("report-to-office"));
        refused("R-G06-late", () -> last.send("2026-12-20T09:00", "cn.jco", late()));
        assertThat(last.send("2026-12-20T09:00", "cn.jco", text("office-receipt"))
                        .state())
                .isEqualTo("FILED");
        var late =
                new AgreementStory().signed("2026-12-01").send("2026-12-16T00:01", "cn.53", text("report-to-office"));
        refused("R-G06-late", () -> late.send("2026-12-20T09:00", "cn.jco", text("office-receipt")));
        assertThat(late.send("2026-12-20T09:00", "cn.jco", late()).state()).isEqualTo("FILED");
    }

    @Test
    @Breaks({"R-G06", "R-G06-parties", "R-G06-text"})
    void only_the_office_named_reports_the_text_that_was_signed() throws Exception {
        var story = new AgreementStory().signed("2026-12-01");
        var report = text("report-to-office");
        refused("R-G06", () -> story.send("2026-12-08T09:00", "cn.44", report));
        refused(
                "R-G06-text",
                () -> story.send("2026-12-08T09:00", "cn.53", report.replace("<m:Version>1", "<m:Version>2")));
        refused(
                "R-G06-parties",
                () -> story.send("2026-12-08T09:00", "cn.53", report.replaceFirst("<m:Party>cn.44", "<m:Party>cn.53")));
    }

    @Test
    @Breaks({"R-G02-once", "R-G04-signed"})
    void nobody_signs_twice_nor_after_the_day_it_was_to_be_in_force() throws Exception {
        var story = new AgreementStory("<m:EffectiveOnLastSignature/>", "<m:EffectiveFrom>2026-12-02</m:EffectiveFrom>")
                .send("2026-12-01T09:00", "cn.53", story("2026-12-02"))
                .send("2026-12-01T10:00", "cn.53", text("signature-proposer"));
        refused("R-G02-once", () -> story.send("2026-12-01T11:00", "cn.53", text("signature-proposer")));
        refused("R-G04-signed", () -> story.send("2026-12-03T00:01", "cn.44", text("signature-other")));
        assertThat(story.send("2026-12-02T23:59", "cn.44", text("signature-other"))
                        .state())
                .isEqualTo("SIGNED");
    }

    private static String story(String from) throws Exception {
        return text("proposal")
                .replace("<m:EffectiveOnLastSignature/>", "<m:EffectiveFrom>" + from + "</m:EffectiveFrom>");
    }

    @Test
    void it_comes_into_force_on_its_day_and_the_hub_says_so() throws Exception {
        var story = new AgreementStory(
                        "<m:EffectiveOnLastSignature/>", "<m:EffectiveFrom>2027-01-01</m:EffectiveFrom>",
                        "<m:ValidFor>P5Y</m:ValidFor>", "<m:ValidTo>2027-12-31</m:ValidTo>")
                .signed("2026-12-01");
        assertThat(story.wait("2026-12-31").last("InForceFrom")).isEmpty();
        assertThat(story.wait("2027-01-02").last("InForceFrom")).isEqualTo("2027-01-01T00:00:00+08:00");
        assertThat(story.last("InForceUntil")).isEqualTo("2028-01-01T00:00:00+08:00");
    }

    @Test
    @Breaks({"R-G02", "R-G02-once", "R-G03-agreed", "R-G03-frozen", "R-G06-text"})
    void an_amendment_counts_once_all_have_signed_it_and_is_reported_again() throws Exception {
        var story = filed().send("2027-03-01T09:00", "cn.53", text("amendment"))
                .send("2027-03-02T09:00", "cn.44", text("signature-other").replace("<m:Version>1", "<m:Version>2"));
        assertThat(story.state()).isEqualTo("AMENDING");
        refused("R-G02", () -> story.send("2027-03-03T09:00", "cn.53", text("signature-proposer")));
        refused("R-G03-frozen", () -> story.send("2027-03-03T09:00", "cn.44", story.amendment(3)));
        refused("R-G02-once", () -> story.send("2027-03-03T09:00", "cn.44", story.signature("cn.44", 2, "2026-11-18")));
        story.send("2027-03-04T09:00", "cn.53", story.signature("cn.53", 2, "2026-11-18"));
        assertThat(story.state()).isEqualTo("SIGNED");
        assertThat(story.wait("2027-03-05").last("InForceUntil")).isEqualTo("2032-03-04T09:00:00+08:00");
        refused("R-G06-text", () -> story.send("2027-03-06T09:00", "cn.53", text("report-to-office")));
        story.send("2027-03-06T09:00", "cn.53", text("report-to-office").replace("<m:Version>1", "<m:Version>2"));
        refused("R-G03-agreed", () -> story.send("2027-03-07T09:00", "cn.53", text("suspension")));
        assertThat(story.state()).isEqualTo("REPORTED");
    }

    @Test
    void an_amendment_that_begins_when_the_term_ends_carries_on() throws Exception {
        var story = new AgreementStory(
                        "<m:ValidFor>P5Y</m:ValidFor>",
                        "<m:ValidTo>2027-12-31</m:ValidTo>",
                        EXPLICIT,
                        "<m:Mode>NONE</m:Mode>")
                .signed("2026-12-01");
        var amendment = story.amendment(
                2,
                "<m:EffectiveOnLastSignature/>",
                "<m:EffectiveFrom>2028-01-01</m:EffectiveFrom>",
                "<m:ValidFor>P5Y</m:ValidFor>",
                "<m:ValidTo>2028-12-31</m:ValidTo>",
                EXPLICIT,
                "<m:Mode>NONE</m:Mode>");
        story.send("2027-06-01T09:00", "cn.53", amendment)
                .send("2027-06-02T09:00", "cn.53", story.signature("cn.53", 2, "2026-12-01"))
                .send("2027-06-02T09:00", "cn.44", story.signature("cn.44", 2, "2026-12-01"));
        assertThat(story.wait("2028-01-02").last("InForceUntil")).isEqualTo("2029-01-01T00:00:00+08:00");
        assertThat(story.state()).isEqualTo("SIGNED");
        assertThat(story.wait("2029-01-01").state()).isEqualTo("EXPIRED");
    }

    @Test
    @Breaks({"R-G03", "R-G03-current", "R-G09-answer", "R-G09-gap", "R-G09-own", "R-G09-parties"})
    void an_amendment_rejected_or_withdrawn_changes_nothing() throws Exception {
        var story = filed();
        var rejection = text("rejection").replace("<m:Version>1", "<m:Version>2");
        var withdrawal = text("withdrawal").replace("<m:Version>1", "<m:Version>2");
        refused(
                "R-G03",
                () -> story.send(
                        "2027-03-01T09:00", "cn.53", story.amendment(1).replace("<m:Version>1", "<m:Version>3")));
        refused(
                "R-G09-gap",
                () -> story.send(
                        "2027-03-01T09:00",
                        "cn.53",
                        story.amendment(
                                2, "<m:EffectiveOnLastSignature/>", "<m:EffectiveFrom>2040-01-01</m:EffectiveFrom>")));
        refused("R-G09-parties", () -> story.send("2027-03-01T09:00", "cn.53", story.amendment(2, "cn.44", "cn.35")));
        story.send("2027-03-01T09:00", "cn.53", text("amendment"));
        refused("R-G09-answer", () -> story.send("2027-03-02T09:00", "cn.53", rejection));
        refused("R-G09-own", () -> story.send("2027-03-02T09:00", "cn.44", withdrawal));
        refused(
                "R-G03-current",
                () -> story.send(
                        "2027-03-02T09:00", "cn.44", text("rejection").replace("<m:Version>2", "<m:Version>1")));
        assertThat(story.send("2027-03-02T09:00", "cn.44", rejection).state()).isEqualTo("FILED");
        story.send("2027-03-03T09:00", "cn.44", story.amendment(3));
        assertThat(story.send("2027-03-04T09:00", "cn.44", withdrawal.replace("<m:Version>2", "<m:Version>3"))
                        .state())
                .isEqualTo("FILED");
        story.send("2027-03-05T09:00", "cn.53", text("implementation-report"));
        assertThat(story.send("2027-03-06T09:00", "cn.53", text("suspension")).state())
                .isEqualTo("SUSPENDED");
    }

    @Test
    @Breaks("R-G12-resumption")
    void what_is_suspended_while_it_is_amended_is_resumed_as_it_was() throws Exception {
        var story = filed().send("2027-03-01T09:00", "cn.53", text("amendment"))
                .send("2027-03-02T09:00", "cn.jco", text("suspension"));
        refused("R-G12-resumption", () -> story.send("2027-03-03T09:00", "cn.53", text("resumption")));
        story.send("2027-03-03T09:00", "cn.jco", text("resumption"));
        assertThat(story.state()).isEqualTo("FILED");
        assertThat(new AgreementStory()
                        .signed("2026-12-01")
                        .send("2026-12-02T09:00", "cn.53", text("suspension"))
                        .send("2026-12-03T09:00", "cn.53", text("resumption"))
                        .state())
                .isEqualTo("SIGNED");
        assertThat(new AgreementStory()
                        .signed("2026-12-01")
                        .send("2026-12-02T09:00", "cn.53", text("report-to-office"))
                        .send("2026-12-03T09:00", "cn.53", text("suspension"))
                        .send("2026-12-04T09:00", "cn.53", text("resumption"))
                        .state())
                .isEqualTo("REPORTED");
    }

    /** A copy makes a participant, but no party. */
    @Test
    @Breaks({"R-G04-party", "R-G03-party", "R-G12-suspension"})
    void who_was_only_told_of_it_cannot_act_on_it() throws Exception {
        var told = "<Recipient>cn.jco</Recipient>";
        var proposed = new AgreementStory(told, told + "<Recipient>cn.52</Recipient>")
                .send(
                        "2026-12-01T09:00",
                        "cn.53",
                        text("proposal").replace(told, told + "<Recipient>cn.52</Recipient>"));
        refused(
                "R-G03-party",
                () -> proposed.send(
                        "2026-12-02T09:00", "cn.52", text("rejection").replace("<m:Version>2", "<m:Version>1")));
        var signed = new AgreementStory(told, told + "<Recipient>cn.52</Recipient>").signed("2026-12-01");
        refused("R-G12-suspension", () -> signed.send("2026-12-02T09:00", "cn.52", text("suspension")));
        refused("R-G04-party", () -> signed.send("2031-10-01T09:00", "cn.52", text("renewal")));
    }

    @Test
    @Breaks({"R-G04-once", "R-G04-term", "R-G04-times"})
    void all_renew_to_the_same_day_or_it_ends_on_its_own() throws Exception {
        var story = new AgreementStory(EXPLICIT, "<m:Mode>EXPLICIT</m:Mode>", "<m:MaxTimes>2<", "<m:MaxTimes>1<")
                .signed("2026-12-01");
        assertThat(story.wait("2031-09-02").timeline()).doesNotContain("2031-09-02 cn.hub ExpiryWarning -> SIGNED");
        assertThat(story.wait("2031-09-03").timeline()).contains("2031-09-02 cn.hub ExpiryWarning -> SIGNED");
        var to = text("renewal").replaceFirst("<m:ValidTo>[^<]+", "<m:ValidTo>2032-12-01");
        refused("R-G04-term", () -> story.send("2031-10-01T09:00", "cn.53", to.replace("2032-12-01", "2031-11-30")));
        refused("R-G04-term", () -> story.send("2031-10-01T09:00", "cn.53", to.replace("2032-12-01", "2032-12-02")));
        story.send("2031-10-01T09:00", "cn.53", to);
        assertThat(story.until()).isEmpty();
        refused("R-G04-once", () -> story.send("2031-10-02T09:00", "cn.53", to));
        story.send("2031-10-03T09:00", "cn.44", to);
        assertThat(story.until()).isEqualTo("2032-12-01");
        assertThat(story.wait("2031-10-04").last("InForceUntil")).isEqualTo("2032-12-02T00:00:00+08:00");
        refused("R-G04-times", () -> story.send("2032-10-01T09:00", "cn.44", to.replace("2032-12-01", "2033-12-01")));
        assertThat(story.wait("2032-12-01").state()).isEqualTo("SIGNED");
        assertThat(story.wait("2032-12-02").state()).isEqualTo("EXPIRED");
        assertThat(story.last("Cause")).isEqualTo("TERM_ENDED");
    }

    @Test
    @Breaks("R-G04-mode")
    void a_text_that_renews_itself_does_so_as_often_as_it_says() throws Exception {
        var story = filed();
        refused("R-G04-mode", () -> story.send("2031-10-01T09:00", "cn.53", text("renewal")));
        story.wait("2040-01-01");
        assertThat(story.timeline().subList(6, story.timeline().size()))
                .containsExactly(
                        "2031-09-02 cn.hub ExpiryWarning -> FILED",
                        "2031-11-30 cn.hub Renewal -> FILED",
                        "2031-11-30 cn.hub EntryIntoForce -> FILED",
                        "2032-09-03 cn.hub ExpiryWarning -> FILED",
                        "2032-12-01 cn.hub Renewal -> FILED",
                        "2032-12-01 cn.hub EntryIntoForce -> FILED",
                        "2033-09-03 cn.hub ExpiryWarning -> FILED",
                        "2033-12-02 cn.hub Expired -> EXPIRED");
        assertThat(story.until()).isEqualTo("2033-12-01");
    }

    @Test
    @Breaks("R-G04-mode")
    void nothing_renews_a_text_that_says_so() throws Exception {
        var story = new AgreementStory(EXPLICIT, "<m:Mode>NONE</m:Mode>").signed("2026-12-01");
        refused("R-G04-mode", () -> story.send("2031-10-01T09:00", "cn.53", text("renewal")));
        assertThat(story.wait("2031-12-02").state()).isEqualTo("EXPIRED");
    }

    @Test
    @Breaks({"R-G08", "R-G08-once", "R-G08-term"})
    void notice_is_given_as_long_ahead_as_agreed_and_the_hub_says_when_it_is_over() throws Exception {
        var story = filed();
        var notice = text("termination");
        refused("R-G08", () -> story.send("2027-07-01T09:00", "cn.53", notice));
        refused(
                "R-G08-term",
                () -> story.send("2027-06-30T09:00", "cn.53", notice.replace("2027-09-30", "2032-09-30")));
        story.send("2027-06-30T09:00", "cn.53", notice);
        assertThat(story.state()).isEqualTo("TERMINATING");
        assertThat(story.until()).isEqualTo("2027-09-30");
        story.send("2027-07-01T09:00", "cn.44", text("suspension"));
        refused(
                "R-G08-once",
                () -> story.send("2027-07-02T09:00", "cn.44", notice.replace("2027-09-30", "2027-10-30")));
        assertThat(story.send("2027-07-03T09:00", "cn.44", text("resumption")).state())
                .isEqualTo("TERMINATING");
        assertThat(story.wait("2027-09-30").state()).isEqualTo("TERMINATING");
        assertThat(story.wait("2027-10-02").state()).isEqualTo("TERMINATED");
        assertThat(story.last("Cause")).isEqualTo("TERMINATED");
        assertThat(story.last("EndedAt")).isEqualTo("2027-10-01T00:00:00+08:00");
    }

    @Test
    void what_is_suspended_stays_so_under_notice_and_ends_all_the_same() throws Exception {
        var story = filed().send("2027-06-01T09:00", "cn.53", text("suspension"))
                .send("2027-06-02T09:00", "cn.53", text("termination"));
        assertThat(story.state()).isEqualTo("SUSPENDED");
        assertThat(story.wait("2027-10-02").state()).isEqualTo("TERMINATED");
    }

    private static final Instant LASTS = Instant.parse("2100-01-01T00:00:00Z");

    private static Surroundings.Clause other(String from, String to, String type, String purpose) {
        return new Surroundings.Clause(Set.of(from), Set.of(to), Set.of(type), Set.of(purpose));
    }

    @ParameterizedTest
    @Breaks("R-G10")
    @CsvSource({
        "cn.53, cn.44, alert/*, SEARCH, true",
        "cn.53, cn.44, alert/AlertIssue, SEARCH, true",
        "cn.44, cn.53, repatriation/*, RETURN, true",
        "cn.53, cn.44, repatriation/*, RETURN, false",
        "cn.53, cn.35, alert/*, SEARCH, false",
        "cn.53, cn.44, alert/*, STATISTICS, false",
        "cn.53, cn.44, agreement/*, SEARCH, false",
    })
    void who_signs_what_another_agreement_allows_is_told(
            String from, String to, String type, String purpose, boolean told) throws Exception {
        var story = new AgreementStory()
                .beside(new Surroundings(LASTS, List.of(other(from, to, type, purpose)), Set.of()))
                .signed("2026-12-01");
        assertThat(story.state()).isEqualTo("SIGNED");
        assertThat(story.warnings()).extracting(Warning::rule).isEqualTo(told ? List.of("R-G10") : List.of());
    }

    @Test
    @Breaks("R-G11-certificate")
    void who_signs_with_a_certificate_that_ends_within_thirty_days_is_told() throws Exception {
        var signed = Instant.parse("2026-12-01T03:00:00Z");
        var thirty = signed.plus(Duration.ofDays(30));
        var enough = new AgreementStory()
                .beside(new Surroundings(thirty, List.of(), Set.of()))
                .signed("2026-12-01");
        assertThat(enough.warnings()).isEmpty();
        var ending = new AgreementStory()
                .beside(new Surroundings(thirty.minusSeconds(1), List.of(), Set.of()))
                .signed("2026-12-01");
        assertThat(ending.warnings()).extracting(Warning::rule).containsExactly("R-G11-certificate");
    }

    @Test
    @Breaks("R-G08-listed")
    void who_terminates_lists_what_it_has_open_under_the_agreement() throws Exception {
        var listed = "urn:uuid:5a3c0000-0000-4000-8000-0000000000a1";
        var story = filed().beside(new Surroundings(
                LASTS, List.of(), Set.of(listed, "urn:uuid:5a3c0000-0000-4000-8000-0000000000a2")));
        var notice = text("termination");
        refused("R-G08-listed", () -> story.send("2027-06-30T09:00", "cn.53", notice));
        story.beside(new Surroundings(LASTS, List.of(), Set.of(listed))).send("2027-06-30T09:00", "cn.53", notice);
        assertThat(story.state()).isEqualTo("TERMINATING");
    }
}
