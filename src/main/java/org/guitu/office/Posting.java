package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.Refusal;
import org.guitu.message.Refusal.Retry;
import org.guitu.message.Station;
import org.guitu.office.line.LineDown;
import org.guitu.office.line.Outgoing;
import org.guitu.receipt.ReceiptKind;

/**
 * Sends what is queued, oldest first and one at a time, always the stored bytes. A message whose fate is not known holds
 * back the later ones of its conversation; a line that is down or an answer that does not come ends the round.
 */
final class Posting {
    static final Labels NOT_TRIED = new Labels("已排队，尚未发送。", "Queued, not sent yet.");
    private static final Labels NO_ANSWER = new Labels(
            "枢纽没有按时答复。消息在发件箱，相同字节会再次发送：办公桌开启时自动发送，命令行则在下次调用时发送。",
            "The hub did not answer in time. The message is in the outbox, and the same bytes are sent again: by an open desk itself, else by "
                    + "the next command.");
    private static final Labels BEHIND =
            new Labels("同一会话中较早的消息尚未得到答复。", "An earlier message of the same conversation has no answer yet.");
    private static final Labels BUSY = new Labels("另一进程正在发送此发件箱。", "Another process is sending this outbox.");

    private final Storage storage;
    private final Proofs proofs;
    private final OpenLine line;

    Posting(Storage storage, Proofs proofs, OpenLine line) {
        this.storage = storage;
        this.proofs = proofs;
        this.line = line;
    }

    /**
     * Sends everything that is queued.
     *
     * @param timeout how long to wait for each answer
     * @param patience how long to wait for another process that is sending
     * @return what became of each, in the order of the outbox
     */
    @SuppressWarnings("try") // the lock is only held
    Map<MessageId, Sent> flush(Duration timeout, Duration patience) throws IOException {
        var lock = FolderLock.take(storage.home().sendingLock(), patience);
        if (lock.isEmpty()) {
            return allQueued(BUSY);
        }
        try (var held = lock.get()) {
            return round(timeout);
        }
    }

    private Map<MessageId, Sent> allQueued(Labels why) throws IOException {
        var results = new LinkedHashMap<MessageId, Sent>();
        storage.outbox().queued().forEach(item -> results.put(item.id(), Sent.queued(item, why)));
        return results;
    }

    private Map<MessageId, Sent> round(Duration timeout) throws IOException {
        var results = new LinkedHashMap<MessageId, Sent>();
        Set<String> held = new HashSet<>();
        Optional<Labels> over = Optional.empty();
        var silences = new AtomicInteger();
        for (var item : storage.outbox().queued()) {
            Sent sent;
            if (over.isPresent()) {
                sent = Sent.queued(item, over.get());
            } else if (held.contains(item.state().conversation())) {
                sent = Sent.queued(item, BEHIND);
            } else {
                sent = one(item, timeout);
                var why = sent.note()
                        .filter(note -> sent.outcome() == Outcome.QUEUED
                                && sent.refusal().isEmpty());
                why.filter(NO_ANSWER::equals).ifPresent(note -> silences.incrementAndGet());
                // one message may wait at the hub for another; a hub that answers nothing at all is not waited for
                over = why.filter(note -> !note.equals(NO_ANSWER) || silences.get() > 1)
                        .or(() -> sent.refusal().filter(Posting::ofTheLine).map(Refusal::text));
            }
            if (sent.outcome() == Outcome.QUEUED || sent.outcome() == Outcome.ANSWER_NOT_VERIFIED) {
                held.add(item.state().conversation());
            }
            results.put(item.id(), sent);
        }
        return results;
    }

    /** Whether the hub does not want this office's messages now, whichever they are. */
    private static boolean ofTheLine(Refusal refusal) {
        return refusal.retry() == Retry.LATER && refusal.station() == Station.AUTHENTICATE;
    }

    private Sent one(Outbox.Item item, Duration timeout) throws IOException {
        var settled = settledBefore(item);
        if (settled.isPresent()) {
            return settled.get();
        }
        byte[] wire = item.wire();
        try {
            var open = line.get();
            long started = System.nanoTime();
            var answer = open.send(
                    new Outgoing(wire, Optional.of(item.id()), item.state().urgency()), timeout);
            if (answer.isEmpty()) {
                storage.outbox().tried(item, Sidecar.Problem.of(NO_ANSWER));
                return Sent.queued(item, NO_ANSWER);
            }
            var receipt = proofs.answer(answer.get(), wire);
            long millis = (System.nanoTime() - started) / 1_000_000;
            return settle(item, receipt, answer.get(), millis);
        } catch (LineDown e) {
            line.drop();
            storage.outbox().tried(item, Sidecar.Problem.of(e.text()));
            return Sent.queued(item, e.text());
        } catch (NotVerified e) {
            storage.outbox().tried(item, e.problem());
            return Sent.queued(item, e.problem().labels()).as(Outcome.ANSWER_NOT_VERIFIED);
        }
    }

    private Sent settle(Outbox.Item item, Proofs.Receipt receipt, byte[] bytes, long millis) throws IOException {
        var sent = Sent.answered(item, receipt.view(), millis);
        var refusal = sent.refusal();
        if (refusal.isPresent()) {
            var text = refusal.get().text();
            storage.outbox().tried(item, new Sidecar.Problem(refusal.get().code(), text.zh(), text.en()));
            if (refusal.get().retry() == Retry.LATER) {
                return sent.as(Outcome.QUEUED);
            }
        }
        var kind = receipt.view().kind();
        storage.shelf()
                .file(Optional.of(item.id()), kind.element(), receipt.header().id(), bytes);
        storage.outbox().settle(item, kind == ReceiptKind.ACCEPTED ? Outbox.Where.SENT : Outbox.Where.REFUSED);
        return sent;
    }

    /** After a crash between filing the receipt and moving the message: the receipt decides, nothing is sent. */
    private Optional<Sent> settledBefore(Outbox.Item item) throws IOException {
        var accepted = filed(item, ReceiptKind.ACCEPTED);
        if (accepted.isPresent()) {
            storage.outbox().settle(item, Outbox.Where.SENT);
        }
        return accepted;
    }

    /** What the hub answered before, from the filed receipt. */
    Optional<Sent> filed(Outbox.Item item, ReceiptKind kind) throws IOException {
        var wire = item.wire();
        for (var file : storage.shelf().about(item.id())) {
            var receipt = believed(file, wire);
            if (receipt.filter(r -> r.view().kind() == kind).isPresent()) {
                return Optional.of(Sent.answered(item, receipt.get().view(), 0));
            }
        }
        return Optional.empty();
    }

    private Optional<Proofs.Receipt> believed(Path file, byte[] wire) throws IOException {
        try {
            return Optional.of(proofs.answer(Files.readAllBytes(file), wire));
        } catch (NotVerified e) {
            // another kind of receipt, or not an answer to these bytes
            return Optional.empty();
        }
    }
}
