package org.guitu.office;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.guitu.message.Header;
import org.guitu.message.Labels;
import org.guitu.receipt.ReceiptReader.View;

/** What one {@link Office#receive} brought, in the order it came. */
public final class Collected implements Watcher {
    private final List<Message> messages = new ArrayList<>();
    private final List<Rejected> rejected = new ArrayList<>();
    private final List<View> receipts = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();

    /** A message that is stored; {@code known} when it was before already. */
    public record Message(Header header, Path file, boolean known) {}

    /** Something that did not verify, and where it is kept. */
    public record Rejected(Path file, Labels reason) {}

    public List<Message> messages() {
        return Collections.unmodifiableList(messages);
    }

    public List<Rejected> rejected() {
        return Collections.unmodifiableList(rejected);
    }

    /** Receipts about messages of ours. */
    public List<View> receipts() {
        return Collections.unmodifiableList(receipts);
    }

    /** What was sent beside: the {@code Received} for each message, and what was queued before. */
    public List<Sent> sent() {
        return Collections.unmodifiableList(sent);
    }

    @Override
    public void message(Header header, Path file, boolean known) {
        messages.add(new Message(header, file, known));
    }

    @Override
    public void rejected(Path file, Labels reason) {
        rejected.add(new Rejected(file, reason));
    }

    @Override
    public void receipt(View receipt) {
        receipts.add(receipt);
    }

    @Override
    public void sent(Sent message) {
        sent.add(message);
    }
}
