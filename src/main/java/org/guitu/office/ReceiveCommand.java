package org.guitu.office;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.guitu.office.line.LineDown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code office receive}: takes what the hub holds, verifies and stores it, and sends the signed receipts. */
@Command(name = "receive", mixinStandardHelpOptions = true)
final class ReceiveCommand extends Task {
    private static final Duration ENDING = Duration.ofSeconds(20);
    private static final Duration RINGING = Duration.ofSeconds(10);

    @Option(names = "--to", paramLabel = "DIR")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--follow")
    private boolean follow;

    @Option(names = "--on-flash", paramLabel = "CMD")
    private Optional<String> command = Optional.empty();

    @Override
    protected int run(Office office, Display display) throws IOException, OfficeProblem {
        var to = folder.orElse(office.storage().home().inbox());
        var bell = command.map(c -> new FlashBell(c, office.storage().home()));
        var view = new ReceiveView(display, bell);
        if (follow) {
            var stop = new Stop();
            display.line(display.words().say("following", to));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop), "office-stop"));
            office.follow(to, view, stop);
            return Exit.DONE;
        }
        try {
            office.once(to, view);
        } catch (LineDown e) {
            display.problem(e.text());
            return Exit.NO_LINE;
        }
        if (!view.shown()) {
            display.line(display.words().say("received.nothing"));
        }
        bell.ifPresent(b -> b.finish(RINGING));
        return view.worst();
    }

    /** Being told to end is how following ends: what is being stored is stored, and the exit code is 0, not 143. */
    static void end(Stop stop) {
        stop.ask();
        if (stop.endedWithin(ENDING)) {
            Runtime.getRuntime().halt(Exit.DONE);
        }
    }
}
