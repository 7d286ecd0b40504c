package org.guitu.office;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.guitu.message.Labels;
import org.guitu.office.Selftest.Failed;
import org.guitu.office.Selftest.Leg;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code office selftest}: a message to oneself through the whole chain and back, one line a leg, until one fails. */
@Command(name = "selftest", mixinStandardHelpOptions = true)
final class SelftestCommand extends Task {
    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "60")
    private int timeout = 60;

    @Override
    protected int run(Office office, Display display) throws IOException, OfficeProblem {
        if (timeout <= 0) {
            throw new OfficeProblem(Exit.USAGE, new Labels("--timeout 必须大于 0。", "--timeout has to be more than 0."));
        }
        var view = new ReceiveView(display, Optional.empty());
        var test = new Selftest(
                office,
                new Selftest.Seen() {
                    @Override
                    public void holds(Leg leg, long millis) {
                        show(display, leg, true, millis);
                    }

                    @Override
                    public void other(Collected.Message message) {
                        view.message(message.header(), message.file(), message.known());
                    }
                },
                Duration.ofSeconds(timeout));
        try {
            test.run();
            display.line(display.words().say("selftest.done"));
            return Exit.DONE;
        } catch (Failed e) {
            show(display, e, test.millis());
            return e.exit();
        }
    }

    /** The office could not even be opened: that is the first leg. */
    @Override
    void notOpened(OfficeProblem problem, Display display) {
        if (problem.exit() == Exit.CONFIGURATION) {
            show(display, new Failed(Leg.KEYS, problem.exit(), problem.text(), Optional.empty()), 0);
        } else {
            super.notOpened(problem, display);
        }
    }

    private static Map<String, Object> fields(Leg leg, boolean holds, long millis) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("leg", leg.name());
        fields.put("ok", holds);
        fields.put("millis", millis);
        return fields;
    }

    private static void show(Display display, Leg leg, boolean holds, long millis) {
        line(display, leg, holds, millis);
        display.fields(fields(leg, holds, millis));
    }

    private static void line(Display display, Leg leg, boolean holds, long millis) {
        var words = display.words();
        display.line(words.say(holds ? "selftest.ok" : "selftest.failed") + "  " + words.say("selftest." + leg) + "  "
                + millis + " ms");
    }

    private static void show(Display display, Failed failed, long millis) {
        line(display, failed.leg(), false, millis);
        display.line("  " + display.words().say(failed.text()));
        var fields = fields(failed.leg(), false, millis);
        failed.refusal().ifPresent(refusal -> {
            fields.put("station", refusal.station().name());
            fields.put("refusal", SentView.refusal(refusal));
        });
        fields.put("text", SentView.labels(failed.text()));
        display.fields(fields);
    }
}
