package org.guitu.office;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code guitu office}: the commands of one office. Which office is said by {@code --home} or {@code --as}. */
@Command(
        name = "office",
        resourceBundle = "org.guitu.office.help",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%n",
        exitCodeList = {"0:", "1:", "2:", "3:", "4:", "5:", "6:", "7:", "8:", "9:"},
        subcommands = {
            NewCommand.class,
            SendCommand.class,
            ReceiveCommand.class,
            InboxCommand.class,
            ShowCommand.class,
            ReadCommand.class,
            StatusCommand.class,
            VerifyCommand.class,
            OutboxCommand.class
        })
public final class OfficeCommand implements Runnable {
    /** Where the demo and the examples put the offices of an exercise. */
    private static final Path EXERCISE = Path.of("var", "offices");

    @Option(names = "--home", paramLabel = "DIR")
    private @Nullable Path home;

    @Option(names = "--as", paramLabel = "PARTY")
    private @Nullable String party;

    @CommandLine.Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), Words.here().say("which"));
    }

    /** The office that was named: its folder, else the exercise office of that party, else {@code GUITU_OFFICE_HOME}. */
    Office open() throws OfficeProblem {
        var office = Office.open(folder());
        if (party != null && !office.party().value().equals(party)) {
            throw OfficeProblem.configuration(
                    folder() + " 属于 " + office.party() + "，不是 " + party + "。",
                    folder() + " belongs to " + office.party() + ", not to " + party + ".");
        }
        return office;
    }

    private Path folder() {
        if (home != null) {
            return home;
        }
        if (party != null) {
            return installation().resolve(EXERCISE).resolve(party);
        }
        var environment = System.getenv("GUITU_OFFICE_HOME");
        return environment == null ? Path.of("") : Path.of(environment);
    }

    /** Where schemas and the exercise's data are. */
    static Path installation() {
        return Optional.ofNullable(System.getProperty("guitu.home"))
                .map(Path::of)
                .orElse(Path.of(""));
    }
}
