package org.guitu.hub;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.guitu.agreement.Grants;
import org.guitu.agreement.Register;
import org.guitu.agreement.Terms;
import org.guitu.config.ConfigurationException;
import org.guitu.directory.Directory;
import org.guitu.directory.Party;
import org.guitu.family.Families;
import org.guitu.gate.Database;
import org.guitu.gate.RecordRegister;
import org.guitu.message.Console;
import org.guitu.message.ConversationId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.xml.SchemasException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code guitu grants}: what one party may send another, by which clause, and what would be needed for the rest. */
@Command(
        name = "grants",
        resourceBundle = "org.guitu.hub.grants",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%n",
        exitCodeList = {"0:", "1:", "2:", "3:"})
@Console
public final class GrantsCommand implements Callable<Integer> {
    private static final int NOTHING = 3;

    @Option(names = "--from", paramLabel = "PARTY", required = true)
    private String from = "";

    @Option(names = "--to", paramLabel = "PARTY", required = true)
    private String to = "";

    @Option(names = "--type", paramLabel = "FAMILY/TYPE")
    private @Nullable String type;

    @Option(names = "--at", paramLabel = "DATE")
    private @Nullable LocalDate at;

    @Option(names = "--config", paramLabel = "DIR")
    private @Nullable Path config;

    @Option(names = "--data", paramLabel = "DIR")
    private @Nullable Path data;

    @Option(names = "--json")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Words words = new Words("org.guitu.hub.grants");

    @Override
    public Integer call() throws ConfigurationException, SchemasException {
        HubLog.onlyErrors();
        var options = HubOptions.of(config, data);
        var directory = Directory.load(options.parties());
        var sender = party(directory, from);
        var recipient = party(directory, to);
        var grants = Grants.load(options.config().resolve("grants.yaml"), directory);
        var families = Families.load(options.schemas());
        var asked = asked(families);
        var lines = new GrantsAnswer(families, sender, recipient, words)
                .lines(asked, grants, agreed(options, families, sender, recipient));
        if (!json) {
            print(words.say("about", from, name(sender), to, name(recipient), day()));
        }
        lines.forEach(this::show);
        return lines.stream().anyMatch(GrantsAnswer.Line::allows) ? 0 : NOTHING;
    }

    private Party party(Directory directory, String id) {
        try {
            var found = directory.party(new PartyId(id));
            if (found.isPresent()) {
                return found.get();
            }
        } catch (IllegalArgumentException e) {
            // not even the form of one: the same answer
        }
        throw new ParameterException(spec.commandLine(), words.say("no-party", id));
    }

    private Optional<MessageType> asked(Families families) {
        var named = type;
        if (named == null) {
            return Optional.empty();
        }
        if (!families.knows(named) || named.endsWith("*")) {
            throw new ParameterException(
                    spec.commandLine(), words.say("no-type", named, String.join(", ", families.nearest(named))));
        }
        return Optional.of(MessageType.parse(named));
    }

    private List<Register.Standing> agreed(HubOptions options, Families families, Party sender, Party recipient)
            throws ConfigurationException {
        var settings = HubConfig.read(options.config().resolve("hub.yaml"), System.getenv());
        var record = RecordStore.look(options, settings);
        if (record.isEmpty()) {
            spec.commandLine().getErr().println(words.say("no-record", options.data()));
            return List.of();
        }
        return new RecordRegister(new Database(record.get()), families)
                .between(sender.id(), recipient.id(), new ConversationId("urn:uuid:" + UUID.randomUUID()), instant());
    }

    private void show(GrantsAnswer.Line line) {
        if (json) {
            var object = new LinkedHashMap<String, String>();
            object.put("kind", line.kind());
            object.put("id", line.id());
            object.put("types", line.types());
            object.put("reach", line.reach());
            object.put("text", line.text());
            print(JsonMapper.shared().writeValueAsString(object));
        } else if (line.id().isEmpty()) {
            print(words.say("kind.needed") + "  " + line.text());
        } else {
            print(words.say("kind." + line.kind()) + "  " + line.id() + "\n      " + line.types() + "; " + line.reach()
                    + "\n      " + line.text());
        }
    }

    private Instant instant() {
        return Optional.ofNullable(at)
                .map(day -> day.atStartOfDay(Terms.DAYS).toInstant())
                .orElseGet(() -> Clock.systemUTC().instant());
    }

    private LocalDate day() {
        return instant().atOffset(Terms.DAYS).toLocalDate();
    }

    private static String name(Party party) {
        return party.name().in(Locale.getDefault());
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
