package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.family.Breaks;
import org.guitu.hub.RunningHub.Taken;
import org.guitu.message.Refused;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the belt does for a message after it was accepted: order, numbers, deadlines, expiry, failures and tries. */
class BeltTest {
    private static final MovableClock CLOCK = new MovableClock();

    /** The mailbox of Yunnan takes one message at a time: the next one fails until it is fetched. */
    private static final String NARROW = """
                  <address-setting match="hub.mailbox.cn.53">
                    <expiry-address>hub.expired</expiry-address>
                    <max-size-messages>1</max-size-messages>
                    <address-full-policy>FAIL</address-full-policy>
                  </address-setting>
                </address-settings>""";

    @TempDir
    static Path folder;

    static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME, folder, CLOCK, BeltTest::configure, "cn.52", "cn.44", "cn.35", "cn.53", "cn.jco");
    }

    private static void configure(Path config) throws IOException {
        var broker = config.resolve("broker.xml");
        Files.writeString(broker, Files.readString(broker).replace("</address-settings>", NARROW));
        Files.writeString(
                config.resolve("hub.yaml"),
                "delivery: {tries: 3, over: PT1M, firstDelay: PT1S}\n",
                StandardOpenOption.APPEND);
    }

    @AfterAll
    static void stop() throws Exception {
        if (hub != null) {
            hub.close();
        }
    }

    @AfterEach
    void now() {
        CLOCK.ahead(Duration.ZERO);
    }

    private static String sample(String family, String name) throws IOException {
        return new Sample(RunningHub.HOME.resolve("schemas")).current(family, name, CLOCK.instant());
    }

    /** An alert of Guizhou to these, beside the JCO's copy. */
    private static String alert(String urgency, String... recipients) throws IOException {
        return sample("alert", "alert-issue")
                .replaceFirst("<Urgency>[A-Z]+", "<Urgency>" + urgency)
                .replaceFirst("(?s)<Recipients>.*</Recipients>", recipients(recipients));
    }

    /** A request of Fujian to one province. */
    private static String request(String recipient) throws IOException {
        return sample("case", "assistance-request")
                .replaceFirst("(?s)<Recipients>.*</Recipients>", recipients(recipient));
    }

    private static String recipients(String... parties) {
        return "<Recipients><Recipient>" + String.join("</Recipient><Recipient>", parties)
                + "</Recipient></Recipients>";
    }

    private static List<String> receipts(byte[] about, String kind) throws Refused {
        return hub.rows(
                "SELECT party FROM receipt WHERE message = ? AND kind = ? ORDER BY party",
                RunningHub.id(about).uuid(),
                kind);
    }

    private static List<String> attempts(byte[] message) throws Refused {
        return hub.rows(
                "SELECT a.reason FROM attempt a JOIN delivery d ON d.id = a.delivery WHERE d.message = ? ORDER BY a.id",
                RunningHub.id(message).uuid());
    }

    @Test
    @Breaks("R-A18-issue")
    void a_flash_alert_not_collected_in_time_is_told_to_sender_and_jco_exactly_once() throws Exception {
        var alert = hub.accepted(alert("FLASH", "cn.44", "cn.35", "cn.jco"));
        for (var party : List.of("cn.44", "cn.jco")) {
            hub.collect(party, alert);
            hub.acknowledge(party, alert);
            hub.await("RECEIVED", party, alert);
        }
        hub.await("DELIVERED", "cn.35", alert);
        CLOCK.ahead(Duration.ofMinutes(14));
        hub.awaitJob("deadlines");
        assertThat(receipts(alert, "Overdue")).isEmpty();

        CLOCK.ahead(Duration.ofMinutes(16));
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .untilAsserted(() -> assertThat(receipts(alert, "Overdue")).containsExactly("cn.52", "cn.jco"));
        for (var party : List.of("cn.52", "cn.jco")) {
            var notice = hub.receipt(party, "Overdue", alert);
            assertThat(notice.acknowledged()).contains(RunningHub.id(alert));
            assertThat(notice.recipients())
                    .singleElement()
                    .satisfies(recipient -> assertThat(recipient.party()).isEqualTo(RunningHub.party("cn.35")));
            assertThat(notice.telephone()).isPresent();
        }

        CLOCK.ahead(Duration.ofHours(2));
        hub.awaitJob("deadlines");
        assertThat(receipts(alert, "Overdue")).containsExactly("cn.52", "cn.jco");
        assertThat(hub.waiting("receipt", "cn.52", alert, "Overdue")).isZero();
        assertThat(hub.waiting("receipt", "cn.jco", alert, "Overdue")).isZero();
    }

    @Test
    void an_alert_that_is_not_flash_has_no_such_deadline() throws Exception {
        var alert = hub.accepted(alert("URGENT", "cn.35"));
        hub.await("DELIVERED", "cn.35", alert);
        CLOCK.ahead(Duration.ofHours(2));
        hub.awaitJob("deadlines");
        assertThat(receipts(alert, "Overdue")).isEmpty();
    }

    @Test
    void what_expires_in_the_mailbox_is_told_to_the_sender_and_collected_once_when_sent_again() throws Exception {
        var soon = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
        var request = hub.accepted(
                request("cn.44").replaceFirst("</SentAt>", "</SentAt><ExpiresAt>" + soon + "</ExpiresAt>"));
        hub.await("EXPIRED", "cn.44", request);
        var told = hub.receipt("cn.35", "Undeliverable", request);
        assertThat(told.refusal())
                .hasValueSatisfying(reason -> assertThat(reason.code()).isEqualTo("GT-7002"));
        assertThat(hub.waiting("mailbox", "cn.44", request, "")).isZero();
        assertThat(hub.rows(
                        "SELECT count(*) FROM content WHERE message = ?",
                        RunningHub.id(request).uuid()))
                .containsExactly("1");

        assertThat(hub.admin("resend", RunningHub.id(request).value(), "--reason", "Guangdong was on leave"))
                .contains("\"due\":1");
        assertThat(hub.collect("cn.44", request))
                .singleElement()
                .satisfies(taken -> assertThat(taken.wire()).isEqualTo(request));
        hub.acknowledge("cn.44", request);
        hub.await("RECEIVED", "cn.44", request);
        hub.awaitJob("sweeper");
        assertThat(hub.waiting("mailbox", "cn.44", request, "")).isZero();
        assertThat(receipts(request, "Undeliverable")).containsExactly("cn.35");
    }

    @Test
    void a_delivery_that_fails_is_tried_with_growing_pauses_then_told_and_can_be_sent_again() throws Exception {
        var first = hub.accepted(request("cn.53"));
        hub.await("DELIVERED", "cn.53", first);
        var second = hub.accepted(request("cn.53"));
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .untilAsserted(() -> assertThat(attempts(second)).containsExactly("GT-7001", "GT-7001"));
        var next = hub.rows(
                "SELECT extract(epoch FROM next_attempt_at - now()) > 30, state FROM delivery WHERE message = ?",
                RunningHub.id(second).uuid());
        assertThat(next).containsExactly("t QUEUED");

        CLOCK.ahead(Duration.ofMinutes(1));
        hub.await("UNDELIVERABLE", "cn.53", second);
        assertThat(attempts(second)).hasSize(3);
        var told = hub.receipt("cn.35", "Undeliverable", second);
        assertThat(told.refusal())
                .hasValueSatisfying(reason -> assertThat(reason.code()).isEqualTo("GT-7001"));

        hub.collect("cn.53", first);
        assertThat(hub.admin("resend", RunningHub.id(second).value(), "--reason", "Yunnan has emptied its mailbox"))
                .contains("\"due\":1");
        assertThat(hub.collect("cn.53", second))
                .singleElement()
                .satisfies(taken -> assertThat(taken.wire()).isEqualTo(second));
    }

    @Test
    void one_mailbox_that_fails_takes_nothing_from_the_others_the_message_was_sent_to_with_it() throws Exception {
        var first = hub.accepted(request("cn.53"));
        hub.await("DELIVERED", "cn.53", first);
        var alert = hub.accepted(alert("URGENT", "cn.44", "cn.53"));
        // at once, not when the sweeper finds it after the lease of 20 s
        Awaitility.await()
                .atMost(Duration.ofSeconds(12))
                .untilAsserted(() ->
                        assertThat(hub.waiting("mailbox", "cn.44", alert, "")).isEqualTo(1));
        hub.await("DELIVERED", "cn.44", alert);
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .untilAsserted(() -> assertThat(attempts(alert)).contains("GT-7001"));
        assertThat(hub.waiting("receipt", "cn.52", alert, "Delivered")).isEqualTo(2); // of cn.44 and of the JCO
        hub.collect("cn.53", first);
        assertThat(hub.collect("cn.53", alert))
                .singleElement()
                .satisfies(taken -> assertThat(taken.wire()).isEqualTo(alert));
    }

    @Test
    void alerts_are_collected_before_what_came_earlier_and_flash_before_other_alerts() throws Exception {
        var request = hub.accepted(request("cn.44"));
        var urgent = hub.accepted(alert("URGENT", "cn.44"));
        var flash = hub.accepted(alert("FLASH", "cn.44"));
        for (var message : List.of(request, urgent, flash)) {
            hub.await("DELIVERED", "cn.44", message);
        }
        var taken = hub.collect("cn.44", request, urgent, flash);
        assertThat(taken).extracting(Taken::wire).containsExactly(flash, urgent, request);
        assertThat(taken).extracting(Taken::priority).containsExactly(9, 7, 4);
    }

    @Test
    void deliveries_of_one_conversation_are_numbered_for_each_recipient_without_a_gap() throws Exception {
        var samples = new Sample(RunningHub.HOME.resolve("schemas"));
        var sent = new ArrayList<byte[]>();
        for (var name : List.of("alert-issue", "sighting-report", "alert-update", "alert-resolved")) {
            sent.add(hub.accepted(samples.current("alert", name, CLOCK.instant())));
        }
        var issue = sent.get(0);
        var sighting = sent.get(1);
        assertThat(hub.collect("cn.52", sighting))
                .singleElement()
                .satisfies(taken -> assertThat(taken.headers())
                        .containsEntry("GuituNumber", "2")
                        .containsEntry("GuituDeliveryNumber", "1"));
        var numbers = new ArrayList<String>();
        for (var message : List.of(issue, sent.get(2), sent.get(3))) {
            var headers = hub.collect("cn.35", message).get(0).headers();
            numbers.add(headers.get("GuituNumber") + "/" + headers.get("GuituDeliveryNumber"));
        }
        assertThat(numbers).containsExactly("1/1", "3/2", "4/3");
        assertThat(hub.rows("""
                SELECT recipient FROM delivery WHERE conversation = (SELECT conversation FROM message WHERE id = ?)
                GROUP BY recipient HAVING max(number) <> count(*) OR count(DISTINCT number) <> count(*)""", RunningHub.id(issue).uuid()))
                .as("recipients whose numbers have a gap")
                .isEmpty();
    }
}
