package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guitu.hub.Homeward.day;
import static org.guitu.hub.Homeward.onlyTo;
import static org.guitu.hub.Homeward.with;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.guitu.demo.Sample;
import org.guitu.family.Breaks;
import org.guitu.office.Office;
import org.guitu.office.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hub refuses for the sake of the person, by the rule that says so; what only the sealed parts tell, the office refuses. */
final class WayHomeProtectionsTest {
    private static final String RECEIVER =
            "$0<p:ReceiverKind>%s</p:ReceiverKind><p:Receiver><p:Institution>Trung tâm thử nghiệm</p:Institution></p:Receiver>";

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
                "cn.jco",
                "vn.mps");
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    private static String receivedBy(String kind, String schedule) {
        return with(schedule, "Child", "true").replaceFirst("<p:Fitness>YES</p:Fitness>", RECEIVER.formatted(kind));
    }

    @Test
    @Breaks("R-R01-approved")
    void nobody_is_sent_home_against_the_wish() throws Exception {
        var home = Homeward.of(hub);
        assertThat(home.against(with(home.request(), "Wish", "NOT_RETURN"))).isEqualTo("R-R01-wish");
        home.acknowledged(home.request()).verified().assessed();
        home.to("ASSESSED", with(home.text("return-wish"), "Wish", "UNDECIDED"));
        assertThat(home.against(home.text("approval-origin"))).isEqualTo("R-R01-approved");
        home.to("ASSESSED", home.text("return-wish")).to("PARTLY_APPROVED", home.text("approval-origin"));
        home.to("PARTLY_APPROVED", with(home.text("return-wish"), "Wish", "NOT_RETURN"));
        assertThat(home.against(home.text("approval-host"))).isEqualTo("R-R01-approved");
    }

    @Test
    @Breaks("R-R06-wish")
    void a_wish_that_changes_calls_the_handover_off() throws Exception {
        var home = Homeward.of(hub);
        home.approvedAfter(home.request()).to("SCHEDULED", home.text("handover-schedule"));
        assertThat(home.refused(home.text("non-return-notice")).code()).isEqualTo("GT-5101");
        home.to("APPROVED", with(home.text("return-wish"), "Wish", "NOT_RETURN"));
        assertThat(home.refused(home.text("handover-confirmation")).code()).isEqualTo("GT-5101");
        assertThat(home.against(home.text("handover-schedule"))).isEqualTo("R-R06-wish");
        home.to("NOT_RETURNING", home.text("non-return-notice"))
                .to("NOT_RETURNING", with(home.text("non-return-notice-home"), "ReferBy", day(3)));
    }

    @Test
    @Breaks("R-R06-wish")
    void who_becomes_undecided_is_not_handed_over() throws Exception {
        var home = Homeward.of(hub);
        var undecided = with(home.text("return-wish"), "Wish", "UNDECIDED");
        home.approvedAfter(home.request()).to("APPROVED", undecided);
        assertThat(home.against(home.text("handover-schedule"))).isEqualTo("R-R06-wish");
        home.to("APPROVED", Sample.renewed(with(undecided, "Wish", "RETURN")))
                .to("SCHEDULED", home.text("handover-schedule"))
                .to("APPROVED", Sample.renewed(undecided));
        assertThat(home.refused(home.text("handover-confirmation")).code()).isEqualTo("GT-5101");
    }

    @Test
    void who_wants_to_return_elsewhere_is_brought_there() throws Exception {
        var home = Homeward.of(hub);
        home.acknowledged(home.request()).verified().assessed();
        home.to("ASSESSED", with(with(home.text("return-wish"), "Wish", "NOT_RETURN"), "Wish", "RETURN_ELSEWHERE"));
        home.approved().to("SCHEDULED", home.text("handover-schedule"));
    }

    @Test
    @Breaks("R-X24-wish")
    void under_sixteen_the_childs_own_consent_is_not_enough_also_when_the_wish_changes() throws Exception {
        var home = Homeward.ofChild(hub);
        home.acknowledged(home.request().replaceFirst("<Max>1[0-9]</Max>", "<Max>15</Max>"));
        var alone = childsWish(home).replaceAll("GUARDIAN_AD_LITEM", "SELF");
        assertThat(home.against(alone)).isIn("R-X24-wish", "R-X23-wish");
        home.to("ACKNOWLEDGED", with(alone, "Wish", "NOT_RETURN"));
    }

    @Test
    @Breaks("R-R14-wish")
    void non_return_by_own_wish_needs_the_wish() throws Exception {
        var home = Homeward.of(hub);
        home.acknowledged(home.request());
        assertThat(home.against(home.text("non-return-notice"))).isEqualTo("R-R14-wish");
    }

    @Test
    @Breaks("R-R14-age")
    void a_child_does_not_decide_alone_on_non_return() throws Exception {
        var home = Homeward.ofChild(hub);
        home.acknowledged(home.request()).to("ACKNOWLEDGED", with(childsWish(home), "Wish", "NOT_RETURN"));
        assertThat(home.against(home.text("non-return-notice"))).isEqualTo("R-R14-age");
        home.to("NOT_RETURNING", with(home.text("non-return-notice"), "DecidedBy", "AUTHORITY"));
    }

    /** The wish of the request, sent again. */
    private static String childsWish(Homeward home) throws IOException {
        var request = home.request();
        var wishes = request.substring(request.indexOf("<p:WishSummary>"), request.indexOf("</p:Wishes>"));
        return home.text("return-wish").replaceFirst("(?s)<p:WishSummary>.*(?=</p:Wishes>)", wishes);
    }

    @Test
    @Breaks({"R-R03-assessed", "R-R01-child"})
    void no_child_is_approved_before_the_family_is_assessed_nor_asked_for_without_being_heard() throws Exception {
        var home = Homeward.ofChild(hub);
        var unheard = home.request().replaceFirst("<p:ChildHeard>.*", "").replaceFirst("<p:ViewOfChild>.*", "");
        assertThat(home.against(unheard)).isEqualTo("R-R01");
        home.acknowledged(home.request()).verified();
        assertThat(home.against(home.text("approval-origin"))).isEqualTo("R-R03-assessed");
        var undecided =
                childsWish(home).replaceFirst("<p:AuthorityDecided>.*", "").replaceFirst("<p:AuthorityDecision>.*", "");
        assertThat(home.against(undecided)).isEqualTo("R-R01-child");
    }

    @Test
    @Breaks({"R-R01-approved", "R-R01-child"})
    void for_a_child_who_is_undecided_only_the_authority_decides_and_the_child_is_heard() throws Exception {
        var home = Homeward.ofChild(hub);
        home.acknowledged(home.request()).verified().assessed();
        var unheard = childsWish(home).replaceFirst("<p:ChildHeard>.*", "").replaceFirst("<p:ViewOfChild>.*", "");
        assertThat(home.against(unheard)).isEqualTo("R-R01-child");
        var undecided = with(childsWish(home), "Wish", "UNDECIDED");
        home.to(
                "ASSESSED",
                undecided.replaceFirst("<p:AuthorityDecided>.*", "").replaceFirst("<p:AuthorityDecision>.*", ""));
        assertThat(home.against(home.text("approval-origin"))).isEqualTo("R-R01-approved");
        home.to("ASSESSED", Sample.renewed(undecided)).to("PARTLY_APPROVED", home.text("approval-origin"));
    }

    @Test
    @Breaks("R-X23-receive")
    void a_family_that_was_not_found_fit_to_receive_does_not() throws Exception {
        var home = Homeward.of(hub);
        var unsafe = with(with(home.text("family-assessment-result"), "Safety", "UNSAFE"), "FamilyMayReceive", "false");
        home.acknowledged(home.request())
                .verified()
                .to("ASSESSED", with(unsafe, "Recommendation", "INSTITUTION"))
                .approved();
        var named = "<p:Name><Kind>LEGAL</Kind><Surname>Thử</Surname><Given>Bố</Given></p:Name>";
        var toGuardian = receivedBy("GUARDIAN", home.text("handover-schedule"))
                .replaceFirst("<p:Institution>.*</p:Institution>", named);
        assertThat(home.against(toGuardian)).isEqualTo("R-X23-receive");
    }

    @Test
    @Breaks("R-R04-child")
    void no_child_travels_without_escort_and_a_receiver_by_name() throws Exception {
        var home = Homeward.ofChild(hub);
        home.approvedAfter(home.request());
        var schedule = home.text("handover-schedule");
        assertThat(home.against(schedule)).isEqualTo("R-R04-child");
        assertThat(home.against(with(schedule, "Child", "true"))).isEqualTo("R-R04");
        var received = receivedBy("INSTITUTION", schedule);
        assertThat(home.against(received.replaceFirst("(?s)<p:Escort>.*</p:Escort>", "")))
                .isEqualTo("R-R04");
        home.to("SCHEDULED", received);
    }

    @Test
    @Breaks({"R-X23-wish", "R-X23-receive"})
    void a_guardian_who_is_a_suspect_neither_consents_nor_receives() throws Exception {
        var home = Homeward.ofChild(hub);
        assertThat(home.against(home.request().replace("GUARDIAN_AD_LITEM", "GUARDIAN")))
                .isEqualTo("R-X23-return");
        home.approvedAfter(home.request());
        assertThat(home.against(childsWish(home).replace("GUARDIAN_AD_LITEM", "GUARDIAN")))
                .isEqualTo("R-X23-wish");
        var named = "<p:Name><Kind>LEGAL</Kind><Surname>Thử</Surname><Given>Bố</Given></p:Name>";
        var toGuardian = receivedBy("GUARDIAN", home.text("handover-schedule"))
                .replaceFirst("<p:Institution>.*</p:Institution>", named);
        assertThat(home.against(toGuardian)).isEqualTo("R-X23-receive");
    }

    @Test
    @Breaks("R-R02-court")
    void who_is_needed_in_court_stays_until_testimony_is_taken() throws Exception {
        var home = Homeward.of(hub);
        home.approvedAfter(with(home.request(), "Proceedings", "OPEN_PRESENCE_NEEDED"));
        assertThat(home.against(home.text("handover-schedule"))).isEqualTo("R-R02-court");
        var pending = with(home.text("postponement"), "Reason", "PROCEEDINGS")
                .replaceFirst("<p:Fitness>.*", "<p:Testimony>PENDING</p:Testimony>");
        home.to("APPROVED", pending);
        assertThat(home.against(home.text("handover-schedule"))).isEqualTo("R-R02-court");
        // whose court it is says so, not the other side
        var byOrigin = with(with(pending, "Testimony", "TAKEN"), "Side", "ORIGIN")
                .replaceFirst("(<Sender>\\s*<Party>)[^<]*", "$1vn.mps");
        home.to("APPROVED", Sample.renewed(onlyTo(byOrigin, "cn.53")));
        assertThat(home.against(home.text("handover-schedule"))).isEqualTo("R-R02-court");
        home.to("APPROVED", Sample.renewed(with(pending, "Testimony", "TAKEN")))
                .to("SCHEDULED", home.text("handover-schedule"));
    }

    @Test
    @Breaks("R-R11-examined")
    void who_is_not_fit_to_travel_stays_until_an_examination_says_otherwise() throws Exception {
        var home = Homeward.of(hub);
        var unfit = home.request()
                .replace("<p:Fitness>YES", "<p:Fitness>NO")
                .replace("<p:FitnessToTravel>YES", "<p:FitnessToTravel>NO");
        home.approvedAfter(unfit);
        var schedule = home.text("handover-schedule");
        assertThat(home.against(schedule)).isEqualTo("R-R11-examined");
        assertThat(home.against(with(schedule, "Fitness", "NO"))).isEqualTo("R-R11-unfit");
        assertThat(home.against(examined(with(schedule, "Fitness", "WITH_ESCORT"), 0)))
                .isEqualTo("R-R11-escort");
        assertThat(home.against(examined(schedule, -1))).isEqualTo("R-R11-examined");
        assertThat(home.against(examined(schedule, 2))).isEqualTo("R-R11-examined");
        home.to("SCHEDULED", examined(schedule, 0));
    }

    private static String examined(String schedule, int day) {
        return schedule.replaceFirst("</p:Fitness>", "$0<p:ExaminedOn>" + day(day) + "</p:ExaminedOn>");
    }

    @Test
    @Breaks("R-X25-told")
    void the_state_of_origin_is_told_nothing_of_identity_when_the_person_objects() throws Exception {
        var home = Homeward.of(hub);
        assertThat(home.against(with(home.request(), "ConsentToNotifyOrigin", "false")))
                .isEqualTo("R-X25");
        home.acknowledged(home.request());
        var objection = with(home.text("return-wish"), "ConsentToNotifyOrigin", "false");
        assertThat(home.against(objection)).isEqualTo("R-X25");
        home.to("ACKNOWLEDGED", onlyTo(objection, "cn.jco"));
        var asked = home.text("nationality-verification-request");
        assertThat(home.against(asked)).isEqualTo("R-X25-told");
        assertThat(home.against(onlyTo(asked, "@mekong"))).isEqualTo("R-X25-told");
        home.to("ACKNOWLEDGED", onlyTo(Sample.renewed(with(objection, "Wish", "NOT_RETURN")), "cn.jco"));
        assertThat(home.against(home.text("non-return-notice").replace("Ceiling>P1", "Ceiling>P2")))
                .isEqualTo("R-X25-told");
        assertThat(home.against(onlyTo(home.text("non-return-notice-home"), "vn.mps")))
                .isEqualTo("R-X25-stay");
        home.to("NOT_RETURNING", home.text("non-return-notice"));
    }

    @Test
    void no_expulsion_passes_for_a_return() throws Exception {
        var home = Homeward.of(hub);
        assertThat(home.against(with(home.request(), "Ground", "DEPORTATION"))).isEqualTo("R-R10");
        assertThat(home.against(with(home.request(), "Ground", "REMOVAL"))).isEqualTo("R-R10");
        assertThat(home.against(home.request().replace("X-DECL", "X-EXPULSION")))
                .isEqualTo("R-R10-paper");
        assertThat(home.against(with(home.request(), "Ground", "BEST_INTERESTS")))
                .isEqualTo("R-R10-ground");
    }

    /** Port and time are sealed before the hub sees them: the office of the border post refuses. */
    @Test
    void no_handover_at_a_port_that_is_closed_or_not_of_the_two_states() throws Exception {
        var home = Homeward.of(hub);
        home.approvedAfter(home.request());
        var schedule = home.text("handover-schedule");
        try (var office = Office.open(hub.office("cn.53.border.hekou"))) {
            assertThat(atOffice(office, with(schedule, "Port", "DULONG"))).isEqualTo("R-R06-open");
            assertThat(atOffice(office, with(schedule, "Port", "RUILI"))).isEqualTo("R-R06-states");
            assertThat(atOffice(office, schedule.replaceFirst("<p:From>[^T]*", "<p:From>" + day(2))))
                    .isEqualTo("R-R06-notice");
        }
        assertThat(home.state()).isEqualTo("APPROVED");
    }

    private static String atOffice(Office office, String draft) throws Exception {
        var sent = office.send(draft.getBytes(StandardCharsets.UTF_8), false, RunningHub.PATIENCE);
        assertThat(sent.outcome()).isEqualTo(Outcome.REFUSED_HERE);
        return sent.refusal().orElseThrow().rule();
    }
}
