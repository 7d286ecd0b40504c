package org.guitu.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.guitu.message.Header;
import org.guitu.message.PartyId;
import org.guitu.office.line.LineDown;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficeReceiveTest {
    private static final PartyId GUANGDONG = new PartyId("cn.44");
    private static final PartyId GUIZHOU = new PartyId("cn.52");

    private final Exercise exercise;
    private final ScriptedHub hub;
    private final Office sender;
    private final Path home;
    private final Path folder;
    private final Office office;

    OfficeReceiveTest(@TempDir Path folder) throws Exception {
        exercise = new Exercise(folder);
        hub = exercise.hub();
        sender = exercise.office("cn.52");
        home = exercise.home("cn.44");
        this.folder = folder.resolve("to");
        office = exercise.open(home);
    }

    @AfterEach
    void close() {
        sender.close();
        office.close();
    }

    @Test
    void a_message_is_stored_with_the_hubs_statement_and_its_received_is_sent() throws Exception {
        var wire = exercise.mail(sender, GUANGDONG);
        var collected = office.receive(folder);

        var message = collected.messages().get(0);
        assertThat(message.file())
                .hasBinaryContent(wire)
                .hasFileName(message.header().id().uuid() + ".xml");
        assertThat(folder.resolve(message.header().id().uuid() + ".delivered.xml"))
                .exists();
        assertThat(collected.sent()).extracting(Sent::outcome).containsExactly(Outcome.ACCEPTED);
        assertThat(lastArrived())
                .contains("receipt/Received")
                .contains(message.header().id().value());
        assertThat(hub.waiting()).isZero();
        assertThat(office.storage().inbox().all()).singleElement().satisfies(known -> {
            assertThat(known.number()).isEqualTo(3);
            assertThat(known.sender()).isEqualTo("cn.52");
            assertThat(known.readAt()).isEmpty();
        });
    }

    @Test
    void after_a_crash_between_storing_and_acknowledging_the_copy_is_recognised() throws Exception {
        exercise.mail(sender, GUANGDONG);
        hub.cutBeforeTaken();
        assertThatThrownBy(() -> office.receive(folder)).isInstanceOf(LineDown.class);
        assertThat(files()).hasSize(2);

        try (var after = exercise.open(home)) {
            var collected = after.receive(folder);
            assertThat(collected.messages())
                    .singleElement()
                    .extracting(Collected.Message::known)
                    .isEqualTo(true);
            assertThat(collected.sent()).as("one Received").hasSize(1);
            assertThat(after.receive(folder).sent()).isEmpty();
        }
        assertThat(files()).hasSize(2);
        assertThat(received()).as("one Received in all").hasSize(1);
    }

    @Test
    void after_a_crash_between_storing_and_queueing_the_receipt_it_is_still_sent_once() throws Exception {
        var wire = exercise.mail(sender, GUANGDONG);
        office.receive(folder);
        // as if the process had died before the Received was queued
        for (var item : office.storage().outbox().all()) {
            Files.delete(item.message());
            Files.delete(item.folder().resolve("state.json"));
            Files.delete(item.folder());
        }
        hub.deliver(wire, hub.statement(wire, GUANGDONG));
        try (var after = exercise.open(home)) {
            assertThat(after.receive(folder).sent()).hasSize(1);
        }
        assertThat(received()).hasSize(2);
        assertThat(messageId(received().get(0)))
                .as("the same receipt")
                .isEqualTo(messageId(received().get(1)));
    }

    @Test
    void without_a_line_the_received_is_queued_and_goes_out_later() throws Exception {
        exercise.mail(sender, GUANGDONG);
        hub.answering(wire -> java.util.Optional.empty());
        var collected = office.receive(folder);
        assertThat(collected.messages()).hasSize(1);
        assertThat(collected.sent()).extracting(Sent::outcome).containsExactly(Outcome.QUEUED);
        hub.answering(hub::accept);
        assertThat(office.receive(folder).sent()).extracting(Sent::outcome).containsExactly(Outcome.ACCEPTED);
    }

    @Test
    void a_message_without_the_hubs_statement_is_rejected() throws Exception {
        hub.deliverBare(signed());
        assertRejected("without the hub's Delivered statement");
    }

    @Test
    void a_statement_about_other_bytes_is_rejected() throws Exception {
        var one = signed();
        hub.deliver(signed(), hub.statement(one, GUANGDONG));
        assertRejected("other bytes");
    }

    @Test
    void a_statement_for_another_party_is_rejected() throws Exception {
        var wire = signed();
        hub.deliver(wire, hub.statement(wire, GUIZHOU));
        assertRejected("another party");
    }

    @Test
    void a_statement_of_a_false_hub_is_rejected() throws Exception {
        var wire = signed();
        var impostor = new ScriptedHub(exercise.keys().sign("cn.hub"));
        hub.deliver(wire, impostor.statement(wire, GUANGDONG));
        assertRejected("is not one that the directory holds");
    }

    @Test
    void a_message_signed_with_another_partys_key_is_rejected() throws Exception {
        var other = new Exercise(folder.resolve("other"));
        try (var stranger = other.office("cn.52")) {
            var sent = stranger.send(Exercise.draft("alert/AlertIssue", "cn.44"), false, Duration.ofSeconds(1));
            var wire = Exercise.wire(stranger, sent);
            hub.deliver(wire, hub.statement(wire, GUANGDONG));
        }
        assertRejected("does not lead to a trusted authority");
    }

    @Test
    void a_rejected_message_leaves_nothing_in_the_inbox_and_is_not_met_again() throws Exception {
        hub.deliver("not xml".getBytes(StandardCharsets.UTF_8), new byte[0]);
        var collected = office.receive(folder);
        assertThat(collected.rejected()).hasSize(1);
        assertThat(files()).isEmpty();
        assertThat(received()).isEmpty();
        assertThat(collected.rejected().get(0).file())
                .hasParent(home.resolve("rejected"))
                .hasContent("not xml");
        assertThat(home.resolve("rejected")).isDirectoryContaining("glob:**.json");
        assertThat(office.receive(folder).rejected()).isEmpty();
    }

    @Test
    void other_content_under_a_known_identifier_is_rejected() throws Exception {
        var before = "<MessageId>urn:uuid:" + UUID.randomUUID() + "</MessageId>";
        var first = Exercise.wire(
                sender, sender.send(Exercise.draft("alert/AlertIssue", "cn.44", before), false, sender.timeout()));
        hub.deliver(first, hub.statement(first, GUANGDONG));
        office.receive(folder);
        // the sender has forgotten that it used the identifier
        var sent = sender.storage().outbox().all().get(0).folder();
        Files.move(sent, sent.resolveSibling("forgotten"));
        var second = Exercise.wire(
                sender, sender.send(Exercise.draft("alert/AlertIssue", "cn.35", before), false, sender.timeout()));
        hub.deliver(second, hub.statement(second, GUANGDONG));
        assertRejected("Other content was received");
    }

    @Test
    void a_read_is_signed_once_however_often_it_is_asked_for() throws Exception {
        exercise.mail(sender, GUANGDONG);
        var id = office.receive(folder).messages().get(0).header().id();
        var first = office.read(id);
        assertThat(first.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(lastArrived()).contains("receipt/Read").contains("officer of cn.44");
        int before = hub.arrived().size();
        var second = office.read(id);
        assertThat(second.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(second.about()).isEqualTo(first.about());
        assertThat(hub.arrived()).hasSize(before);
        assertThat(office.storage().inbox().find(id).orElseThrow().readAt()).isPresent();
    }

    @Test
    void the_senders_timeline_shows_received_and_read_of_the_recipient() throws Exception {
        var wire = exercise.mail(sender, GUANGDONG);
        var id = office.receive(folder).messages().get(0).header().id();
        office.read(id);
        hub.reportDelivery(wire, GUANGDONG);
        received().forEach(receipt -> hub.receipt(receipt.getBytes(StandardCharsets.UTF_8)));
        hub.receipt(hub.arrived().get(hub.arrived().size() - 1));
        sender.receive(folder.resolve("sender"));
        assertThat(sender.status(id).recipients())
                .singleElement()
                .satisfies(steps -> assertThat(steps.events())
                        .extracting(Timeline.Event::step)
                        .containsExactlyInAnyOrder(
                                Timeline.Step.QUEUED,
                                Timeline.Step.DELIVERED,
                                Timeline.Step.RECEIVED,
                                Timeline.Step.READ));
    }

    @Test
    void a_recipient_cannot_sign_what_only_the_hub_signs() throws Exception {
        var impostor = new ScriptedHub(exercise.keys().sign("cn.44"));
        var wire = signed();
        hub.receipt(impostor.statement(wire, GUANGDONG));
        assertThat(sender.receive(folder).rejected()).hasSize(1);
    }

    @Test
    void following_stores_what_comes_over_a_broken_line_and_ends_when_asked() throws Exception {
        var seen = new LinkedBlockingQueue<Header>();
        var down = new LinkedBlockingQueue<String>();
        var stop = new Stop();
        var wire = signed();
        hub.cut(true);
        var thread = new Thread(() -> follow(
                new Watcher() {
                    @Override
                    public void message(Header header, Path file, boolean known) {
                        seen.add(header);
                    }

                    @Override
                    public void lineDown(org.guitu.message.Labels reason) {
                        down.add(reason.en());
                    }
                },
                stop));
        thread.start();
        assertThat(down.poll(10, TimeUnit.SECONDS)).isEqualTo("cut");
        hub.deliver(wire, hub.statement(wire, GUANGDONG));
        hub.cut(false);
        assertThat(seen.poll(20, TimeUnit.SECONDS)).isNotNull();
        stop.ask();
        assertThat(stop.endedWithin(Duration.ofSeconds(10))).isTrue();
        thread.join();
    }

    @Test
    void following_ends_when_asked_although_messages_never_cease() throws Exception {
        var stop = new Stop();
        var wire = signed();
        var statement = hub.statement(wire, GUANGDONG);
        hub.deliver(wire, statement);
        var thread = new Thread(() -> follow(
                new Watcher() {
                    @Override
                    public void message(Header header, Path file, boolean known) {
                        hub.deliver(wire, statement);
                        stop.ask();
                    }
                },
                stop));
        thread.setDaemon(true);
        thread.start();
        assertThat(stop.endedWithin(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void a_key_file_that_cannot_be_read_is_told_and_the_keys_from_before_go_on() throws Exception {
        var told = new LinkedBlockingQueue<String>();
        var seen = new LinkedBlockingQueue<Header>();
        var stop = new Stop();
        var thread = new Thread(() -> follow(
                new Watcher() {
                    @Override
                    public void keysWell() {
                        told.add("well");
                    }

                    @Override
                    public void keys(org.guitu.message.Labels problem) {
                        told.add(problem.en());
                    }

                    @Override
                    public void message(Header header, Path file, boolean known) {
                        seen.add(header);
                    }
                },
                stop));
        office.receive(folder);
        half("sign");
        thread.start();
        assertThat(told.poll(10, TimeUnit.SECONDS)).contains("sign.half.p12");
        var wire = signed();
        hub.deliver(wire, hub.statement(wire, GUANGDONG));
        assertThat(seen.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(told).as("once").isEmpty();
        Files.delete(home.resolve("keys/sign.half.p12"));
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("well");
        stop.ask();
        thread.join();
    }

    @Test
    void an_office_starts_though_a_key_beside_those_it_names_is_only_half_there() throws Exception {
        for (var use : List.of("sign", "tls", "encrypt")) {
            half(use);
        }
        var wire = signed();
        hub.deliver(wire, hub.statement(wire, GUANGDONG));
        assertThat(office.receive(folder).messages()).hasSize(1);
        // a command says at its end what it passed over
        assertThat(office.untold())
                .hasValueSatisfying(what -> assertThat(what.en()).contains("sign.half.p12"));
    }

    @Test
    void a_newer_key_is_taken_although_another_file_beside_it_stays_unreadable() throws Exception {
        office.receive(folder);
        half("sign");
        var next = new Issuance()
                .issue(
                        exercise.keys().authority(),
                        new Order(
                                GUANGDONG,
                                Purpose.SIGN,
                                Kind.EC_P256,
                                new Validity(
                                        Instant.now().minusSeconds(60),
                                        Instant.now().plusSeconds(3600)),
                                List.of()));
        KeyFiles.write(home.resolve("keys"), "sign.next", next);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        office.unlocked().credentials().sign().certificate().equals(next.certificate()));
    }

    private void half(String use) throws Exception {
        var half = home.resolve("keys/" + use + ".half.p12");
        Files.writeString(half, "half a");
        Files.setPosixFilePermissions(half, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }

    private void follow(Watcher watcher, Stop stop) {
        try {
            office.follow(folder, watcher, stop);
        } catch (java.io.IOException | OfficeProblem e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] signed() throws Exception {
        var sent = sender.send(Exercise.draft("alert/AlertIssue", "cn.44"), false, sender.timeout());
        return Exercise.wire(sender, sent);
    }

    private void assertRejected(String reason) throws Exception {
        var collected = office.receive(folder);
        assertThat(collected.rejected())
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.reason().en()).containsIgnoringCase(reason));
    }

    private List<String> received() {
        return hub.arrived().stream()
                .map(wire -> new String(wire, StandardCharsets.UTF_8))
                .filter(text -> text.contains("<Type>receipt/Received</Type>"))
                .toList();
    }

    private static String messageId(String wire) {
        return wire.substring(wire.indexOf("<MessageId>"), wire.indexOf("</MessageId>"));
    }

    private String lastArrived() {
        return new String(hub.arrived().get(hub.arrived().size() - 1), StandardCharsets.UTF_8);
    }

    private List<Path> files() throws Exception {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
