package org.guitu.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.guitu.Guitu;
import org.guitu.message.PartyId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a conversation stands, to an office that sent some of it and received some. */
class StatusTest {
    private static final String CONVERSATION = "urn:uuid:" + Exercise.uuid();
    private static final String FIRST = "urn:guitu:person:cn.53:test-0201";
    private static final String SECOND = "urn:guitu:person:cn.53:test-0203";
    private static final String TEXT = "<t:Text>测试</t:Text>";
    private static final String TERMS =
            "<t:Version>1</t:Version><t:Terms><t:AgreementParty><t:Party>%s</t:Party></t:AgreementParty>"
                    + "<t:AgreementParty><t:Party>%s</t:Party></t:AgreementParty></t:Terms>";
    private static final String STATE = "state of the conversation, as far as this office knows:  ";
    private static final PartyId YUNNAN = new PartyId("cn.53");

    private final Locale before = Locale.getDefault();
    private final Path folder;
    private final Exercise exercise;
    private final Path home;
    private final Office yunnan;
    private final Office agency;

    StatusTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.exercise = new Exercise(folder);
        this.home = exercise.home("cn.53");
        this.yunnan = exercise.open(home);
        this.agency = exercise.office("vn.mps");
    }

    @AfterEach
    void close() {
        yunnan.close();
        agency.close();
        Locale.setDefault(before);
    }

    @Test
    void each_person_has_a_timeline_with_what_is_due_from_whom() throws Exception {
        var soon = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3_600);
        asked(soon);
        assertThat(status("en"))
                .containsSubsequence(
                        STATE + "Requested",
                        "person  " + FIRST,
                        "  no. 1 cn.53 Repatriation request",
                        "  answer to \"Repatriation request\" is due from vn.mps by " + soon + " (ReplyBy)",
                        "person  " + SECOND,
                        "  no. 2 cn.53 Repatriation request",
                        "may come next:",
                        "  Acknowledgement  from vn.mps (jco, liaison-agency, provincial-office)",
                        "  Return wish  from cn.53 (jco, liaison-agency, provincial-office)");
        assertThat(status("en").stream().filter(line -> line.contains("is due from")))
                .as("the first request says when, and both are to be acknowledged in three working days of Viet Nam")
                .hasSize(3)
                .filteredOn(line -> !line.contains(soon.toString()))
                .allMatch(
                        line -> line.matches(
                                "  answer to \"Repatriation request\" is due from vn.mps by 20\\d\\d-\\d\\d-\\d\\dT17:00:00Z \\(D15\\)"));
        assertThat(status("zh"))
                .contains("  vn.mps 须在 " + soon + " 前答复“送返请求”（ReplyBy）", "会话状态（就本机构所知）：  已请求")
                .contains("  第 1 号 cn.53 送返请求");
    }

    @Test
    void an_answer_that_did_not_come_in_time_is_overdue_until_it_comes() throws Exception {
        asked(Instant.now().truncatedTo(ChronoUnit.SECONDS).plusMillis(1_500));
        Awaitility.await().until(() -> status("en").stream().anyMatch(line -> line.startsWith("  OVERDUE")));
        assertThat(status("zh")).anyMatch(line -> line.startsWith("  已逾期：vn.mps"));
        received("repatriation/Acknowledgement", "");
        assertThat(status("en")).noneMatch(line -> line.contains("OVERDUE"));
    }

    @Test
    void an_answer_about_nobody_is_about_everybody_and_its_state_follows_from_the_workflow() throws Exception {
        asked();
        received("repatriation/Acknowledgement", "");
        assertThat(status("en"))
                .containsSubsequence(
                        STATE + "Acknowledged",
                        "person  " + FIRST,
                        "  no. 3 vn.mps Acknowledgement",
                        "person  " + SECOND,
                        "  no. 3 vn.mps Acknowledgement",
                        "  Nationality verification request  from cn.53 (jco, liaison-agency, provincial-office)")
                .noneSatisfy(line -> assertThat(line).contains("is due from"));
    }

    @Test
    void of_several_persons_each_has_what_was_said_of_them_and_only_the_conversation_has_a_state() throws Exception {
        asked();
        received("repatriation/Acknowledgement", "");
        exercise.hub().number(4);
        received("repatriation/NationalityVerificationResult", subject(FIRST), "<t:Result>VERIFIED</t:Result>");
        assertThat(status("en"))
                .containsSubsequence(
                        STATE + "Nationality verified",
                        "person  " + FIRST,
                        "  no. 4 vn.mps Nationality verification result",
                        "person  " + SECOND)
                .as("nobody said it of the second, and no line says a state")
                .satisfies(lines -> assertThat(
                                lines.subList(lines.indexOf("person  " + SECOND), lines.indexOf("may come next:")))
                        .hasSize(3))
                .noneMatch(line -> line.contains("→"));
    }

    @Test
    void one_person_has_the_states_of_the_conversation() throws Exception {
        exercise.hub().state("REQUESTED");
        sent("repatriation/RepatriationRequest", subject(FIRST));
        exercise.hub().number(2);
        received("repatriation/Acknowledgement", "");
        assertThat(status("en")).contains("  no. 2 vn.mps Acknowledgement  → Acknowledged");
    }

    @Test
    void where_messages_were_missed_there_may_be_others_and_the_person_has_no_state() throws Exception {
        received("repatriation/NationalityVerificationResult", subject(FIRST), "<t:Result>VERIFIED</t:Result>");
        assertThat(status("en"))
                .contains("  no. 3 vn.mps Nationality verification result")
                .contains(STATE + "Family assessed or Nationality verified");
    }

    @Test
    void whom_the_body_names_a_message_is_about_whatever_its_header_leaves_out() throws Exception {
        asked();
        received("repatriation/HandoverSchedule", "", "<t:PersonId>" + SECOND + "</t:PersonId>");
        exercise.hub().number(4);
        received("repatriation/TravelDocumentNotice", subject(FIRST), "<t:PersonId>" + SECOND + "</t:PersonId>");
        var lines = status("en");
        var second = lines.indexOf("person  " + SECOND);
        assertThat(lines.subList(lines.indexOf("person  " + FIRST), second))
                .contains("  no. 4 vn.mps Travel document notice")
                .doesNotContain("  no. 3 vn.mps Handover schedule");
        assertThat(lines.subList(second, lines.size()))
                .contains("  no. 3 vn.mps Handover schedule", "  no. 4 vn.mps Travel document notice");
    }

    @Test
    void with_every_message_at_hand_who_confirms_again_only_corrects() throws Exception {
        exercise.hub().state("SCHEDULED");
        sent("repatriation/RepatriationRequest", subject(FIRST));
        exercise.hub().number(2);
        received("repatriation/HandoverConfirmation", subject(FIRST));
        exercise.hub().number(3);
        received("repatriation/HandoverConfirmation", subject(FIRST));
        assertThat(status("en")).contains(STATE + "Handover confirmed by one side");
    }

    @Test
    void the_confirmation_of_the_other_side_hands_over() throws Exception {
        exercise.hub().state("PARTLY_CONFIRMED");
        sent("repatriation/HandoverConfirmation", subject(FIRST));
        exercise.hub().number(2);
        received("repatriation/HandoverConfirmation", subject(FIRST));
        assertThat(status("en")).contains(STATE + "Handed over", "  no. 2 vn.mps Handover confirmation  → Handed over");
    }

    @Test
    void the_last_of_the_parties_signs_for_all() throws Exception {
        signed(TERMS.formatted("vn.mps", "cn.53"));
        assertThat(status("en")).contains(STATE + "Signed");
    }

    @Test
    void a_party_that_has_not_signed_yet_leaves_it_partly_signed() throws Exception {
        signed(TERMS.formatted("vn.mps", "cn.44"));
        assertThat(status("en")).contains(STATE + "Partly signed");
    }

    @Test
    void nobody_is_named_whose_role_may_not_send_it_and_the_hub_where_only_it_sends() throws Exception {
        signed(TERMS.formatted("vn.mps", "cn.53"));
        exercise.hub().state("SIGNED");
        sent(
                "agreement/ImplementationReport",
                "vn.mps</Recipient><Recipient>cn.53.border.hekou</Recipient><Recipient>cn.hub",
                "",
                "");
        assertThat(status("en"))
                .contains(
                        "  Termination  from cn.53, vn.mps (liaison-agency, provincial-office)",
                        "  Implementation report  from cn.53 (provincial-office)",
                        "  Expired  from cn.hub (hub)");
        var yaml = home.resolve("office.yaml");
        Files.writeString(yaml, Files.readString(yaml).replaceAll("(?m)^directory:.*$", ""));
        assertThat(status("en"))
                .as("without a copy of the directory only the hub is known")
                .contains("  Termination  from cn.53, cn.53.border.hekou, vn.mps (liaison-agency, provincial-office)");
    }

    /** Proposed and signed by Yunnan, then signed by the agency. */
    private void signed(String terms) throws Exception {
        exercise.hub().state("PROPOSED");
        sent("agreement/Proposal", "vn.mps", "", terms);
        exercise.hub().state("PARTLY_SIGNED");
        sent("agreement/Signature", "vn.mps", "", "<t:Version>1</t:Version><t:Party>cn.53</t:Party>");
        received("agreement/Signature", "", "<t:Version>1</t:Version><t:Party>vn.mps</t:Party>");
    }

    @Test
    void where_messages_were_missed_nothing_is_taken_for_certain() throws Exception {
        received("repatriation/HandoverConfirmation", subject(FIRST));
        assertThat(status("en")).contains(STATE + "Handed over or Handover confirmed by one side");
    }

    @Test
    void what_was_refused_is_no_step_and_what_is_queued_moves_nothing() throws Exception {
        asked();
        exercise.hub().answering(wire -> exercise.hub().refuse(wire, "GT-5101"));
        sent("repatriation/HandoverSchedule", subject(FIRST));
        exercise.hub().cut(true);
        sent("repatriation/ReturnWish", subject(SECOND));
        assertThat(status("en"))
                .contains(STATE + "Requested")
                .noneSatisfy(line -> assertThat(line).contains("Handover schedule"))
                .contains("  queued cn.53 Return wish");
    }

    @Test
    void a_message_whose_file_was_moved_away_is_a_step_all_the_same() throws Exception {
        var file = received("repatriation/Acknowledgement", "");
        Files.delete(file);
        assertThat(status("en")).contains("  no. 3 vn.mps Acknowledgement  → Acknowledged");
    }

    @Test
    void a_program_reads_the_same() throws Exception {
        asked();
        received("repatriation/Acknowledgement", "");
        var course = json();
        assertThat(course.get("states").toString()).isEqualTo("[\"ACKNOWLEDGED\"]");
        assertThat(course.get("messages")).hasSize(3);
        assertThat(course.get("messages").get(2).get("label").get("en").asString())
                .isEqualTo("Acknowledgement");
        assertThat(course.get("persons")).hasSize(2).allSatisfy(person -> {
            assertThat(person.get("messages")).hasSize(2);
            assertThat(person.get("due")).isEmpty();
        });
        assertThat(course.get("next").findValuesAsString("type"))
                .contains("NationalityVerificationRequest", "Approval");
    }

    /** Two requests: the first asks for an answer. */
    private void asked() throws Exception {
        asked(Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3_600));
    }

    private void asked(Instant answerBy) throws Exception {
        exercise.hub().state("REQUESTED");
        sent("repatriation/RepatriationRequest", subject(FIRST) + "<ReplyBy>" + answerBy + "</ReplyBy>");
        sent("repatriation/RepatriationRequest", subject(SECOND));
    }

    private static String subject(String person) {
        return "<SubjectId>" + person + "</SubjectId>";
    }

    private void sent(String type, String more) throws Exception {
        sent(type, "vn.mps", more, TEXT);
    }

    private void sent(String type, String to, String more, String body) throws Exception {
        yunnan.send(draft(type, to, more, body), false, yunnan.timeout());
    }

    /** The hub gives what it delivers number 3. */
    private Path received(String type, String more) throws Exception {
        return received(type, more, TEXT);
    }

    private Path received(String type, String more, String body) throws Exception {
        var sent = agency.send(draft(type, "cn.53", more, body), false, agency.timeout());
        var wire = Exercise.wire(agency, sent);
        exercise.hub().deliver(wire, exercise.hub().statement(wire, YUNNAN));
        return yunnan.receive(folder.resolve("in")).messages().get(0).file();
    }

    private static byte[] draft(String type, String to, String more, String body) {
        var draft = Exercise.draft(type, to, "<Conversation>" + CONVERSATION + "</Conversation>" + more);
        return new String(draft, StandardCharsets.UTF_8).replace(TEXT, body).getBytes(StandardCharsets.UTF_8);
    }

    /** The lines, without the time of a step and the blanks around it. */
    private List<String> status(String language) {
        return run("--lang", language, "office", "--home", home.toString(), "status", CONVERSATION)
                .lines()
                .map(line -> line.replaceFirst(" +2\\d{3}-\\d\\d-\\d\\dT\\d\\d:\\d\\dZ +(\\S+) +", " $1 "))
                .toList();
    }

    private JsonNode json() {
        var lines = run("office", "--home", home.toString(), "status", CONVERSATION, "--json");
        return new JsonMapper().readTree(lines.lines().reduce((a, b) -> b).orElseThrow());
    }

    private static String run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        assertThat(Guitu.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments))
                .as(err.toString())
                .isZero();
        return out.toString();
    }
}
