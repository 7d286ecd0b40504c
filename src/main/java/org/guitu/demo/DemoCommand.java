package org.guitu.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.demo.Journey.Step;
import org.guitu.message.Console;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.office.OfficeProblem;
import org.guitu.office.line.LineDown;
import org.guitu.office.line.PushedLines;
import org.guitu.trust.KeyFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code guitu demo}: the main job in one command, from making keys to the last receipt. */
@Command(
        name = "demo",
        resourceBundle = "org.guitu.demo.help",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%n",
        exitCodeList = {"0:", "1:"})
@Console
public final class DemoCommand implements Callable<Integer> {
    private static final List<PartyId> JOINED = Stream.of(
                    "cn.52",
                    "cn.44",
                    "cn.35",
                    "cn.jco",
                    "cn.53",
                    "cn.53.border.hekou",
                    "cn.45.border.dongxing",
                    "vn.mps",
                    "la.atd")
            .map(PartyId::new)
            .toList();

    @Option(names = "--keep")
    private boolean keep;

    @Option(names = "--data", paramLabel = "DIR")
    private @Nullable Path data;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var home =
                Path.of(System.getProperty("guitu.home", ".")).toAbsolutePath().normalize();
        var folder = data == null ? home.resolve("var/demo") : data.toAbsolutePath();
        try {
            return play(home, folder, out);
        } catch (OfficeProblem e) {
            spec.commandLine().getErr().println("guitu demo: " + e.text().in(Locale.getDefault()));
        } catch (KeyFileException e) {
            spec.commandLine().getErr().println("guitu demo: " + e.text().in(Locale.getDefault()));
        } catch (IOException | LineDown | Refused e) {
            spec.commandLine().getErr().println("guitu demo: " + e.getMessage());
        }
        return 1;
    }

    private int play(Path home, Path folder, PrintWriter out)
            throws IOException, OfficeProblem, LineDown, Refused, KeyFileException {
        var clock = Clock.systemUTC();
        say(out, "demo CA, keys and offices of " + JOINED.size() + " parties under " + folder);
        var exercise = Exercise.prepare(home, folder, JOINED, clock);
        say(out, "starting the hub (log: " + exercise.data().resolve("hub.log") + ")");
        var hub = HubProcess.start(home, exercise.config(), exercise.data(), List.of());
        var guard = new Thread(hub::close, "stop hub");
        Runtime.getRuntime().addShutdownHook(guard);
        boolean stays = false;
        try {
            var steps = play(home, exercise, hub, clock, out);
            table(out, steps);
            if (keep) {
                // the endpoint of the journey has ended with it
                exercise.push(Journey.CALLED, URI.create("https://127.0.0.1:8443" + PushedLines.PATH));
                howToGoOn(out, folder, hub);
                stays = true;
            }
            var odd = steps.stream().filter(step -> !step.asExpected()).toList();
            odd.forEach(step -> say(out, "NOT AS EXPECTED: " + step.type() + " should have been " + step.expected()));
            return odd.isEmpty() ? 0 : 1;
        } finally {
            // one that nobody was told of would run on unseen
            if (!stays) {
                hub.close();
            }
            Runtime.getRuntime().removeShutdownHook(guard);
        }
    }

    private static List<Step> play(Path home, Exercise exercise, HubProcess hub, Clock clock, PrintWriter out)
            throws IOException, OfficeProblem, LineDown, Refused, KeyFileException {
        try (var journey = new Journey(
                exercise,
                home.resolve("schemas"),
                new Journey.Doors(hub.door(), hub.soap()),
                clock,
                step -> tell(out, step))) {
            say(out, hub.readyLine());
            return journey.play();
        }
    }

    private static void say(PrintWriter out, String line) {
        out.println("demo: " + line);
        out.flush();
    }

    private static void tell(PrintWriter out, Step step) {
        var answer = step.answer().map(view -> view.kind().element()).orElse("no answer");
        var line = String.format(
                "%-44s %-20s %-9s %5d ms  %s", step.type(), step.from(), answer, step.millis(), step.note());
        say(out, line.stripTrailing());
    }

    private static void table(PrintWriter out, List<Step> steps) {
        out.println();
        out.printf(
                "%-44s %-20s %-10s %6s  %s%n",
                "message", "from", "receipt", "ms", "to (ms until stored and signed for)");
        for (var step : steps) {
            out.printf(
                    "%-44s %-20s %-10s %6d  %s%n",
                    step.type(),
                    step.from(),
                    step.answer().map(view -> view.kind().element()).orElse("-"),
                    step.millis(),
                    recipients(step));
        }
        out.println();
        out.println("Refused, and what the sender is told:");
        for (var step : steps) {
            step.answer().flatMap(view -> view.refusal()).ifPresent(refusal -> {
                out.printf("  %-44s %s%n", step.type(), refusal.line(Locale.ENGLISH));
                out.printf("  %-44s %s%n", "", refusal.line(Locale.SIMPLIFIED_CHINESE));
            });
        }
        out.flush();
    }

    private static String recipients(Step step) {
        if (step.answer().isEmpty()) {
            return "";
        }
        var answer = step.answer().get();
        var notJoined = answer.recipients().stream()
                .filter(recipient -> recipient.state().orElse("").equals("NotJoined"))
                .count();
        var reached = step.arrivals().entrySet().stream()
                .map(arrival -> arrival.getKey() + " " + arrival.getValue())
                .collect(Collectors.joining(", "));
        var state = answer.state().map(name -> " [" + name + "]").orElse("");
        return reached + (notJoined == 0 ? "" : "; " + notJoined + " not joined, telephones in the receipt") + state;
    }

    private static void howToGoOn(PrintWriter out, Path folder, HubProcess hub) throws IOException {
        out.printf("""

                The hub stays up (pid %d). Try by hand:
                  ./guitu office --home %s/offices/cn.44 inbox
                  ./guitu office --home %s/offices/cn.52 new alert/AlertIssue > alert.xml
                  ./guitu office --home %s/offices/cn.52 send alert.xml
                  ./guitu office --home %s/offices/cn.44 receive --to received
                  ./guitu partner --home %s/offices/%s        (the hub calls it at port 8443)
                  curl http://127.0.0.1:%d/actuator/health
                Stop it:
                  kill %d
                """, hub.pid(), folder, folder, folder, folder, folder, Journey.CALLED, hub.management(), hub.pid());
        out.flush();
    }
}
