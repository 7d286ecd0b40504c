package org.guitu.office;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.guitu.message.Header;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Labels;
import org.guitu.office.line.LineDown;
import org.guitu.receipt.ReceiptReader;
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
    int run(Office office, Display display) throws IOException, OfficeProblem {
        var to = folder.orElse(office.storage().home().inbox());
        var bell = command.map(c -> new FlashBell(c, office.storage().home()));
        var view = new View(display, bell);
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
        if (!view.shown) {
            display.line(display.words().say("received.nothing"));
        }
        bell.ifPresent(b -> b.finish(RINGING));
        return view.worst;
    }

    /** Being told to end is how following ends: what is being stored is stored, and the exit code is 0, not 143. */
    private static void end(Stop stop) {
        stop.ask();
        if (stop.endedWithin(ENDING)) {
            Runtime.getRuntime().halt(Exit.DONE);
        }
    }

    private static final class View implements Watcher {
        private final Display display;
        private final Words words;
        private final Optional<FlashBell> bell;
        private int worst = Exit.DONE;
        private boolean shown;

        View(Display display, Optional<FlashBell> bell) {
            this.display = display;
            this.words = display.words();
            this.bell = bell;
        }

        @Override
        public void message(Header header, Path file, boolean known) {
            shown = true;
            display.line(
                    words.say(known ? "received.again" : "received") + "  " + words.say("urgency." + header.urgency())
                            + "  " + header.type() + "  " + header.sender() + "  " + file);
            var fields = new LinkedHashMap<String, Object>();
            fields.put("received", header.id().value());
            fields.put("type", header.type().toString());
            fields.put("conversation", header.conversation().value());
            fields.put("sender", header.sender().value());
            fields.put("urgency", header.urgency().name());
            fields.put("file", file.toString());
            fields.put("copy", known);
            display.fields(fields);
            if (header.urgency() == Urgency.FLASH && bell.isPresent()) {
                ring(bell.get(), header, file);
            }
        }

        private void ring(FlashBell with, Header header, Path file) {
            try {
                with.ring(header, file);
            } catch (IOException e) {
                display.problem(new Labels(
                        "--on-flash 的命令无法启动，请检查。", "The command of --on-flash cannot be started; check it."));
                worst = Exit.FAILED;
            }
        }

        @Override
        public void rejected(Path file, Labels reason) {
            shown = true;
            display.line(words.say("rejected") + "  " + words.say(reason) + "  " + file);
            var fields = new LinkedHashMap<String, Object>();
            fields.put("rejected", file.toString());
            fields.put("reason", SentView.labels(reason));
            display.fields(fields);
            worst = Exit.NOT_VERIFIED;
        }

        @Override
        public void receipt(ReceiptReader.View receipt) {
            shown = true;
            var about = receipt.acknowledged().map(Object::toString).orElse("-");
            display.line(words.say("receipt") + "  " + receipt.kind().element() + "  " + about);
            var fields = new LinkedHashMap<String, Object>();
            fields.put("receipt", receipt.kind().element());
            fields.put("about", about);
            fields.put("at", receipt.at().toString());
            display.fields(fields);
        }

        @Override
        public void sent(Sent sent) {
            if (sent.outcome() == Outcome.ACCEPTED
                    && sent.about().filter(a -> a.type().isReceipt()).isPresent()) {
                // one line a message is enough: its receipt went out
                return;
            }
            new SentView(display).show("", sent);
        }

        @Override
        public void lineDown(Labels reason) {
            display.problem(reason);
        }
    }
}
