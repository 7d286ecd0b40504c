package org.guitu.office;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guitu.message.ConversationId;
import org.guitu.message.MessageId;
import org.guitu.message.Refused;
import org.guitu.receipt.ReceiptKind;
import org.w3c.dom.Document;

/** From draft to receipt: what is signed goes into the outbox first, and the outbox is what is sent. */
final class Sending {
    /** How long a sender waits for another process that is sending, beyond the timeout of one answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Storage storage;
    private final Writing writing;
    private final Posting posting;

    Sending(Storage storage, Writing writing, Posting posting) {
        this.storage = storage;
        this.writing = writing;
        this.posting = posting;
    }

    /** Signs a draft and puts it into the outbox, or says why it is refused here. */
    Sent queue(byte[] draft, boolean refresh) throws IOException, OfficeProblem {
        try {
            return queued(writing.sign(draft, refresh, this::conversationOf));
        } catch (Refused e) {
            return Sent.refusedHere(e.refusal());
        }
    }

    /** The same with a document made by a program. */
    Sent queue(Document draft, boolean refresh) throws IOException, OfficeProblem {
        try {
            return queued(writing.sign(draft, refresh, this::conversationOf));
        } catch (Refused e) {
            return Sent.refusedHere(e.refusal());
        }
    }

    private Sent queued(Writing.Signed signed) throws IOException, OfficeProblem {
        var item = storage.outbox().add(signed.wire(), signed.header(), Optional.empty());
        return Sent.queued(item, Posting.NOT_TRIED).with(signed.warnings());
    }

    private Optional<ConversationId> conversationOf(MessageId id) {
        try {
            return storage.conversation(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends everything that is queued, oldest first, and says what became of each. */
    Map<MessageId, Sent> flush(Duration timeout) throws IOException {
        return posting.flush(timeout, timeout.plus(PATIENCE));
    }

    /** Sends what is queued and says what became of these; those that were refused here stay refused. */
    List<Sent> sent(List<Sent> queued, Duration timeout) throws IOException {
        var round = queued.stream().anyMatch(one -> one.outcome() == Outcome.QUEUED)
                ? flush(timeout)
                : Map.<MessageId, Sent>of();
        var results = new ArrayList<Sent>();
        for (var one : queued) {
            results.add(one.outcome() == Outcome.QUEUED ? result(one, round) : one);
        }
        return results;
    }

    private Sent result(Sent queued, Map<MessageId, Sent> round) throws IOException {
        var id = queued.about().orElseThrow().id();
        var sent = round.get(id);
        return (sent == null ? elsewhere(id).orElse(queued) : sent).with(queued.warnings());
    }

    /** What became of a message another call has sent. */
    private Optional<Sent> elsewhere(MessageId id) throws IOException {
        var item = storage.outbox().find(id);
        if (item.isEmpty() || item.get().where() == Outbox.Where.QUEUED) {
            return Optional.empty();
        }
        var kind = item.get().where() == Outbox.Where.SENT ? ReceiptKind.ACCEPTED : ReceiptKind.REFUSED;
        return posting.filed(item.get(), kind);
    }
}
