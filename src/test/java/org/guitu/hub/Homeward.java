package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.guitu.demo.Sample;
import org.guitu.message.Refusal;

/** One return between Yunnan and Viet Nam, told step by step with the samples, each as a new message of its conversation. */
final class Homeward {
    private static final String PERSON = "urn:guitu:person:cn.53:test-0201";
    private static final String CHILD = "urn:guitu:person:cn.53:test-0202";

    private final RunningHub hub;
    private final String person;
    private final UUID conversation = UUID.randomUUID();

    private Homeward(RunningHub hub, String person) {
        this.hub = hub;
        this.person = person;
    }

    /** Of an adult. */
    static Homeward of(RunningHub hub) {
        return new Homeward(hub, PERSON);
    }

    /** Of a child whose guardian is a suspect. */
    static Homeward ofChild(RunningHub hub) {
        return new Homeward(hub, CHILD);
    }

    /** A sample of this return; it names no message that came before. */
    String text(String name) throws IOException {
        var text = new Sample(RunningHub.HOME.resolve("schemas")).current("repatriation", name, Instant.now());
        return text.replaceFirst("<Conversation>[^<]*", "<Conversation>urn:uuid:" + conversation)
                .replaceFirst("(?s)\\s*<References>.*?</References>", "")
                .replaceFirst("\\s*<InReplyTo>[^<]*</InReplyTo>", "")
                .replace(PERSON, person);
    }

    String request() throws IOException {
        return text(person.equals(CHILD) ? "repatriation-request-child" : "repatriation-request");
    }

    /** The minutes as the other side sends them: its own header over the same payload. */
    String confirmedBack(String minutes) throws IOException {
        var body = minutes.substring(minutes.indexOf("<Body>"), minutes.indexOf("</Body>"));
        var other = text("handover-confirmation-origin");
        return other.substring(0, other.indexOf("<Body>")) + body + other.substring(other.indexOf("</Body>"));
    }

    Homeward step(String document) throws Exception {
        hub.accepted(document);
        return this;
    }

    /** Sends it and finds the return in this state. */
    Homeward to(String state, String document) throws Exception {
        step(document);
        assertThat(state()).isEqualTo(state);
        return this;
    }

    Homeward acknowledged(String request) throws Exception {
        return to("REQUESTED", request).to("ACKNOWLEDGED", text("acknowledgement"));
    }

    Homeward verified() throws Exception {
        return to("ACKNOWLEDGED", text("nationality-verification-request"))
                .to("VERIFIED", text("nationality-verification-result"));
    }

    Homeward assessed() throws Exception {
        return to("VERIFIED", text("family-tracing-request")).to("ASSESSED", text("family-assessment-result"));
    }

    Homeward approved() throws Exception {
        return to("PARTLY_APPROVED", text("approval-origin")).to("APPROVED", text("approval-host"));
    }

    /** As far as both sides' approval. */
    Homeward approvedAfter(String request) throws Exception {
        return acknowledged(request).verified().assessed().approved();
    }

    /** What the hub answers to it. */
    Refusal refused(String document) throws Exception {
        var before = state();
        var refusal = hub.send(hub.signed(document)).refusal();
        assertThat(refusal).as("refused at all").isPresent();
        assertThat(state()).isEqualTo(before);
        return refusal.get();
    }

    /** The rule that stands against it. */
    String against(String document) throws Exception {
        return refused(document).rule();
    }

    String state() {
        return String.join("", hub.rows("SELECT state FROM conversation WHERE id = ?", conversation));
    }

    /** A day so many days from today, where nothing but the day counts. */
    static String day(int days) {
        return LocalDate.now(ZoneOffset.UTC).plusDays(days).toString();
    }

    /** The document with another value in an element of the family. */
    static String with(String document, String element, String value) {
        var changed = document.replaceAll("(<p:" + element + ">)[^<]*", "$1" + value);
        assertThat(changed).as(element).isNotEqualTo(document);
        return changed;
    }

    /** The document as it goes to one party only. */
    static String onlyTo(String document, String party) {
        return document.replaceFirst(
                "(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>" + party + "</Recipient></Recipients>");
    }
}
