package org.guitu.office;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.guitu.message.ConversationId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code office status}: what became of a message; or how a conversation stands, person by person. */
@Command(name = "status", mixinStandardHelpOptions = true)
final class StatusCommand extends Task {
    @Parameters(paramLabel = "ID|CONVERSATION")
    private String id = "";

    @Override
    protected int run(Office office, Display display) throws IOException, OfficeProblem {
        var message = id(id);
        if (office.storage().outbox().find(message).isPresent()) {
            show(office.status(message), display);
            return Exit.DONE;
        }
        var conversation = new ConversationId(message.value());
        var course = office.course(conversation);
        var ours = office.status(conversation);
        if (course.steps().isEmpty() && ours.isEmpty()) {
            throw OfficeProblem.notFound(message.value());
        }
        for (var timeline : ours) {
            show(timeline, display);
        }
        new CourseView(display, course, office.now()).show();
        return Exit.DONE;
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
                display.line("    " + Display.time(event.at()) + "  " + words.say("step." + event.step()) + text);
            }
        }
        display.fields(fields(timeline));
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
