package org.guitu.desk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.guitu.message.Labels;
import org.guitu.office.Display;
import org.guitu.office.Exit;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.guitu.office.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code office officer}: who may work at the desk, and which messages a second officer has to approve. */
@Command(name = "officer", resourceBundle = "org.guitu.desk.help", mixinStandardHelpOptions = true)
public final class OfficerCommand extends Task {
    @Option(names = "--add", paramLabel = "NAME")
    private Optional<String> add = Optional.empty();

    @Option(names = "--role", paramLabel = "reader|clerk|approver")
    private Optional<String> role = Optional.empty();

    @Option(names = "--remove", paramLabel = "NAME")
    private Optional<String> remove = Optional.empty();

    @Option(names = "--approve", paramLabel = "TYPE")
    private List<String> approve = List.of();

    @Option(names = "--no-approval", paramLabel = "TYPE")
    private List<String> free = List.of();

    @Override
    protected int run(Office office, Display display) throws IOException, OfficeProblem {
        if (role.isPresent() && add.isEmpty()) {
            throw new OfficeProblem(
                    Exit.USAGE,
                    new Labels(
                            "--role 须与 --add 同用，未作任何改动。更改某人的角色：guitu office officer --add 姓名 --role " + role.get()
                                    + "（须重设密码）。",
                            "--role goes with --add, and nothing was changed. To give somebody another role: guitu office officer --add NAME "
                                    + "--role " + role.get() + " (it asks for a password anew)."));
        }
        var words = new Words(display.locale());
        var officers = new Officers(office);
        var acts = new Acts(office);
        if (add.isPresent()) {
            var given = role.orElse("clerk");
            officers.put(add.get(), role(given), password(words, display));
            acts.note(Acts.TERMINAL, "officer-added", add.get() + " " + given);
        }
        if (remove.isPresent()) {
            if (!officers.remove(remove.get())) {
                throw new OfficeProblem(
                        Exit.USAGE, new Labels("没有 " + remove.get() + "。", "There is no " + remove.get() + "."));
            }
            acts.note(Acts.TERMINAL, "officer-removed", remove.get());
        }
        for (var type : approve) {
            officers.approval(type, true);
            acts.note(Acts.TERMINAL, "approval-on", type);
        }
        for (var type : free) {
            officers.approval(type, false);
            acts.note(Acts.TERMINAL, "approval-off", type);
        }
        var kept = officers.kept();
        if (kept.officers().isEmpty()) {
            display.line(words.say("officers.none"));
        }
        kept.officers()
                .forEach(one ->
                        display.line(one.name() + "  " + one.role().name().toLowerCase(Locale.ROOT)));
        kept.approval().forEach(type -> display.line(words.say("officers.approval", type)));
        display.fields(Map.of(
                "officers",
                kept.officers().stream()
                        .map(one ->
                                Map.of("name", one.name(), "role", one.role().name()))
                        .toList(),
                "approval",
                kept.approval()));
        return Exit.DONE;
    }

    private static Officers.Role role(String role) throws OfficeProblem {
        try {
            return Officers.Role.valueOf(role.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new OfficeProblem(
                    Exit.USAGE, new Labels("--role reader | clerk | approver", "--role reader | clerk | approver"), e);
        }
    }

    /** Typed without an echo; a line of standard input where there is no terminal. */
    @SuppressWarnings("SystemConsoleNull") // from JDK 22 on the console reads that line by itself
    private static String password(Words words, Display display) throws IOException {
        var console = System.console();
        if (console != null) {
            var typed = console.readPassword("%s", words.say("officers.password", Officers.SHORTEST_PASSWORD));
            return typed == null ? "" : new String(typed);
        }
        display.line(words.say("officers.password", Officers.SHORTEST_PASSWORD));
        var line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return line == null ? "" : line;
    }
}
