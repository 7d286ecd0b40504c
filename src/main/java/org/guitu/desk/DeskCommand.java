package org.guitu.desk;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.guitu.office.Display;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.guitu.office.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code office desk}: serves the officer's page until it is told to end, and receives meanwhile. */
@Command(name = "desk", resourceBundle = "org.guitu.desk.help", mixinStandardHelpOptions = true)
public final class DeskCommand extends Task {
    @Option(names = "--port", paramLabel = "PORT")
    private int port;

    @Override
    protected int run(Office office, Display display) throws IOException, OfficeProblem {
        var words = new Words(display.locale());
        try (var desk = Desk.open(office, port, display.locale(), Clock.systemUTC())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(desk), "desk-stop"));
            display.line(words.say("serving", office.party()));
            show(desk, display);
            for (int read = System.in.read(); read >= 0; read = System.in.read()) {
                if (read == '\n') {
                    show(desk, display);
                }
            }
            // without a terminal nobody asks for another link: it ends when it is told to
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** A link opens one session and is used up. */
    private static void show(Desk desk, Display display) {
        var link = desk.link();
        display.line("  " + link);
        display.fields(Map.of("link", link.toString()));
    }

    /** Being told to end is how it ends: the exit code is 0, not 143. */
    private static void end(Desk desk) {
        desk.close();
        Runtime.getRuntime().halt(0);
    }
}
