package org.guitu.office;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;
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
            OutboxCommand.class,
            SelftestCommand.class
        })
public final class OfficeCommand implements Runnable {
    /** Where offices of this installation are looked for: those put there by hand, then those {@code demo --keep} left. */
    private static final List<Path> PLACES = List.of(Path.of("var", "offices"), Path.of("var", "demo", "offices"));

    @Option(names = "--home", paramLabel = "DIR", scope = CommandLine.ScopeType.INHERIT)
    private @Nullable Path home;

    @Option(names = "--as", paramLabel = "PARTY", scope = CommandLine.ScopeType.INHERIT)
    private @Nullable String party;

    @Option(names = "--soap", scope = CommandLine.ScopeType.INHERIT)
    private boolean soap;

    @CommandLine.Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), Words.here().say("which"));
    }

    /** The office that was named: its folder, else the exercise office of that party, else {@code GUITU_OFFICE_HOME}. */
    Office open() throws OfficeProblem {
        var folder = folder(home, party);
        var office = Office.open(folder, soap);
        if (party != null && !office.party().value().equals(party)) {
            throw OfficeProblem.configuration(
                    folder + " 属于 " + office.party() + "，不是 " + party + "。",
                    folder + " belongs to " + office.party() + ", not to " + party + ".");
        }
        return office;
    }

    /** The folder of the office that {@code --home} or {@code --as} names. */
    static Path folder(@Nullable Path home, @Nullable String party) throws OfficeProblem {
        if (home != null) {
            return home;
        }
        if (party != null) {
            return of(party, installation());
        }
        var environment = System.getenv("GUITU_OFFICE_HOME");
        return environment == null ? Path.of("") : Path.of(environment);
    }

    /** The folder of this party's office in an installation. */
    static Path of(String party, Path installation) throws OfficeProblem {
        var name = name(party);
        for (var place : PLACES) {
            var folder = installation.resolve(place).resolve(name);
            if (Files.exists(folder.resolve("office.yaml"))) {
                return folder;
            }
        }
        throw OfficeProblem.configuration(
                "没有 " + party + " 的机构目录：var/offices/" + party + " 和 var/demo/offices/" + party
                        + " 中都没有 office.yaml。请用 --home 指定目录，或用 guitu demo --keep 建立演练机构。",
                "There is no office of " + party + ": neither var/offices/" + party + " nor var/demo/offices/" + party
                        + " has an office.yaml. Name its folder with --home, or make an exercise with guitu demo --keep.");
    }

    private static String name(String party) throws OfficeProblem {
        try {
            return new PartyId(party).value();
        } catch (IllegalArgumentException e) {
            throw new OfficeProblem(
                    Exit.USAGE,
                    new Labels(
                            "--as " + party + " 不是机构标识（如 cn.52）。",
                            "--as " + party + " is no party's identifier (like cn.52)."),
                    e);
        }
    }

    /** Where schemas and the exercise's data are. */
    static Path installation() {
        return Optional.ofNullable(System.getProperty("guitu.home"))
                .map(Path::of)
                .orElse(Path.of(""));
    }
}
