package org.guitu.office;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.guitu.message.Header;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Labels;
import org.guitu.receipt.ReceiptReader;

/** Shows what arrives, line by line, and remembers the gravest exit code. */
final class ReceiveView implements Watcher {
    private final Display display;
    private final Words words;
    private final Optional<FlashBell> bell;
    private int worst = Exit.DONE;
    private boolean shown;

    ReceiveView(Display display, Optional<FlashBell> bell) {
        this.display = display;
        this.words = display.words();
        this.bell = bell;
    }

    @Override
    public void message(Header header, Path file, boolean known) {
        shown = true;
        display.line(words.say(known ? "received.again" : "received") + "  " + words.say("urgency." + header.urgency())
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
            display.problem(
                    new Labels("--on-flash 的命令无法启动，请检查。", "The command of --on-flash cannot be started; check it."));
            worst = Exit.FAILED;
        }
    }

    @Override
    public void note(Header header, Labels note) {
        display.line(words.say("note") + "  " + header.id() + "  " + words.say(note));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("about", header.id().value());
        fields.put("note", SentView.labels(note));
        display.fields(fields);
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

    @Override
    public void keys(Labels problem) {
        display.problem(problem);
    }

    /** One of {@link Exit}. */
    int worst() {
        return worst;
    }

    /** Whether there was anything. */
    boolean shown() {
        return shown;
    }
}
