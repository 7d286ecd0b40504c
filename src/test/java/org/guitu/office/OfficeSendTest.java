package org.guitu.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.guitu.office.Exercise.draft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guitu.message.ConversationId;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.guitu.receipt.ReceiptKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficeSendTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String ALERT = "alert/AlertIssue";

    private final Exercise exercise;
    private final ScriptedHub hub;
    private final Path home;
    private Office office;

    OfficeSendTest(@TempDir Path folder) throws Exception {
        exercise = new Exercise(folder);
        hub = exercise.hub();
        home = exercise.home("cn.52");
        office = exercise.open(home);
    }

    @BeforeEach
    void start() {
        assertThat(hub.arrived()).isEmpty();
    }

    @Test
    void an_accepted_message_is_kept_with_its_receipt() throws Exception {
        var sent = office.send(draft(ALERT, "cn.44"), false, TIMEOUT);
        assertThat(sent.outcome()).as(sent.toString()).isEqualTo(Outcome.ACCEPTED);
        assertThat(sent.receipt().orElseThrow().kind()).isEqualTo(ReceiptKind.ACCEPTED);
        var id = sent.about().orElseThrow().id();
        assertThat(Files.readAllBytes(home.resolve("sent/" + id.uuid() + "/message.xml")))
                .isEqualTo(hub.arrived().get(0));
        assertThat(home.resolve("receipts/" + id.uuid())).isDirectoryContaining("glob:**/Accepted-*.xml");
        assertThat(office.storage().outbox().queued()).isEmpty();
    }

    @Test
    void files_are_for_the_owner_alone() throws Exception {
        office.send(draft(ALERT, "cn.44"), false, TIMEOUT);
        var own = new ArrayList<String>();
        try (var files = Files.walk(home.resolve("sent"))) {
            for (var file : (Iterable<Path>) files::iterator) {
                own.add(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        assertThat(own).hasSizeGreaterThan(2).containsOnly("rwx------", "rw-------");
    }

    @Test
    void without_a_line_it_is_queued_and_a_later_call_sends_the_same_bytes() throws Exception {
        hub.cut(true);
        var queued = office.send(draft(ALERT, "cn.44"), false, TIMEOUT);
        assertThat(queued.outcome()).isEqualTo(Outcome.QUEUED);
        assertThat(queued.note().orElseThrow().en()).isEqualTo("cut");
        byte[] stored = Exercise.wire(office, queued);

        hub.cut(false);
        office = exercise.open(home);
        var second = office.send(draft(ALERT, "cn.44"), false, TIMEOUT);
        assertThat(second.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(hub.arrived()).hasSize(2);
        assertThat(hub.arrived().get(0)).isEqualTo(stored);
        assertThat(office.status(queued.about().orElseThrow().id()).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void without_an_answer_the_same_bytes_are_sent_again() throws Exception {
        hub.answering(wire -> Optional.empty());
        assertThat(office.send(draft(ALERT, "cn.44"), false, TIMEOUT).outcome()).isEqualTo(Outcome.QUEUED);
        hub.answering(hub::accept);
        assertThat(office.flush(TIMEOUT).values()).extracting(Sent::outcome).containsExactly(Outcome.ACCEPTED);
        assertThat(hub.arrived()).hasSize(2);
        assertThat(hub.arrived().get(1)).isEqualTo(hub.arrived().get(0));
    }

    @Test
    void a_hub_that_says_too_fast_is_not_sent_the_rest_of_the_round() throws Exception {
        hub.cut(true);
        for (int i = 0; i < 3; i++) {
            office.send(draft(ALERT, "cn.44"), false, TIMEOUT);
        }
        hub.cut(false);
        hub.answering(wire -> hub.refuse(wire, "GT-2026"));
        var round = List.copyOf(office.flush(TIMEOUT).values());
        assertThat(round).extracting(Sent::outcome).containsOnly(Outcome.QUEUED).hasSize(3);
        assertThat(hub.arrived()).hasSize(1);
        hub.answering(hub::accept);
        assertThat(office.flush(TIMEOUT).values()).extracting(Sent::outcome).containsOnly(Outcome.ACCEPTED);
    }

    @Test
    void a_message_without_answer_holds_back_only_its_own_conversation() throws Exception {
        var conversation = "<Conversation>urn:uuid:" + Exercise.uuid() + "</Conversation>";
        hub.cut(true);
        for (var before : List.of(conversation, conversation, "")) {
            office.send(draft(ALERT, "cn.44", before), false, TIMEOUT);
        }
        hub.cut(false);
        hub.answering(wire -> hub.arrived().size() == 1 ? hub.refuse(wire, "GT-6002") : hub.accept(wire));
        var round = List.copyOf(office.flush(TIMEOUT).values());
        assertThat(round).extracting(Sent::outcome).containsExactly(Outcome.QUEUED, Outcome.QUEUED, Outcome.ACCEPTED);
        assertThat(hub.arrived())
                .as("the second of the conversation was not sent")
                .hasSize(2);
        var again = List.copyOf(office.flush(TIMEOUT).values());
        assertThat(again).extracting(Sent::outcome).containsOnly(Outcome.ACCEPTED);
    }

    @Test
    void a_refused_message_is_kept_with_the_reason() throws Exception {
        hub.answering(wire -> hub.refuse(wire, "GT-4007"));
        var sent = office.send(draft(ALERT, "cn.44"), false, TIMEOUT);
        assertThat(sent.outcome()).isEqualTo(Outcome.REFUSED_BY_HUB);
        assertThat(sent.refusal().orElseThrow().code()).isEqualTo("GT-4007");
        var id = sent.about().orElseThrow().id();
        assertThat(home.resolve("refused/" + id.uuid())).isDirectory();
        assertThat(office.status(id).refusal().orElseThrow().code()).isEqualTo("GT-4007");
    }

    @Test
    void an_answer_not_signed_by_the_pinned_hub_is_not_believed() throws Exception {
        var impostor = new ScriptedHub(exercise.keys().sign("cn.hub"));
        hub.answering(impostor::accept);
        var sent = office.send(draft(ALERT, "cn.44"), false, TIMEOUT);
        assertThat(sent.outcome()).isEqualTo(Outcome.ANSWER_NOT_VERIFIED);
        assertThat(office.storage().outbox().queued()).hasSize(1);
    }

    @Test
    void an_answer_about_other_bytes_is_not_believed() throws Exception {
        office.send(draft(ALERT, "cn.44"), false, TIMEOUT);
        var other = hub.arrived().get(0);
        hub.answering(wire -> hub.accept(other));
        var sent = office.send(draft(ALERT, "cn.44"), false, TIMEOUT);
        assertThat(sent.outcome()).isEqualTo(Outcome.ANSWER_NOT_VERIFIED);
    }

    @Test
    void after_a_crash_between_filing_the_receipt_and_moving_the_message_nothing_is_sent_again() throws Exception {
        var sent = office.send(draft(ALERT, "cn.44"), false, TIMEOUT);
        var id = sent.about().orElseThrow().id().uuid();
        Files.move(home.resolve("sent/" + id), home.resolve("outbox/0000000001-" + id));
        var round = exercise.open(home).flush(TIMEOUT);
        assertThat(round.values()).extracting(Sent::outcome).containsExactly(Outcome.ACCEPTED);
        assertThat(hub.arrived()).hasSize(1);
        assertThat(home.resolve("sent/" + id)).isDirectory();
    }

    @Test
    void what_a_crash_left_unfinished_is_no_message() throws Exception {
        Files.createDirectories(home.resolve("tmp/" + Exercise.uuid()));
        Files.createDirectories(home.resolve("outbox/0000000009-" + Exercise.uuid()));
        Files.createDirectories(home.resolve("outbox/strange"));
        assertThat(office.storage().outbox().all()).isEmpty();
    }

    @Test
    void the_same_identifier_is_not_queued_twice() throws Exception {
        var before = "<MessageId>urn:uuid:" + Exercise.uuid() + "</MessageId>";
        office.send(draft(ALERT, "cn.44", before), false, TIMEOUT);
        assertThatThrownBy(() -> office.send(draft(ALERT, "cn.35", before), false, TIMEOUT))
                .isInstanceOfSatisfying(
                        OfficeProblem.class, p -> assertThat(p.exit()).isEqualTo(Exit.REFUSED_HERE))
                .hasMessageContaining("--refresh");
        assertThat(office.send(draft(ALERT, "cn.35", before), true, TIMEOUT).outcome())
                .isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void another_partys_draft_is_refused_here() throws Exception {
        var draft = new String(draft(ALERT, "cn.44"), java.nio.charset.StandardCharsets.UTF_8)
                .replace("<Sender>", "<Sender><Party>cn.53</Party>");
        var sent = office.send(draft.getBytes(java.nio.charset.StandardCharsets.UTF_8), false, TIMEOUT);
        assertThat(sent.outcome()).isEqualTo(Outcome.REFUSED_HERE);
        assertThat(sent.refusal().orElseThrow().code()).isEqualTo("GT-3001");
        assertThat(hub.arrived()).isEmpty();
    }

    @Test
    void a_document_signed_here_before_is_sent_as_it_is() throws Exception {
        hub.cut(true);
        var wire = Exercise.wire(office, office.send(draft(ALERT, "cn.44"), false, TIMEOUT));
        hub.cut(false);
        var elsewhere = exercise.home("cn.52.copy");
        Files.delete(elsewhere.resolve("office.yaml"));
        Files.writeString(
                elsewhere.resolve("office.yaml"),
                Files.readString(home.resolve("office.yaml")).replace("keys/", home.resolve("keys") + "/"));
        try (var copy = exercise.open(elsewhere)) {
            assertThat(copy.send(wire, false, TIMEOUT).outcome()).isEqualTo(Outcome.ACCEPTED);
        }
        assertThat(hub.arrived().get(0)).isEqualTo(wire);
    }

    @Test
    void a_document_changed_after_signing_is_refused_here() throws Exception {
        hub.cut(true);
        var wire = new String(
                Exercise.wire(office, office.send(draft(ALERT, "cn.44"), false, TIMEOUT)),
                java.nio.charset.StandardCharsets.UTF_8);
        var changed = wire.replace("cn.44", "cn.45").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var sent = office.send(changed, false, TIMEOUT);
        assertThat(sent.outcome()).isEqualTo(Outcome.REFUSED_HERE);
        assertThat(sent.refusal().orElseThrow().code()).isEqualTo("GT-3131");
    }

    @Test
    void the_timeline_tells_each_recipients_steps_and_whom_to_call() throws Exception {
        var draft = new String(draft(ALERT, "cn.44"), java.nio.charset.StandardCharsets.UTF_8)
                .replace("</Recipients>", "<Recipient>cn.46.absent</Recipient></Recipients>");
        var sent = office.send(draft.getBytes(java.nio.charset.StandardCharsets.UTF_8), false, TIMEOUT);
        hub.reportDelivery(hub.arrived().get(0), new PartyId("cn.44"));
        var collected = office.receive(home.resolve("inbox"));
        assertThat(collected.receipts()).hasSize(1);

        var timeline = office.status(sent.about().orElseThrow().id());
        assertThat(timeline.recipients()).hasSize(2);
        assertThat(timeline.recipients().get(0).events())
                .extracting(Timeline.Event::step)
                .containsExactly(Timeline.Step.QUEUED, Timeline.Step.DELIVERED);
        assertThat(timeline.recipients().get(1).last()).isEqualTo(Timeline.Step.NOT_JOINED);
        assertThat(timeline.recipients().get(1).telephone()).contains("+86 555 0000 0001");
        assertThat(office.status(sent.about().orElseThrow().conversation())).hasSize(1);
        assertThat(office.status(ConversationId.of(java.util.UUID.randomUUID())))
                .isEmpty();
        assertThatThrownBy(() -> office.status(MessageId.of(java.util.UUID.randomUUID())))
                .isInstanceOf(OfficeProblem.class);
    }

    @Test
    void two_offices_on_one_folder_send_each_message_once() throws Exception {
        hub.cut(true);
        for (int i = 0; i < 4; i++) {
            office.send(draft(ALERT, "cn.44"), false, TIMEOUT);
        }
        hub.cut(false);
        var other = exercise.open(home);
        var failures = new java.util.concurrent.LinkedBlockingQueue<Throwable>();
        var thread = new Thread(() -> flush(other, failures));
        thread.start();
        flush(office, failures);
        thread.join();
        assertThat(failures).isEmpty();
        assertThat(hub.arrived()).hasSize(4);
    }

    private static void flush(Office office, java.util.Queue<Throwable> failures) {
        try {
            office.flush(TIMEOUT);
        } catch (IOException | OfficeProblem | RuntimeException e) {
            failures.add(e);
        }
    }
}
