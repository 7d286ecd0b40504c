package org.guitu.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.guitu.Guitu;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.office.line.TestHub;
import org.guitu.office.line.TestHub.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real offices, their keys, schemas and rules, and a broker over TLS; only the hub's part is played. */
class OfficeOverJmsTest {
    private static final PartyId GUANGDONG = new PartyId("cn.44");

    private final Exercise exercise;
    private final TestHub broker;
    private final Path folder;
    private final Office sender;
    private final Office recipient;

    OfficeOverJmsTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        exercise = new Exercise(folder);
        broker = new TestHub(folder.resolve("broker"), exercise.keys(), List.of("cn.52", "cn.44"));
        broker.answering(wire -> Optional.of(new Answer(accepted(wire), "Accepted", Optional.empty())));
        sender = open("cn.52");
        recipient = open("cn.44");
    }

    @AfterEach
    void stop() {
        sender.close();
        recipient.close();
        broker.close();
    }

    private Office open(String party) throws Exception {
        var home = exercise.home(party);
        var yaml = home.resolve("office.yaml");
        var text = Files.readString(yaml).replace("port: 61617", "port: " + broker.port());
        Files.writeString(yaml, text.replace("host: localhost", "host: 127.0.0.1"));
        return Office.open(home);
    }

    private byte[] accepted(byte[] wire) {
        try {
            return exercise.hub().accept(wire).orElseThrow();
        } catch (Refused e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_sample_goes_from_office_to_office_and_its_receipts_back() throws Exception {
        // a group is no recipient for the scripted hub
        var sample = Files.readString(Path.of("schemas/alert/1.0/samples/alert-issue.xml"))
                .replace("@border.cn-vn", "cn.45");
        var sent = sender.send(sample.getBytes(StandardCharsets.UTF_8), true, Duration.ofSeconds(20));
        assertThat(sent.outcome()).as(sent.toString()).isEqualTo(Outcome.ACCEPTED);

        var wire = broker.arrived().take();
        broker.deliver("cn.44", wire, exercise.hub().statement(wire, GUANGDONG));
        broker.receipt("cn.52", new Answer(exercise.hub().statement(wire, GUANGDONG), "Delivered", Optional.empty()));
        var collected = recipient.receive(folder.resolve("in"));
        assertThat(collected.rejected()).isEmpty();
        assertThat(collected.messages()).hasSize(1);
        assertThat(collected.sent()).extracting(Sent::outcome).containsExactly(Outcome.ACCEPTED);
        assertThat(broker.waiting("hub.mailbox.cn.44")).isZero();

        broker.receipt("cn.52", new Answer(broker.arrived().take(), "Received", Optional.empty()));
        assertThat(sender.receive(folder.resolve("none")).receipts()).hasSize(2);
        var steps = sender.status(sent.about().orElseThrow().id()).recipients().stream()
                .filter(one -> one.party().equals(GUANGDONG))
                .findFirst()
                .orElseThrow();
        assertThat(steps.events())
                .extracting(Timeline.Event::step)
                .containsExactlyInAnyOrder(Timeline.Step.QUEUED, Timeline.Step.DELIVERED, Timeline.Step.RECEIVED);
    }

    @Test
    void a_broker_that_goes_away_leaves_the_message_queued() throws Exception {
        assertThat(sender.receive(folder.resolve("none")).messages()).isEmpty();
        broker.close();
        var sample = Files.readAllBytes(Path.of("schemas/alert/1.0/samples/alert-issue.xml"));
        assertThat(sender.send(sample, true, Duration.ofSeconds(5)).outcome()).isEqualTo(Outcome.QUEUED);
        assertThat(sender.storage().outbox().queued()).hasSize(1);
    }

    @Test
    void a_receive_that_may_wait_gets_what_comes_meanwhile() throws Exception {
        var wire = signed();
        var late = new Thread(() -> deliverOnceSomebodyListens(wire));
        late.start();
        assertThat(recipient
                        .receive(folder.resolve("in"), Duration.ofSeconds(20))
                        .messages())
                .hasSize(1);
        late.join();
    }

    @Test
    void a_flash_message_rings_once_with_where_it_is_and_no_content() throws Exception {
        var wire = signed();
        var heard = folder.resolve("heard");
        var command = "env | grep -E '^GUITU_(MESSAGE|TYPE)' >> " + heard + "; echo \"arg $1\" >> " + heard;
        deliver(wire);
        assertThat(receive("--on-flash", command)).isZero();
        deliver(wire);
        assertThat(receive("--on-flash", command)).as("a copy").isZero();
        var id = recipient.storage().inbox().all().get(0).messageId();
        await().untilAsserted(() -> assertThat(Files.readAllLines(heard))
                .containsExactlyInAnyOrder(
                        "GUITU_MESSAGE=" + folder.resolve("in/" + id.uuid() + ".xml"),
                        "GUITU_MESSAGE_ID=" + id,
                        "GUITU_TYPE=alert/AlertIssue",
                        "arg " + folder.resolve("in/" + id.uuid() + ".xml")));
    }

    @Test
    void what_a_false_hub_or_a_false_sender_signed_is_set_aside_with_its_own_exit_code() throws Exception {
        var wire = signed();
        var impostor = new ScriptedHub(exercise.keys().sign("cn.hub"));
        broker.deliver("cn.44", wire, impostor.statement(wire, GUANGDONG));
        assertThat(receive()).isEqualTo(Exit.NOT_VERIFIED);
        var changed = new String(wire, StandardCharsets.UTF_8).replace("<Purpose>", "<Purpose> ");
        var forged = changed.getBytes(StandardCharsets.UTF_8);
        broker.deliver("cn.44", forged, exercise.hub().statement(forged, GUANGDONG));
        assertThat(receive()).isEqualTo(Exit.NOT_VERIFIED);
        assertThat(folder.resolve("offices/cn.44/rejected"))
                .isDirectoryContaining(file -> hasBytes(file, wire))
                .isDirectoryContaining(file -> hasBytes(file, forged));
        assertThat(broker.waiting("hub.mailbox.cn.44")).isZero();
        assertThat(recipient.storage().inbox().all()).isEmpty();
    }

    private static boolean hasBytes(Path file, byte[] bytes) {
        try {
            return Arrays.equals(Files.readAllBytes(file), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int receive(String... more) {
        var arguments = new ArrayList<>(
                List.of("office", "--home", folder.resolve("offices/cn.44").toString(), "receive"));
        arguments.addAll(List.of("--to", folder.resolve("in").toString()));
        arguments.addAll(List.of(more));
        var nowhere = new PrintWriter(new StringWriter());
        return Guitu.run(nowhere, nowhere, arguments.toArray(String[]::new));
    }

    private byte[] signed() throws Exception {
        var sample = Files.readString(Path.of("schemas/alert/1.0/samples/alert-issue.xml"))
                .replace("@border.cn-vn", "cn.45");
        sender.send(sample.getBytes(StandardCharsets.UTF_8), true, Duration.ofSeconds(20));
        return broker.arrived().take();
    }

    private void deliver(byte[] wire) throws Exception {
        broker.deliver("cn.44", wire, exercise.hub().statement(wire, GUANGDONG));
    }

    private void deliverOnceSomebodyListens(byte[] wire) {
        await().atMost(Duration.ofSeconds(15)).until(() -> broker.listening("hub.mailbox.cn.44"));
        try {
            deliver(wire);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
