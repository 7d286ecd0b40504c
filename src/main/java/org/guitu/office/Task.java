package org.guitu.office;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What every command of the office does around its work: opens the office, chooses the language, turns problems into exit codes. */
public abstract class Task implements Callable<Integer> {
    @ParentCommand
    private @Nullable OfficeCommand parent;

    @CommandLine.Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json")
    private boolean json;

    /** The command's own work. Returns one of {@link Exit}. */
    protected abstract int run(Office office, Display display) throws IOException, OfficeProblem;

    @Override
    public Integer call() {
        var display = display(Locale.getDefault());
        if (parent == null) {
            throw new IllegalStateException("commands of the office belong under guitu office");
        }
        boolean open = false;
        try (var office = parent.open()) {
            open = true;
            display = display(languageChosen() ? Locale.getDefault() : office.language());
            try {
                return run(office, display);
            } finally {
                office.untold().ifPresent(display::notice);
            }
        } catch (OfficeProblem e) {
            if (open) {
                display.problem(e.text());
            } else {
                notOpened(e, display);
            }
            return e.exit();
        } catch (IOException e) {
            display.problem(storage(e));
            return Exit.FAILED;
        }
    }

    /** Says why there is no office to work with. */
    void notOpened(OfficeProblem problem, Display display) {
        display.problem(problem.text());
    }

    private static Labels storage(IOException e) {
        var what = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
        return new Labels("无法读写文件：" + what, "Files cannot be read or written: " + what);
    }

    private Display display(Locale locale) {
        var line = spec.commandLine();
        return new Display(line.getOut(), line.getErr(), json, new Words(locale));
    }

    /** An explicit --lang goes before office.yaml. */
    private boolean languageChosen() {
        for (var at = spec.commandLine(); at != null; at = at.getParent()) {
            var parsed = at.getParseResult();
            if (parsed != null && parsed.hasMatchedOption("--lang")) {
                return true;
            }
        }
        return false;
    }

    /** Identifiers may be given as on the wire or as the bare UUID. */
    static MessageId id(String text) throws OfficeProblem {
        try {
            return new MessageId(text.startsWith("urn:") ? text : "urn:uuid:" + text);
        } catch (IllegalArgumentException e) {
            // nobody means an identifier by a path
            boolean path = text.contains("/") || text.endsWith(".xml");
            throw new OfficeProblem(
                    Exit.USAGE,
                    path
                            ? new Labels("没有文件 " + text + "。", "There is no file " + text + ".")
                            : new Labels(text + " 不是消息标识（UUID）。", text + " is not a message identifier (a UUID)."),
                    e);
        }
    }
}
