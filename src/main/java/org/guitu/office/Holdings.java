package org.guitu.office;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.guitu.message.Header.Urgency;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;

/** What an office has received, for people to look at; what is said of a message is made anew only when something of it changed. */
final class Holdings {
    private final Storage storage;
    private final PartyId own;
    private final Map<MessageId, Made> made = new ConcurrentHashMap<>();

    /** What was made, of which file's words. */
    private record Made(Sidecar.Receiving known, Held held) {}

    /** @param own this office */
    Holdings(Storage storage, PartyId own) {
        this.storage = storage;
        this.own = own;
    }

    /** All of it, oldest first. */
    List<Held> all() throws IOException {
        var received = storage.inbox().all();
        var answers = new Answers(received, storage.outbox().all());
        return received.stream()
                .map(known -> held(known, answers.isAnswered(known)))
                .toList();
    }

    /** What nobody has read of that urgency, oldest first; whether it is answered is not looked at. */
    List<Held> unread(Urgency urgency) throws IOException {
        return storage.inbox().all().stream()
                .filter(known -> known.urgency() == urgency && known.readAt().isEmpty())
                .map(known -> held(known, false))
                .filter(held -> held.readAt().isEmpty())
                .toList();
    }

    @SuppressWarnings("ReferenceEquality") // what is read again is another, whatever it says
    private Held held(Sidecar.Receiving known, boolean answered) {
        var before = made.get(known.messageId());
        if (before != null && before.known() == known) {
            return before.held().answered() == answered
                    ? before.held()
                    : before.held().with(answered);
        }
        var held = Held.of(known, answered, own);
        made.put(known.messageId(), new Made(known, held));
        return held;
    }
}
