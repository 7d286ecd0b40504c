package org.guitu.office;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.guitu.message.Labels;
import org.guitu.message.Refusal;
import org.guitu.receipt.ReceiptReader.RecipientView;
import org.guitu.receipt.ReceiptReader.View;

/** Shows what became of a message that was to be sent. */
final class SentView {
    private final Display display;
    private final Words words;

    SentView(Display display) {
        this.display = display;
        this.words = display.words();
    }

    /** @param source the file it was read from, for messages whose own name is not known */
    void show(String source, Sent sent) {
        var name = sent.about().map(about -> about.type() + "  " + about.id()).orElse(source);
        var time = sent.millis() > 0 ? "  " + sent.millis() + " ms" : "";
        display.line(words.say("sent." + sent.outcome()) + "  " + name + time);
        sent.refusal().ifPresent(refusal -> display.line("  " + refusal.line(words.locale())));
        sent.note().ifPresent(note -> display.line("  " + words.say(note)));
        sent.remarks()
                .forEach(warning -> display.line(
                        "  " + words.say("warning") + " " + warning.rule() + " " + words.say(warning.text())));
        sent.receipt().ifPresent(this::recipients);
        display.fields(fields(source, sent));
    }

    private void recipients(View receipt) {
        for (var recipient : receipt.recipients()) {
            var step = joined(recipient) ? Timeline.Step.QUEUED : Timeline.Step.NOT_JOINED;
            var telephone =
                    recipient.telephone().map(t -> "  " + words.say("call", t)).orElse("");
            display.line(String.format(
                    Locale.ROOT, "  %-24s %s%s", recipient.party(), words.say("step." + step), telephone));
        }
    }

    static Map<String, Object> fields(String source, Sent sent) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("outcome", sent.outcome().name());
        if (!source.isEmpty()) {
            fields.put("source", source);
        }
        sent.about().ifPresent(about -> about(fields, about));
        sent.receipt().ifPresent(receipt -> receipt(fields, receipt));
        sent.refusal().ifPresent(refusal -> fields.put("refusal", refusal(refusal)));
        sent.note().ifPresent(note -> fields.put("note", labels(note)));
        if (!sent.remarks().isEmpty()) {
            fields.put(
                    "warnings",
                    sent.remarks().stream()
                            .map(w -> Map.of("rule", w.rule(), "place", w.place(), "text", labels(w.text())))
                            .toList());
        }
        fields.put("millis", sent.millis());
        return fields;
    }

    static void about(Map<String, Object> fields, Sent.About about) {
        fields.put("id", about.id().value());
        fields.put("type", about.type().toString());
        fields.put("conversation", about.conversation().value());
    }

    private static void receipt(Map<String, Object> fields, View receipt) {
        fields.put("receipt", receipt.kind().element());
        fields.put("at", receipt.at().toString());
        receipt.number().ifPresent(number -> fields.put("number", number));
        receipt.state().ifPresent(state -> fields.put("state", state));
        List<Map<String, Object>> recipients = new ArrayList<>();
        for (var recipient : receipt.recipients()) {
            var one = new LinkedHashMap<String, Object>();
            one.put("party", recipient.party().value());
            one.put("joined", joined(recipient));
            recipient.telephone().ifPresent(telephone -> one.put("telephone", telephone));
            recipients.add(one);
        }
        if (!recipients.isEmpty()) {
            fields.put("recipients", recipients);
        }
    }

    private static boolean joined(RecipientView recipient) {
        return !recipient.state().equals(Optional.of("NotJoined"));
    }

    static Map<String, Object> refusal(Refusal refusal) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("code", refusal.code());
        fields.put("who", refusal.who().name());
        fields.put("retry", refusal.retry().name());
        if (!refusal.place().isEmpty()) {
            fields.put("place", refusal.place());
        }
        if (!refusal.rule().isEmpty()) {
            fields.put("rule", refusal.rule());
        }
        fields.put("text", labels(refusal.text()));
        return fields;
    }

    static Map<String, Object> labels(Labels labels) {
        return Map.of("zh", labels.zh(), "en", labels.en());
    }
}
