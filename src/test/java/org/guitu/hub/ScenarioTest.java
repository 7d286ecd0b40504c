package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guitu.hub.Homeward.onlyTo;
import static org.guitu.hub.Homeward.with;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.guitu.demo.Sample;
import org.guitu.family.Breaks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** The scenarios of reference 8 that real cases left behind, each a story with its days; {@link LiarInTheMiddleTest} has scenario 9. */
final class ScenarioTest {
    private static final MovableClock CLOCK = new MovableClock();
    private static final String OTHER = "test-0203";

    @TempDir
    static Path folder;

    private static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME,
                folder,
                CLOCK,
                config -> {},
                "cn.34",
                "cn.44",
                "cn.53",
                "cn.53.border.hekou",
                "cn.53.border.mohan",
                "cn.jco",
                "la.atd",
                "vn.mps");
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    private static String ofOther(String document) {
        return document.replace("test-0201", OTHER);
    }

    private static String both(String document) {
        return document.replaceFirst(
                "<p:PersonId>([^<]*)test-0201</p:PersonId>", "$0<p:PersonId>$1" + OTHER + "</p:PersonId>");
    }

    private static String finalReport(Story story, int from, int to) throws IOException {
        return with(
                with(story.text("follow-up-report-final"), "PeriodFrom", story.date(from) + ""),
                "PeriodTo",
                story.date(to) + "");
    }

    /** domain.md 8, scenario 4 (S-32): one had a paper, the other none until a note came; by Kunming to the port of Hekou. */
    @Test
    @Breaks("R-R10-unverified")
    void two_women_in_lujiang(TestReporter reporter) throws Exception {
        var story = new Story(
                hub, CLOCK, "repatriation", ">cn.53<", ">cn.34<", "urn:guitu:person:cn.53:", "urn:guitu:person:cn.34:");
        var ask = "nationality-verification-request";
        var result = "nationality-verification-result";
        story.to("REQUESTED", story.text("repatriation-request"))
                .to("REQUESTED", ofOther(story.text("repatriation-request")))
                .day(1)
                .to("ACKNOWLEDGED", story.text("acknowledgement"))
                .to("ACKNOWLEDGED", story.text(ask))
                .to("ACKNOWLEDGED", ofOther(story.text(ask)))
                .day(5)
                .to("VERIFIED", story.text(result))
                .day(20)
                .to("VERIFIED", ofOther(with(story.text(result), "Result", "NOT_VERIFIED")));
        assertThat(story.refused(both(story.text("approval-origin"))).rule()).isEqualTo("R-R10-unverified");
        var note = ofOther(with(with(story.text(result), "Round", "2"), "ReferenceNumber", "TEST-ZH-2026-031"))
                .replaceFirst("<p:Method>REGISTER", "<p:Method>DOCUMENT");
        assertThat(story.day(60).refused(now(note)).rule()).isEqualTo("R-R05-round");
        story.to("VERIFIED", ofOther(with(story.text(ask), "Round", "2")))
                .day(75)
                .to("VERIFIED", now(note))
                .day(76)
                .to("PARTLY_APPROVED", both(story.text("approval-origin")))
                .to("APPROVED", both(story.text("approval-host")))
                .day(80)
                .to("SCHEDULED", story.text("handover-schedule-transit"))
                .to("SCHEDULED", story.text("handover-schedule-reply"))
                .day(86);
        var minutes = story.text("handover-confirmation")
                .replaceFirst(
                        "(?s)<p:HandedOverPerson>.*?</p:HandedOverPerson>",
                        "$0<p:HandedOverPerson><p:PersonId>urn:guitu:person:cn.34:" + OTHER
                                + "</p:PersonId><p:IdentityCheck>CONFIRMED</p:IdentityCheck></p:HandedOverPerson>");
        story.to("PARTLY_CONFIRMED", minutes)
                .to("HANDED_OVER", story.withLastBody(story.text("handover-confirmation-origin")))
                .day(120)
                .to("FOLLOW_UP", finalReport(story, 86, 119))
                .to("FOLLOW_UP", ofOther(finalReport(story, 86, 119)))
                .to("CLOSED", both(story.text("closure")));
        assertThat(story.told(reporter))
                .containsExactly(
                        "day 0, cn.34, RepatriationRequest, REQUESTED",
                        "day 0, cn.34, RepatriationRequest, REQUESTED",
                        "day 1, vn.mps, Acknowledgement, ACKNOWLEDGED",
                        "day 1, cn.34, NationalityVerificationRequest, ACKNOWLEDGED",
                        "day 1, cn.34, NationalityVerificationRequest, ACKNOWLEDGED",
                        "day 5, vn.mps, NationalityVerificationResult, VERIFIED",
                        "day 20, vn.mps, NationalityVerificationResult, VERIFIED",
                        "day 20, vn.mps, Approval, refused R-R10-unverified",
                        "day 60, vn.mps, NationalityVerificationResult, refused R-R05-round",
                        "day 60, cn.34, NationalityVerificationRequest, VERIFIED",
                        "day 75, vn.mps, NationalityVerificationResult, VERIFIED",
                        "day 76, vn.mps, Approval, PARTLY_APPROVED",
                        "day 76, cn.34, Approval, APPROVED",
                        "day 80, cn.53.border.hekou, HandoverSchedule, SCHEDULED",
                        "day 80, vn.mps, HandoverScheduleReply, SCHEDULED",
                        "day 86, cn.53.border.hekou, HandoverConfirmation, PARTLY_CONFIRMED",
                        "day 86, vn.mps, HandoverConfirmation, HANDED_OVER",
                        "day 120, vn.mps, FollowUpReport, FOLLOW_UP",
                        "day 120, vn.mps, FollowUpReport, FOLLOW_UP",
                        "day 120, cn.34, Closure, CLOSED");
    }

    /** The document as another message, sent now. */
    private static String now(String document) {
        return Sample.renewed(document)
                .replaceFirst("(<SentAt>)[^<]+", "$1" + CLOCK.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private static String at(Duration later) {
        return CLOCK.instant().plus(later).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** domain.md 8, scenario 2 (S-35), the return: a girl from a bus stopped at Mengla is back in the Lao PDR on the same day. */
    @Test
    @Breaks("R-R06-agreed")
    void the_bus_at_mengla(TestReporter reporter) throws Exception {
        var story = new Story(
                hub,
                CLOCK,
                "repatriation",
                "vn.mps",
                "la.atd",
                "State>VN",
                "State>LA",
                "hekou",
                "mohan",
                "HEKOU",
                "MOHAN",
                "0201",
                "0202");
        story.to("REQUESTED", story.text("repatriation-request-child"))
                .to("ACKNOWLEDGED", story.text("acknowledgement"))
                .after(Duration.ofHours(1))
                .to("ACKNOWLEDGED", story.text("nationality-verification-request"))
                .to("VERIFIED", story.text("nationality-verification-result"))
                .to("VERIFIED", story.text("family-tracing-request"))
                .after(Duration.ofHours(2))
                .to("ASSESSED", story.text("family-assessment-result"))
                .to(
                        "PARTLY_APPROVED",
                        story.text("approval-origin")
                                .replace(
                                        "</p:Approval>",
                                        "<p:ShorterNotice>FOUND_ON_THE_WAY</p:ShorterNotice></p:Approval>"))
                .to("APPROVED", story.text("approval-host"));
        var schedule = with(
                with(
                        with(story.text("handover-schedule-same-day"), "Child", "true")
                                .replaceFirst(
                                        "<p:Fitness>YES</p:Fitness>",
                                        "$0<p:ReceiverKind>INSTITUTION</p:ReceiverKind><p:Receiver>"
                                                + "<p:Institution>Boten transit centre (test)</p:Institution></p:Receiver>"),
                        "From",
                        at(Duration.ofHours(1))),
                "To",
                at(Duration.ofHours(3)));
        assertThat(story.refused(with(now(schedule), "ShorterNotice", "HEALTH")).rule())
                .isEqualTo("R-R06-agreed");
        story.to("SCHEDULED", schedule)
                .to("SCHEDULED", story.text("handover-schedule-reply"))
                .after(Duration.ofHours(4));
        var minutes = with(story.text("handover-confirmation"), "At", at(Duration.ofMinutes(-10)));
        story.to("PARTLY_CONFIRMED", minutes)
                .to("HANDED_OVER", story.withLastBody(story.text("handover-confirmation-origin")));
        assertThat(story.told(reporter))
                .containsExactly(
                        "day 0, cn.53, RepatriationRequest, REQUESTED",
                        "day 0, la.atd, Acknowledgement, ACKNOWLEDGED",
                        "day 0, cn.53, NationalityVerificationRequest, ACKNOWLEDGED",
                        "day 0, la.atd, NationalityVerificationResult, VERIFIED",
                        "day 0, cn.53, FamilyTracingRequest, VERIFIED",
                        "day 0, la.atd, FamilyAssessmentResult, ASSESSED",
                        "day 0, la.atd, Approval, PARTLY_APPROVED",
                        "day 0, cn.53, Approval, APPROVED",
                        "day 0, cn.53.border.mohan, HandoverSchedule, refused R-R06-agreed",
                        "day 0, cn.53.border.mohan, HandoverSchedule, SCHEDULED",
                        "day 0, la.atd, HandoverScheduleReply, SCHEDULED",
                        "day 0, cn.53.border.mohan, HandoverConfirmation, PARTLY_CONFIRMED",
                        "day 0, la.atd, HandoverConfirmation, HANDED_OVER");
    }

    /** domain.md 8, scenario 6 (Q74), the return: seventeen, and she does not want to go home. */
    @Test
    @Breaks({"R-R01-approved", "R-X25-told"})
    void a_woman_of_seventeen_does_not_want_to_go_home(TestReporter reporter) throws Exception {
        var story = new Story(
                hub,
                CLOCK,
                "repatriation",
                "0201",
                "0202",
                "<Min>14<",
                "<Min>17<",
                "<Max>15<",
                "<Max>17<",
                "<Value>2011<",
                "<Value>2009<",
                "14_TO_15",
                "16_TO_17");
        story.to("REQUESTED", with(story.text("repatriation-request-child"), "Wish", "UNDECIDED"))
                .to("ACKNOWLEDGED", story.text("acknowledgement"))
                .to("ACKNOWLEDGED", story.text("nationality-verification-request"))
                .day(2)
                .to("VERIFIED", story.text("nationality-verification-result"))
                .to("VERIFIED", story.text("family-tracing-request"))
                .to("ASSESSED", story.text("family-assessment-result"))
                .day(3);
        int before = story.gotBy("vn.mps").size();
        var wish = with(with(story.text("return-wish"), "Wish", "NOT_RETURN"), "ConsentToNotifyOrigin", "false");
        story.to("ASSESSED", onlyTo(wish, "cn.jco")).day(4);
        assertThat(story.refused(story.text("approval-origin")).rule()).isEqualTo("R-R01-approved");
        assertThat(story.refused(story.text("family-tracing-request")).rule()).isEqualTo("R-X25-told");
        assertThat(story.refused(story.text("non-return-notice").replace("Ceiling>P1", "Ceiling>P2"))
                        .rule())
                .isEqualTo("R-X25-told");
        story.to("NOT_RETURNING", story.text("non-return-notice"))
                .to("NOT_RETURNING", with(story.text("non-return-notice-home"), "ReferBy", story.date(10) + ""))
                .day(11)
                .to("CLOSED", with(story.text("closure"), "Outcome", "NOT_RETURNED"));
        var got = story.gotBy("vn.mps");
        assertThat(got.subList(before, got.size()))
                .containsExactly("repatriation/NonReturnNotice P1", "repatriation/Closure P1");
        assertThat(story.told(reporter))
                .containsExactly(
                        "day 0, cn.53, RepatriationRequest, REQUESTED",
                        "day 0, vn.mps, Acknowledgement, ACKNOWLEDGED",
                        "day 0, cn.53, NationalityVerificationRequest, ACKNOWLEDGED",
                        "day 2, vn.mps, NationalityVerificationResult, VERIFIED",
                        "day 2, cn.53, FamilyTracingRequest, VERIFIED",
                        "day 2, vn.mps, FamilyAssessmentResult, ASSESSED",
                        "day 3, cn.53, ReturnWish, ASSESSED",
                        "day 4, vn.mps, Approval, refused R-R01-approved",
                        "day 4, cn.53, FamilyTracingRequest, refused R-X25-told",
                        "day 4, cn.53, NonReturnNotice, refused R-X25-told",
                        "day 4, cn.53, NonReturnNotice, NOT_RETURNING",
                        "day 4, cn.53, NonReturnNotice, NOT_RETURNING",
                        "day 11, cn.53, Closure, CLOSED");
    }

    /** domain.md 8, scenario 8: its days counted from today, and the latest day, By, with them. */
    @Test
    @Breaks("R-G06-late")
    void a_letter_of_intent_returned_and_filed_late(TestReporter reporter) throws Exception {
        var story = new Story(hub, CLOCK, "agreement");
        var proposal = story.text("proposal")
                .replace("<m:Within>P14D</m:Within>", "<m:Within>P14D</m:Within><m:By>" + story.date(11) + "</m:By>");
        var digest = AgreementRun.digest(proposal);
        story.to("PROPOSED", AgreementRun.with(proposal, digest))
                .to("PARTLY_SIGNED", AgreementRun.with(story.text("signature-proposer"), digest))
                .to("SIGNED", AgreementRun.with(story.text("signature-other"), digest))
                .said("EntryIntoForce")
                .day(9)
                .to("REPORTED", AgreementRun.with(story.text("report-to-office"), digest))
                .day(10)
                .to("SIGNED", AgreementRun.with(story.text("office-receipt-returned"), digest))
                .day(13)
                .to("REPORTED", AgreementRun.with(story.text("report-to-office"), digest))
                .day(16);
        var receipt = AgreementRun.with(story.text("office-receipt"), digest);
        assertThat(receipt).contains("<m:InTime>true<");
        assertThat(story.refused(receipt).rule()).isEqualTo("R-G06-late");
        story.to("FILED", now(receipt).replace("<m:InTime>true<", "<m:InTime>false<"));
        assertThat(story.told(reporter))
                .containsExactly(
                        "day 0, cn.53, Proposal, PROPOSED",
                        "day 0, cn.53, Signature, PARTLY_SIGNED",
                        "day 0, cn.44, Signature, SIGNED",
                        "day 0, cn.hub, EntryIntoForce, SIGNED",
                        "day 9, cn.53, ReportToOffice, REPORTED",
                        "day 10, cn.jco, OfficeReceipt, SIGNED",
                        "day 13, cn.53, ReportToOffice, REPORTED",
                        "day 16, cn.jco, OfficeReceipt, refused R-G06-late",
                        "day 16, cn.jco, OfficeReceipt, FILED");
    }
}
