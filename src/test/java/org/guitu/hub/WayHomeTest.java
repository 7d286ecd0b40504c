package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guitu.hub.Homeward.day;
import static org.guitu.hub.Homeward.onlyTo;
import static org.guitu.hub.Homeward.with;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.guitu.demo.Sample;
import org.guitu.family.Breaks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A return from the request to the closure, through a hub: of one person, of several, of one who stays, and between provinces. */
final class WayHomeTest {
    private static final String OTHER = "urn:guitu:person:cn.53:test-0203";

    @TempDir
    static Path folder;

    private static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME,
                folder,
                Clock.systemUTC(),
                config -> {},
                "cn.53",
                "cn.53.border.hekou",
                "cn.44",
                "cn.jco",
                "vn.mps");
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    private static String report(Homeward home, String name) throws IOException {
        var dated = with(with(home.text(name), "PeriodFrom", day(-30)), "PeriodTo", day(-1));
        return dated.contains("<p:NextOn>") ? with(dated, "NextOn", day(60)) : dated;
    }

    private static String document(Homeward home) throws IOException {
        return with(home.text("travel-document-notice"), "ValidUntil", day(180));
    }

    /** With a medical escort, as after an examination. */
    private static String escorted(String schedule) {
        return with(schedule, "Fitness", "WITH_ESCORT")
                .replace("庚</p:Officer>", "庚</p:Officer><p:Medical>true</p:Medical>");
    }

    @Test
    @Breaks({"R-R08-document", "R-R11-examined"})
    void a_person_comes_home_over_the_port_after_a_postponement() throws Exception {
        var home = Homeward.of(hub);
        home.acknowledged(home.request())
                .verified()
                .assessed()
                .to("ASSESSED", home.text("return-wish"))
                .to("PARTLY_APPROVED", with(home.text("approval-origin"), "TravelDocument", "TRAVEL_DOCUMENT"))
                .to("APPROVED", home.text("approval-host"));
        assertThat(home.against(home.text("handover-schedule"))).isEqualTo("R-R08-document");
        home.to("DOCUMENTED", document(home))
                .to("SCHEDULED", home.text("handover-schedule"))
                .to("SCHEDULED", home.text("handover-schedule-reply"))
                .to("APPROVED", home.text("postponement"));
        // the postponement said that the person needs a medical escort now
        assertThat(home.against(Sample.renewed(home.text("handover-schedule")))).isEqualTo("R-R11-examined");
        home.to("SCHEDULED", Sample.renewed(escorted(home.text("handover-schedule"))));
        var minutes = home.text("handover-confirmation");
        home.to("PARTLY_CONFIRMED", minutes)
                .to("HANDED_OVER", home.confirmedBack(minutes))
                .to("FOLLOW_UP", report(home, "follow-up-report"))
                .to("FOLLOW_UP", report(home, "follow-up-report-final"))
                .to("CLOSED", home.text("closure"));
    }

    @Test
    @Breaks("R-R06-origin")
    void a_schedule_that_the_origin_rejects_is_made_again() throws Exception {
        var home = Homeward.of(hub);
        home.approvedAfter(home.request()).to("SCHEDULED", home.text("handover-schedule"));
        var byHost = home.text("handover-schedule-reply")
                .replaceFirst("<Party>vn.mps", "<Party>cn.53.border.hekou")
                .replaceFirst("<Recipient>cn.53.border.hekou", "<Recipient>vn.mps");
        assertThat(home.against(byHost)).isEqualTo("R-R06-origin");
        home.to("APPROVED", home.text("handover-schedule-reply-rejected"))
                .to("SCHEDULED", Sample.renewed(home.text("handover-schedule")));
    }

    @Test
    @Breaks({"R-R07-sides", "R-R07-same"})
    void a_handover_signed_by_one_side_is_none() throws Exception {
        var home = Homeward.of(hub);
        home.approvedAfter(home.request()).to("SCHEDULED", home.text("handover-schedule"));
        var minutes = home.text("handover-confirmation");
        var ofStrangers = minutes.replace("<p:Party>vn.mps", "<p:Party>la.atd").replace("HEKOU", "MOHAN");
        assertThat(home.against(ofStrangers)).isEqualTo("R-R07-sides");
        home.to("PARTLY_CONFIRMED", minutes).to("PARTLY_CONFIRMED", Sample.renewed(minutes));
        assertThat(home.refused(report(home, "follow-up-report")).code()).isEqualTo("GT-5101");
        var otherMinutes = home.confirmedBack(minutes.replace("手机一部", "手机两部"));
        assertThat(home.against(otherMinutes)).isEqualTo("R-R07-same");
        home.to("HANDED_OVER", home.confirmedBack(minutes));
    }

    @Test
    void minutes_are_corrected_until_the_other_side_has_signed() throws Exception {
        var home = Homeward.of(hub);
        home.approvedAfter(home.request()).to("SCHEDULED", home.text("handover-schedule"));
        var right = home.text("handover-confirmation");
        home.to("PARTLY_CONFIRMED", right.replace("手机一部", "手机两部"));
        var signed = home.confirmedBack(right);
        assertThat(home.against(signed)).isEqualTo("R-R07-same");
        home.to("PARTLY_CONFIRMED", Sample.renewed(right)).to("HANDED_OVER", Sample.renewed(signed));
        assertThat(home.refused(Sample.renewed(right)).code()).isEqualTo("GT-5101");
    }

    @Test
    void who_is_in_the_minutes_of_one_side_by_mistake_is_reported_and_follows_later() throws Exception {
        var home = Homeward.of(hub);
        home.approvedAfter(home.request())
                .to("SCHEDULED", home.text("handover-schedule"))
                .to("PARTLY_CONFIRMED", home.text("handover-confirmation"))
                .to("APPROVED", home.text("handover-failure"))
                .to("SCHEDULED", Sample.renewed(home.text("handover-schedule")))
                .to("PARTLY_CONFIRMED", Sample.renewed(home.text("handover-confirmation")))
                .to("HANDED_OVER", home.confirmedBack(home.text("handover-confirmation")))
                .to("FOLLOW_UP", report(home, "follow-up-report-final"));
    }

    @Test
    @Breaks({"R-R10-unverified", "R-R07-persons", "R-R07-scheduled", "R-R09-left", "R-R06-left"})
    void who_is_missing_at_the_port_is_reported_and_follows_later() throws Exception {
        var home = Homeward.of(hub);
        home.to("REQUESTED", home.request())
                .to("REQUESTED", Sample.renewed(home.request()).replace("urn:guitu:person:cn.53:test-0201", OTHER))
                .to("ACKNOWLEDGED", home.text("acknowledgement"))
                .verified();
        var both = "$0\n<p:PersonId>" + OTHER + "</p:PersonId>";
        var origin = home.text("approval-origin").replaceFirst("<p:PersonId>[^/]*/p:PersonId>", both);
        assertThat(home.against(origin)).isEqualTo("R-R10-unverified");
        home.to("VERIFIED", ofOther(home.text("nationality-verification-request")))
                .to("VERIFIED", ofOther(home.text("nationality-verification-result")))
                .to("PARTLY_APPROVED", origin)
                .to("APPROVED", home.text("approval-host").replaceFirst("<p:PersonId>[^/]*/p:PersonId>", both));
        var schedule = home.text("handover-schedule");
        var row = schedule.substring(
                schedule.indexOf("<p:ScheduledPerson>"), schedule.indexOf("</p:ScheduledPerson>") + 20);
        home.to("SCHEDULED", schedule.replace(row, row + row.replace("urn:guitu:person:cn.53:test-0201", OTHER)));
        var minutes = home.text("handover-confirmation");
        assertThat(home.against(minutes)).isEqualTo("R-R07-persons");
        var excused =
                minutes.replaceFirst("(?s)(</p:Property>)", "$1<p:Exception>PERSON_NOT_HANDED_OVER</p:Exception>");
        assertThat(home.against(excused)).isEqualTo("R-R07-persons");
        home.to("SCHEDULED", ofOther(home.text("handover-failure")));
        assertThat(home.against(ofOther(home.text("handover-failure")))).isEqualTo("R-R07-scheduled");
        home.to("PARTLY_CONFIRMED", minutes)
                .to("HANDED_OVER", home.confirmedBack(minutes))
                .to("FOLLOW_UP", report(home, "follow-up-report-final"));
        assertThat(home.against(home.text("closure"))).isEqualTo("R-R09-left");
        assertThat(home.against(Sample.renewed(schedule))).isEqualTo("R-R06-left");
        var later = ofOther(minutes);
        home.to("SCHEDULED", ofOther(schedule));
        assertThat(home.against(home.text("handover-failure"))).isEqualTo("R-R07-scheduled");
        home.to("PARTLY_CONFIRMED", later).to("HANDED_OVER", Sample.renewed(home.confirmedBack(later)));
    }

    private static String ofOther(String document) {
        return Sample.renewed(document).replace("urn:guitu:person:cn.53:test-0201", OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"approval-origin", "approval-host"})
    @Breaks({"R-R06-persons", "R-R06-left"})
    void nobody_is_scheduled_whom_one_side_did_not_approve_or_who_stays(String ofBoth) throws Exception {
        var home = Homeward.of(hub);
        home.to("REQUESTED", home.request())
                .to("REQUESTED", ofOther(home.request()))
                .to("ACKNOWLEDGED", home.text("acknowledgement"))
                .verified()
                .to("VERIFIED", ofOther(home.text("nationality-verification-request")))
                .to("VERIFIED", ofOther(home.text("nationality-verification-result")));
        for (var approval : List.of("approval-origin", "approval-host")) {
            var more = approval.equals(ofBoth) ? "$0\n<p:PersonId>" + OTHER + "</p:PersonId>" : "$0";
            home.step(home.text(approval).replaceFirst("<p:PersonId>[^/]*/p:PersonId>", more));
        }
        assertThat(home.against(ofOther(home.text("handover-schedule")))).isEqualTo("R-R06-persons");
        home.to("APPROVED", with(with(home.text("non-return-notice"), "Detail", "HEALTH"), "Reason", "CANNOT"));
        assertThat(home.against(home.text("handover-schedule"))).isEqualTo("R-R06-left");
    }

    @Test
    void a_failure_of_the_last_person_needs_another_date() throws Exception {
        var home = Homeward.of(hub);
        home.approvedAfter(home.request())
                .to("SCHEDULED", home.text("handover-schedule"))
                .to("APPROVED", home.text("handover-failure"));
        assertThat(home.refused(home.text("handover-confirmation")).code()).isEqualTo("GT-5101");
    }

    @Test
    @Breaks({"R-R10-unverified", "R-R10-rounds", "R-R05-round"})
    void nobody_returns_to_a_state_that_does_not_know_them() throws Exception {
        var home = Homeward.of(hub);
        var unknown = with(home.text("nationality-verification-result"), "Result", "NOT_VERIFIED");
        home.acknowledged(home.request())
                .to("ACKNOWLEDGED", home.text("nationality-verification-request"))
                .to("UNVERIFIED", unknown);
        assertThat(home.against(home.text("approval-origin"))).isEqualTo("R-R10-unverified");
        assertThat(home.refused(home.text("handover-schedule")).code()).isEqualTo("GT-5101");
        var stays = with(with(home.text("non-return-notice"), "Detail", "UNVERIFIED"), "Reason", "CANNOT");
        assertThat(home.against(stays)).isEqualTo("R-R10-rounds");
        assertThat(home.against(with(stays, "Detail", "STATELESS"))).isEqualTo("R-R10-rounds");
        assertThat(home.against(Sample.renewed(with(unknown, "Round", "2")))).isEqualTo("R-R05-round");
        home.to("UNVERIFIED", Sample.renewed(with(home.text("nationality-verification-request"), "Round", "2")))
                .to("UNVERIFIED", Sample.renewed(with(unknown, "Round", "2")))
                .to("NOT_RETURNING", stays)
                .to("CLOSED", with(home.text("closure"), "Outcome", "NOT_RETURNED"));
    }

    @Test
    @Breaks("R-R10-unverified")
    void a_stateless_person_stays_and_the_joint_conference_office_is_told() throws Exception {
        var home = Homeward.of(hub);
        var result = with(home.text("nationality-verification-result"), "Result", "STATELESS")
                .replace("<Status>VERIFIED", "<Status>STATELESS");
        home.acknowledged(home.request())
                .to("ACKNOWLEDGED", home.text("nationality-verification-request"))
                .to("UNVERIFIED", result);
        assertThat(home.against(home.text("approval-origin"))).isEqualTo("R-R10-unverified");
        var notice =
                hub.accepted(with(with(home.text("non-return-notice"), "Detail", "STATELESS"), "Reason", "CANNOT"));
        assertThat(home.state()).isEqualTo("NOT_RETURNING");
        assertThat(hub.rows(
                        "SELECT recipient FROM delivery WHERE message = ? ORDER BY 1",
                        RunningHub.id(notice).uuid()))
                .containsExactly("cn.jco", "vn.mps");
    }

    @Test
    @Breaks({
        "R-R09-side",
        "R-R09-both",
        "R-R06-host",
        "R-R06-side",
        "R-R07-signatory",
        "R-R09-holder",
        "R-R09-handed",
        "R-R09-outcome"
    })
    void each_step_belongs_to_one_side() throws Exception {
        var home = Homeward.of(hub);
        home.acknowledged(home.request()).verified().assessed();
        var origin = home.text("approval-origin");
        assertThat(home.against(with(origin, "Side", "HOST"))).isEqualTo("R-R09-side");
        assertThat(home.against(by("cn.53", "vn.mps", origin))).isEqualTo("R-R09-side");
        home.to("PARTLY_APPROVED", origin);
        assertThat(home.against(Sample.renewed(origin))).isEqualTo("R-R09-both");
        home.to("APPROVED", home.text("approval-host"));
        var schedule = home.text("handover-schedule");
        assertThat(home.against(by("vn.mps", "cn.53", schedule))).isEqualTo("R-R06-host");
        home.to("SCHEDULED", schedule);
        assertThat(home.against(with(home.text("postponement"), "Side", "ORIGIN")))
                .isEqualTo("R-R06-side");
        assertThat(home.against(by("vn.mps", "cn.53.border.hekou", home.text("postponement"))))
                .isEqualTo("R-R06-side");
        var minutes = home.text("handover-confirmation");
        assertThat(home.against(by("cn.53", "vn.mps", minutes))).isEqualTo("R-R07-signatory");
        home.to("PARTLY_CONFIRMED", minutes).to("HANDED_OVER", home.confirmedBack(minutes));
        var report = report(home, "follow-up-report");
        assertThat(home.against(by("cn.53", "vn.mps", report))).isEqualTo("R-R09-holder");
        assertThat(home.against(ofOther(report))).isEqualTo("R-R09-handed");
        home.to("FOLLOW_UP", report);
        assertThat(home.against(with(home.text("closure"), "Outcome", "NOT_RETURNED")))
                .isEqualTo("R-R09-outcome");
    }

    private static String by(String sender, String recipient, String document) {
        return onlyTo(document.replaceFirst("(<Sender>\\s*<Party>)[^<]*", "$1" + sender), recipient);
    }

    @Test
    @Breaks({"R-R13-once", "R-R13-person", "R-R13-most", "R-R06-persons"})
    void a_return_is_of_the_persons_it_was_asked_for() throws Exception {
        var home = Homeward.of(hub);
        home.to("REQUESTED", home.request());
        assertThat(home.against(Sample.renewed(home.request()))).isEqualTo("R-R13-once");
        assertThat(home.against(ofOther(home.text("return-wish")))).isEqualTo("R-R13-person");
        for (int more = 0; more < 19; more++) {
            home.step(Sample.renewed(home.request()).replace("test-0201", "test-03" + more));
        }
        assertThat(home.against(ofOther(home.request()))).isEqualTo("R-R13-most");
        home.to("ACKNOWLEDGED", home.text("acknowledgement")).verified().approved();
        assertThat(home.against(home.text("handover-schedule").replace("test-0201", "test-037")))
                .isEqualTo("R-R06-persons");
    }

    @Test
    @Breaks({"R-R10-first", "R-R10-unverified", "R-R09-side"})
    void another_province_does_not_stand_in_for_the_state_of_origin() throws Exception {
        var home = Homeward.of(hub);
        var asked = home.request().replace("<Recipient>vn.mps", "<Recipient>cn.44</Recipient><Recipient>vn.mps");
        home.to("REQUESTED", asked).to("ACKNOWLEDGED", by("cn.44", "cn.53", home.text("acknowledgement")));
        assertThat(home.against(by("cn.44", "cn.53", home.text("family-assessment-result"))))
                .isEqualTo("R-R10-first");
        assertThat(home.against(by("cn.44", "cn.53", home.text("approval-origin"))))
                .isEqualTo("R-R10-unverified");
        home.verified();
        assertThat(home.against(by("cn.44", "cn.53", home.text("approval-origin"))))
                .isEqualTo("R-R09-side");
    }

    @Test
    @Breaks({"R-R05-asked", "R-R08-origin"})
    void who_only_had_a_copy_or_is_of_another_state_does_not_answer_for_the_origin() throws Exception {
        var home = Homeward.of(hub);
        home.to(
                "REQUESTED",
                home.request().replaceFirst("</Recipients>", "$0<CopyTo><Recipient>cn.44</Recipient></CopyTo>"));
        assertThat(home.refused(by("cn.44", "cn.53", home.text("acknowledgement")))
                        .code())
                .isEqualTo("GT-5103");
        assertThat(home.against(by("cn.44", "cn.53", home.text("refusal")))).isEqualTo("R-R09-side");
        var asked = home.text("nationality-verification-request")
                .replaceFirst("<Recipients>", "$0<Recipient>cn.44</Recipient>");
        home.to("ACKNOWLEDGED", home.text("acknowledgement")).to("ACKNOWLEDGED", asked);
        assertThat(home.against(by("cn.44", "cn.53", home.text("nationality-verification-result"))))
                .isEqualTo("R-R05-asked");
        home.to("VERIFIED", home.text("nationality-verification-result"))
                .assessed()
                .approved();
        assertThat(home.against(by("cn.44", "cn.53", document(home)))).isEqualTo("R-R08-origin");
        home.to("DOCUMENTED", document(home));
    }

    @Test
    void a_return_that_the_origin_refuses_is_over_and_closed_by_both() throws Exception {
        var home = Homeward.of(hub);
        home.acknowledged(home.request()).to("REFUSED", home.text("refusal"));
        assertThat(home.refused(home.text("approval-host")).code()).isEqualTo("GT-5101");
        home.to("PARTLY_CLOSED", with(home.text("closure"), "Outcome", "REFUSED"));
    }

    @Test
    @Breaks("R-R09-other")
    void between_provinces_nobody_is_asked_for_a_nationality_and_both_sides_may_close() throws Exception {
        var home = Homeward.of(hub);
        home.to("REQUESTED", atHome(home.request()))
                .to("ACKNOWLEDGED", atHome(home.text("acknowledgement")))
                .to("PARTLY_APPROVED", with(atHome(home.text("approval-origin")), "TravelDocument", "NOT_NEEDED"))
                .to("APPROVED", with(atHome(home.text("approval-host")), "TravelDocument", "NOT_NEEDED"));
        var place = "<Place><Country>CN</Country></Place>";
        var schedule = atHome(home.text("handover-schedule")).replaceFirst("(?s)<p:Port>.*</p:OtherSide>", place);
        var minutes = atHome(home.text("handover-confirmation")).replaceFirst("<p:Port>HEKOU</p:Port>", place);
        home.to("SCHEDULED", schedule)
                .to("PARTLY_CONFIRMED", minutes)
                .to("HANDED_OVER", atHome(home.confirmedBack(minutes)))
                .to("FOLLOW_UP", atHome(report(home, "follow-up-report")));
        var closure = atHome(home.text("closure"));
        home.to("PARTLY_CLOSED", closure);
        assertThat(home.against(Sample.renewed(closure))).isEqualTo("R-R09-other");
        var back = with(closure, "Side", "ORIGIN").replaceFirst("<Party>cn.53", "<Party>cn.44");
        home.to("CLOSED", Sample.renewed(onlyTo(back, "cn.53")));
    }

    /** The same between Yunnan and Guangdong. */
    private static String atHome(String document) {
        return document.replace("vn.mps", "cn.44")
                .replace("cn.53.border.hekou", "cn.53")
                .replaceFirst(
                        "(?s)<Recipient>cn.53</Recipient>\\s*<Recipient>cn.53</Recipient>",
                        "<Recipient>cn.53</Recipient>");
    }
}
