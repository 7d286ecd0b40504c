package org.guitu.office;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.guitu.message.Labels;
import org.guitu.office.line.PushedLines;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * {@code guitu partner}: an office that is called. It answers {@code Deliver} of the liaison service, verifies and stores what
 * comes, and sends the signed receipts over the hub's SOAP door.
 */
@Command(
        name = "partner",
        resourceBundle = "org.guitu.office.help",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%n",
        exitCodeList = {"0:", "1:", "2:", "8:"})
public final class PartnerCommand implements Callable<Integer> {
    @Option(names = "--home", paramLabel = "DIR")
    private @Nullable Path home;

    @Option(names = "--as", paramLabel = "PARTY")
    private @Nullable String party;

    @Option(names = "--listen", paramLabel = "HOST", defaultValue = "127.0.0.1")
    private String listen = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8443")
    private int port;

    @Option(names = "--to", paramLabel = "DIR")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--json")
    private boolean json;

    @CommandLine.Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var line = spec.commandLine();
        var display = new Display(line.getOut(), line.getErr(), json, new Words(Locale.getDefault()));
        try {
            return run(display);
        } catch (OfficeProblem e) {
            display.problem(e.text());
            return e.exit();
        } catch (IOException e) {
            display.problem(new Labels("接收端无法启动：" + e.getMessage(), "The endpoint cannot start: " + e.getMessage()));
            return Exit.FAILED;
        }
    }

    private int run(Display display) throws IOException, OfficeProblem {
        var place = OfficeCommand.folder(home, party);
        var called = CalledOffice.at(
                place,
                listen,
                port,
                refusal -> display.problem(new Labels(
                        refusal.code() + " " + refusal.text().zh(),
                        refusal.code() + " " + refusal.text().en())));
        try (called) {
            var office = called.office();
            var to = folder.orElse(office.storage().home().inbox());
            display.line(display.words().say("called", listen, String.valueOf(called.port()), PushedLines.PATH, to));
            var stop = new Stop();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> ReceiveCommand.end(stop), "partner-stop"));
            office.follow(to, new ReceiveView(display, Optional.empty()), stop);
            return Exit.DONE;
        }
    }
}
