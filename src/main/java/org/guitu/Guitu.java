package org.guitu;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * The command {@code guitu}. Only the part that was asked for is loaded, so that {@code office} never waits for the hub's
 * frame. The language ({@code --lang}, else the locale) becomes the process's default locale before anything is read.
 */
@Command(
        name = "guitu",
        resourceBundle = "org.guitu.help",
        mixinStandardHelpOptions = true,
        versionProvider = Guitu.Version.class,
        synopsisSubcommandLabel = "hub|office|partner|keys|check|grants|admin|demo",
        exitCodeListHeading = "%n",
        exitCodeList = {"0:", "1:", "2:"})
public final class Guitu implements Runnable {
    /** Set, it shows stack traces and what libraries log. */
    private static final String TRACE = "GUITU_TRACE";

    /** Already in force when picocli comes here: the help texts are read before the options are. */
    @SuppressWarnings("UnusedMethod") // picocli calls it
    @Option(names = "--lang", paramLabel = "zh|en", scope = CommandLine.ScopeType.INHERIT)
    private void language(String language) {
        if (!language.equals("zh") && !language.equals("en")) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--lang zh | en");
        }
    }

    @CommandLine.Spec
    private CommandSpec spec = CommandSpec.create();

    /** The parts of the program, in the order the help shows them; each is loaded only when its name is called. */
    private enum Part {
        HUB("org.guitu.hub.HubCommand", true),
        OFFICE("org.guitu.office.OfficeCommand", false),
        PARTNER("org.guitu.office.PartnerCommand", false),
        KEYS("org.guitu.keys.KeysCommand", false),
        CHECK("org.guitu.hub.CheckCommand", true),
        GRANTS("org.guitu.hub.GrantsCommand", true),
        ADMIN("org.guitu.hub.AdminCommand", true),
        DEMO("org.guitu.demo.DemoCommand", true);

        private final String commandClass;
        private final boolean logs;

        Part(String commandClass, boolean logs) {
            this.commandClass = commandClass;
            this.logs = logs;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private Object command() {
            return Guitu.command(commandClass);
        }
    }

    private static Object command(String className) {
        try {
            return Class.forName(className).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this build has no " + className, e);
        }
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        called(arguments).filter(part -> !part.logs).ifPresent(part -> silence());
        System.exit(run(writer(FileDescriptor.out), writer(FileDescriptor.err), arguments));
    }

    /** Runs the command and returns its exit code: 0 done, 1 failed, 2 wrong usage, else as the command's help says. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        speak(arguments);
        var line = new CommandLine(new Guitu());
        var called = called(arguments);
        if (called.isPresent()) {
            var part = new CommandLine(called.get().command());
            if (called.get() == Part.OFFICE) {
                // it stands on the office, so the office cannot name it
                part.addSubcommand("desk", command("org.guitu.desk.DeskCommand"));
                part.addSubcommand("officer", command("org.guitu.desk.OfficerCommand"));
            }
            line.addSubcommand(called.get().word(), part);
        } else {
            Arrays.stream(Part.values()).forEach(part -> line.addSubcommand(part.word(), named(part)));
        }
        inheritExitCodes(line);
        return line.setOut(out)
                .setErr(err)
                .setUsageHelpLongOptionsMaxWidth(32)
                .setUsageHelpWidth(110)
                .setAdjustLineBreaksForWideCJKCharacters(true)
                .setParameterExceptionHandler(new WrongUsage())
                .setExecutionExceptionHandler((failure, at, parsed) -> failed(failure, at))
                .execute(arguments);
    }

    /** Every command's help names its exit codes: where it has none of its own, those of the command it belongs to. */
    private static void inheritExitCodes(CommandLine parent) {
        var above = parent.getCommandSpec().usageMessage();
        for (var child : parent.getSubcommands().values()) {
            var own = child.getCommandSpec().usageMessage();
            if (own.exitCodeList().isEmpty()) {
                own.exitCodeListHeading(above.exitCodeListHeading());
                own.exitCodeList(above.exitCodeList());
            }
            inheritExitCodes(child);
        }
    }

    /** What libraries log is nothing for an officer's terminal, and a logger that loads nothing starts sooner. */
    private static void silence() {
        // nobody records this process: without this, Netty has classes made for events nobody reads
        System.setProperty("io.netty.jfr.enabled", "false");
        if (System.getenv(TRACE) == null) {
            System.setProperty("slf4j.internal.verbosity", "ERROR");
            System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
            // CXF finds no logger there and turns to the one of the JDK, which writes to the terminal
            java.util.logging.LogManager.getLogManager().reset();
        }
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                ResourceBundle.getBundle("org.guitu.help", Locale.getDefault()).getString("which"));
    }

    private static Optional<Part> called(String... arguments) {
        return Arrays.stream(arguments)
                .flatMap(word ->
                        Arrays.stream(Part.values()).filter(part -> part.word().equals(word)))
                .findFirst();
    }

    private static CommandSpec named(Part part) {
        var stub = CommandSpec.create();
        stub.usageMessage()
                .description(ResourceBundle.getBundle("org.guitu.help", Locale.getDefault())
                        .getString("part." + part.word()));
        return stub;
    }

    private static void speak(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            var word = arguments[i];
            if (word.startsWith("--lang=")) {
                Locale.setDefault(locale(word.substring("--lang=".length())));
            } else if (word.equals("--lang") && i + 1 < arguments.length) {
                Locale.setDefault(locale(arguments[i + 1]));
            }
        }
    }

    private static Locale locale(String language) {
        return language.startsWith("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }

    /** An operator gets one line; the trace is for who asks for it with GUITU_TRACE. */
    private static int failed(Throwable failure, CommandLine at) {
        var message = failure.getMessage();
        at.getErr().println(message == null ? failure.getClass().getSimpleName() : message);
        if (System.getenv(TRACE) != null) {
            failure.printStackTrace(at.getErr());
        }
        return 1;
    }

    /** UTF-8 whatever the locale: a terminal that was started with LANG=C still shows Chinese names. */
    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Guitu.class.getPackage().getImplementationVersion();
            return new String[] {"guitu " + (version == null ? "(not packaged)" : version)};
        }
    }
}
