package org.guitu.office;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.guitu.message.ConversationId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code office inbox}: what was received, oldest first. */
@Command(name = "inbox", mixinStandardHelpOptions = true)
final class InboxCommand extends Task {
    @Option(names = "--unread")
    private boolean unread;

    @Override
    protected int run(Office office, Display display) throws IOException {
        var words = display.words();
        int shown = 0;
        for (var known : office.storage().inbox().all()) {
            if (unread && known.readAt().isPresent()) {
                continue;
            }
            shown++;
            display.line(String.format(
                    Locale.ROOT,
                    "%s  %s  %s  %-28s %-18s %s  %s",
                    known.readAt().isPresent() ? words.say("inbox.read") : words.say("inbox.unread"),
                    known.receivedAt().substring(0, 19) + "Z",
                    words.say("urgency." + known.urgency()),
                    known.type(),
                    known.sender(),
                    known.messageId().uuid(),
                    words.say("of.conversation", new ConversationId(known.conversation()).uuid())));
            display.fields(fields(known));
        }
        if (shown == 0) {
            display.line(words.say("inbox.empty"));
        }
        return Exit.DONE;
    }

    private static Map<String, Object> fields(Sidecar.Receiving known) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", known.id());
        fields.put("type", known.type());
        fields.put("conversation", known.conversation());
        fields.put("sender", known.sender());
        fields.put("urgency", known.urgency().name());
        fields.put("sentAt", known.sentAt());
        fields.put("receivedAt", known.receivedAt());
        fields.put("number", known.number());
        fields.put("file", known.file());
        known.readAt().ifPresent(at -> fields.put("readAt", at));
        return fields;
    }
}
