package org.guitu.office;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.guitu.message.ConversationId;
import org.guitu.message.MessageId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code office status}: what became of a message, or of a conversation's messages, recipient by recipient. */
@Command(name = "status", mixinStandardHelpOptions = true)
final class StatusCommand extends Task {
    @Parameters(paramLabel = "ID|CONVERSATION")
    private String id = "";

    @Override
    int run(Office office, Display display) throws IOException, OfficeProblem {
        var timelines = timelines(office, id(id));
        for (var timeline : timelines) {
            show(timeline, display);
            display.fields(fields(timeline));
        }
        return Exit.DONE;
    }

    private static List<Timeline> timelines(Office office, MessageId id) throws IOException, OfficeProblem {
        if (office.storage().outbox().find(id).isPresent()) {
            return List.of(office.status(id));
        }
        var conversation = office.status(new ConversationId(id.value()));
        if (conversation.isEmpty()) {
            throw OfficeProblem.notFound(id.value());
        }
        return conversation;
    }

    private static void show(Timeline timeline, Display display) {
        var words = display.words();
        var number = timeline.number().map(n -> "  " + words.say("number", n)).orElse("");
        display.line(words.say("sent." + timeline.outcome()) + "  "
                + timeline.about().type() + "  " + timeline.about().id() + number);
        timeline.refusal().ifPresent(refusal -> display.line("  " + refusal.line(words.locale())));
        for (var steps : timeline.recipients()) {
            var telephone =
                    steps.telephone().map(t -> "  " + words.say("call", t)).orElse("");
            display.line("  " + steps.party() + telephone);
            for (var event : steps.events()) {
                var text = event.text().map(t -> "  " + words.say(t)).orElse("");
                display.line("    " + event.at() + "  " + words.say("step." + event.step()) + text);
            }
        }
    }

    private static Map<String, Object> fields(Timeline timeline) {
        var fields = new LinkedHashMap<String, Object>();
        SentView.about(fields, timeline.about());
        fields.put("outcome", timeline.outcome().name());
        fields.put("queuedAt", timeline.queuedAt().toString());
        timeline.acceptedAt().ifPresent(at -> fields.put("acceptedAt", at.toString()));
        timeline.number().ifPresent(number -> fields.put("number", number));
        timeline.refusal().ifPresent(refusal -> fields.put("refusal", SentView.refusal(refusal)));
        fields.put(
                "recipients",
                timeline.recipients().stream().map(StatusCommand::recipient).toList());
        return fields;
    }

    private static Map<String, Object> recipient(Timeline.Steps steps) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("party", steps.party().value());
        fields.put("state", steps.last().name());
        steps.telephone().ifPresent(telephone -> fields.put("telephone", telephone));
        fields.put(
                "events",
                steps.events().stream()
                        .map(event -> Map.of(
                                "step", event.step().name(), "at", event.at().toString()))
                        .toList());
        return fields;
    }
}
