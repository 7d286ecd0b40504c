package org.guitu.office;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.guitu.message.ConversationId;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code office new}: writes a draft with every element of a type, each with a comment that says what it is. */
@Command(name = "new", mixinStandardHelpOptions = true)
final class NewCommand extends Task {
    @Parameters(paramLabel = "TYPE")
    private String type = "";

    @Option(names = "--conversation", paramLabel = "ID")
    private Optional<String> conversation = Optional.empty();

    @Option(names = "--in-reply-to", paramLabel = "ID")
    private Optional<String> answered = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE")
    private Optional<Path> out = Optional.empty();

    @Override
    protected int run(Office office, Display display) throws IOException, OfficeProblem {
        var belongsTo = optional(conversation).map(id -> new ConversationId(id.value()));
        var draft = new Drafting(office).draft(type, belongsTo, optional(answered));
        if (out.isEmpty()) {
            display.line(draft);
            display.fields(Map.of("type", type, "draft", draft));
            return Exit.DONE;
        }
        var file = out.get();
        if (Files.exists(file)) {
            throw new OfficeProblem(
                    Exit.USAGE, new Labels(file + " 已存在，不会覆盖。", file + " exists already and is not overwritten."));
        }
        DurableFiles.write(file, draft.getBytes(StandardCharsets.UTF_8));
        display.line(display.words().say("new.written", file));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", type);
        fields.put("file", file.toString());
        display.fields(fields);
        return Exit.DONE;
    }

    private static Optional<MessageId> optional(Optional<String> text) throws OfficeProblem {
        return text.isEmpty() ? Optional.empty() : Optional.of(id(text.get()));
    }
}
