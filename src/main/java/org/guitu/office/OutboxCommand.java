package org.guitu.office;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code office outbox}: what is queued, or everything that was sent; {@code --retry} sends what is queued now. */
@Command(name = "outbox", mixinStandardHelpOptions = true)
final class OutboxCommand extends Task {
    @Option(names = "--all")
    private boolean all;

    @Option(names = "--retry", arity = "0..*", paramLabel = "ID", fallbackValue = "queued")
    private List<String> retry = List.of();

    @Option(names = "--drop", arity = "1..*", paramLabel = "ID")
    private List<String> drop = List.of();

    @Override
    protected int run(Office office, Display display) throws IOException, OfficeProblem {
        if (!drop.isEmpty()) {
            return drop(office, display);
        }
        if (!retry.isEmpty()) {
            return retry(office, display);
        }
        var outbox = office.storage().outbox();
        var items = all ? outbox.all() : outbox.queued();
        for (var item : items) {
            show(item, display);
        }
        if (items.isEmpty()) {
            display.line(display.words().say("outbox.empty"));
        }
        return items.stream().anyMatch(item -> item.where() == Outbox.Where.QUEUED) ? Exit.QUEUED : Exit.DONE;
    }

    /** Takes them out of the queue; their bytes stay with the refused ones, from where --retry brings them back. */
    private int drop(Office office, Display display) throws IOException, OfficeProblem {
        var outbox = office.storage().outbox();
        for (var id : drop) {
            var item = outbox.find(id(id))
                    .filter(found -> found.where() == Outbox.Where.QUEUED)
                    .orElseThrow(() -> OfficeProblem.notFound(id));
            outbox.settle(item, Outbox.Where.REFUSED);
            display.line(display.words().say("outbox.dropped", item.id().uuid()));
            display.fields(java.util.Map.of("dropped", item.id().value()));
        }
        return Exit.DONE;
    }

    private int retry(Office office, Display display) throws IOException, OfficeProblem {
        var outbox = office.storage().outbox();
        for (var id : retry) {
            if (!id.equals("queued")) {
                var item = outbox.find(id(id)).orElseThrow(() -> OfficeProblem.notFound(id));
                if (item.where() == Outbox.Where.REFUSED) {
                    outbox.again(item);
                }
            }
        }
        int worst = Exit.DONE;
        for (var sent : office.flush(office.timeout()).values()) {
            new SentView(display).show("", sent);
            worst = SendCommand.worse(worst, sent.outcome().exit());
        }
        return worst;
    }

    private static void show(Outbox.Item item, Display display) {
        var words = display.words();
        var state = item.state();
        display.line(String.format(
                Locale.ROOT,
                "%s  %s  %-28s %s  %s",
                words.say("outbox." + item.where()),
                state.queuedAt().substring(0, 19) + "Z",
                state.type(),
                item.id().uuid(),
                words.say("of.conversation", state.conversationId().uuid())));
        var fields = new LinkedHashMap<String, Object>();
        SentView.about(fields, Sent.About.of(item));
        fields.put("where", item.where().name());
        fields.put("queuedAt", state.queuedAt());
        fields.put("tries", state.tries());
        fields.put("file", item.message().toString());
        state.problem().filter(problem -> item.where() != Outbox.Where.SENT).ifPresent(problem -> {
            display.line("  " + (problem.code() + " " + words.say(problem.labels())).strip());
            fields.put("problem", problem);
        });
        display.fields(fields);
    }
}
