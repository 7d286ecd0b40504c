package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.message.Refusal;
import org.guitu.receipt.ReceiptReader;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.Part;
import org.guitu.soap.Troubled;
import org.junit.jupiter.api.TestReporter;
import org.slf4j.LoggerFactory;

/** One conversation told over a hub's doors, offices by JMS and liaison agencies by SOAP: who sent what on which day, and what became of it. */
final class Story {
    private static final Pattern SENDER = Pattern.compile("<Sender>\\s*<Party>([^<]+)");
    private static final Pattern TYPE = Pattern.compile("<Type>[a-z]+/([^<]+)");

    private final RunningHub hub;
    private final MovableClock clock;
    private final String family;
    private final List<String> cast;
    private final Sample sample = new Sample(RunningHub.HOME.resolve("schemas"));
    private final UUID conversation = UUID.randomUUID();
    private final Instant begin;
    private final List<String> timeline = new ArrayList<>();
    private String last = "";

    /** @param cast what the samples say and what is said here instead, in pairs */
    Story(RunningHub hub, MovableClock clock, String family, String... cast) {
        this.hub = hub;
        this.clock = clock;
        this.family = family;
        this.cast = List.of(cast);
        this.begin = clock.instant();
    }

    /** So much later than the beginning; the hub's clock is everybody's. */
    Story after(Duration since) {
        clock.ahead(Duration.between(Instant.now(), begin.plus(since)));
        return this;
    }

    Story day(int days) {
        return after(Duration.ofDays(days));
    }

    /** The date so many days after the beginning, in Beijing. */
    LocalDate date(int days) {
        return LocalDate.ofInstant(begin, ZoneOffset.ofHours(8)).plusDays(days);
    }

    /** A sample as a new message of this conversation, sent now; it names no message that came before. */
    String text(String name) throws IOException {
        var text = Sample.renewed(sample.current(family, name, clock.instant()))
                .replaceFirst("<Conversation>[^<]*", "<Conversation>urn:uuid:" + conversation)
                .replaceFirst("(?s)\\s*<References>.*?</References>", "")
                .replaceFirst("\\s*<InReplyTo>[^<]*</InReplyTo>", "");
        for (int i = 0; i < cast.size(); i += 2) {
            text = text.replace(cast.get(i), cast.get(i + 1));
        }
        return text;
    }

    /** Sends it and finds the conversation in this state. */
    Story to(String state, String document) throws Exception {
        assertThat(answer(document).refusal()).isEmpty();
        assertThat(state()).isEqualTo(state);
        tell(document, state);
        return this;
    }

    /** Why the hub refuses it, which changes nothing. */
    Refusal refused(String document) throws Exception {
        var before = state();
        var refusal = answer(document).refusal().orElseThrow();
        assertThat(state()).isEqualTo(before);
        tell(document, "refused " + (refusal.rule().isEmpty() ? refusal.code() : refusal.rule()));
        return refusal;
    }

    /** Waits for what the hub says by itself. */
    Story said(String type) {
        Awaitility.await(type)
                .atMost(RunningHub.PATIENCE)
                .until(() -> hub.rows(
                                        "SELECT id FROM message WHERE conversation = ? AND type = ?",
                                        conversation,
                                        family + "/" + type)
                                .size()
                        == 1);
        told("cn.hub", type, state());
        return this;
    }

    /** This header over the payload sent last: what both sides sign is one payload. */
    String withLastBody(String document) {
        return document.substring(0, document.indexOf("<Body>"))
                + last.substring(last.indexOf("<Body>"), last.indexOf("</Body>"))
                + document.substring(document.indexOf("</Body>"));
    }

    private ReceiptReader.View answer(String document) throws Exception {
        var wire = hub.signed(document);
        last = document;
        var sender = first(SENDER, document);
        if (sender.startsWith("cn.")) {
            return hub.send(wire);
        }
        try (var client = hub.soap(sender)) {
            var submitted = client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", wire));
            return hub.view(Part.find(submitted.children("Receipt"), "Receipt", Part::bytes)
                    .orElseThrow());
        } catch (Troubled refused) {
            return hub.view(refused.trouble().receipt().orElseThrow());
        }
    }

    String state() {
        return String.join("", hub.rows("SELECT state FROM conversation WHERE id = ?", conversation));
    }

    /** What a party got of it, in the order of the conversation: type and class. */
    List<String> gotBy(String party) {
        return hub.rows("""
                SELECT m.type, m.privacy FROM message m JOIN delivery d ON d.message = m.id
                WHERE m.conversation = ? AND d.recipient = ? ORDER BY m.number""", conversation, party);
    }

    private void tell(String document, String outcome) {
        told(first(SENDER, document), first(TYPE, document), outcome);
    }

    private void told(String sender, String type, String outcome) {
        var day = Duration.between(begin, clock.instant()).toDays();
        timeline.add("day " + day + ", " + sender + ", " + type + ", " + outcome);
    }

    /** Prints it and puts it into the report of the test. */
    List<String> told(TestReporter reporter) {
        timeline.forEach(LoggerFactory.getLogger("guitu.story")::info);
        reporter.publishEntry("timeline", String.join("\n", timeline));
        return List.copyOf(timeline);
    }

    private static String first(Pattern pattern, String document) {
        var found = pattern.matcher(document);
        assertThat(found.find()).as(pattern.pattern()).isTrue();
        return found.group(1);
    }
}
