package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.family.Findable;
import org.guitu.message.MessageId;
import org.guitu.message.Refused;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/**
 * Finds messages by what they say. Each is verified and opened once, when somebody first looks for something; what can be found
 * by is kept in memory only, and gone with the process. What does not verify is found by its identifiers alone, and is told.
 */
public final class CardIndex implements AutoCloseable {
    /** How long who looks for something waits for messages that were never looked into: the page must not hang. */
    private static final int PATIENCE_MILLIS = 150;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final Office office;
    private final Map<MessageId, Card> cards = new ConcurrentHashMap<>();
    private final ExecutorService writing;
    private volatile boolean closed;
    private @Nullable Future<?> filling;

    public CardIndex(Office office) {
        this.office = office;
        this.writing = Executors.newSingleThreadExecutor(task -> {
            var thread = new Thread(task, "office-cards");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * What was found.
     *
     * @param sent by this office, oldest first
     * @param missing how many messages were not looked into yet: asked again a little later, it knows more
     */
    public record Found(Set<MessageId> received, List<Sent.About> sent, int missing) {}

    /**
     * What is known of a message.
     *
     * @param stamp of its files when it was made
     * @param text what it can be found by
     */
    private record Card(String stamp, boolean verified, String text) {
        static final Card NONE = new Card("", true, "");
    }

    /** One message that may be found. */
    private record Kept(MessageId id, String conversation, Path file) {}

    /** The messages that say every one of these words, in a name, a number or a short text, or have them in an identifier. */
    public Found find(String words) throws IOException {
        var terms = BLANKS.splitAsStream(words.strip()).map(Findable::plain).toList();
        var received = office.storage().inbox().all();
        var sent = office.storage().outbox().all().stream()
                .filter(item -> !item.state().messageType().isReceipt())
                .toList();
        var all = Stream.concat(
                        received.stream().map(one -> new Kept(one.messageId(), one.conversation(), one.path())),
                        sent.stream().map(one -> new Kept(one.id(), one.state().conversation(), one.message())))
                .toList();
        var unknown = all.stream().filter(kept -> !cards.containsKey(kept.id())).toList();
        if (!unknown.isEmpty()) {
            await(begin(unknown));
        }
        var found = new HashSet<MessageId>();
        for (var kept : all) {
            var card = cards.getOrDefault(kept.id(), Card.NONE).text();
            if (terms.stream()
                    .allMatch(term -> card.contains(term)
                            || kept.id().value().contains(term)
                            || kept.conversation().contains(term))) {
                found.add(kept.id());
            }
        }
        int missing =
                (int) all.stream().filter(kept -> !cards.containsKey(kept.id())).count();
        return new Found(
                found,
                sent.stream()
                        .filter(item -> found.contains(item.id()))
                        .map(Sent.About::of)
                        .toList(),
                missing);
    }

    /**
     * Those of these received messages that do not verify any more, as far as they were looked into, which this begins: again where
     * a file of theirs has changed, and where they did not verify before.
     */
    public Set<MessageId> unverified(Set<MessageId> among) throws IOException {
        var shown = office.storage().inbox().all().stream()
                .filter(one -> among.contains(one.messageId()))
                .map(one -> new Kept(one.messageId(), one.conversation(), one.path()))
                .toList();
        var wanted = shown.stream()
                .filter(kept -> {
                    var card = cards.get(kept.id());
                    return card == null || !card.verified() || !card.stamp().equals(stamp(kept.file()));
                })
                .toList();
        if (!wanted.isEmpty()) {
            // nobody waits: each was verified when it came in
            var unused = begin(wanted);
        }
        return among.stream()
                .filter(id -> !cards.getOrDefault(id, Card.NONE).verified())
                .collect(Collectors.toSet());
    }

    /** Changes with the message and with the hub's statement beside it. */
    private static String stamp(Path file) {
        return Stream.of(file, Inbox.statement(file))
                .map(one -> {
                    try {
                        return Files.getLastModifiedTime(one) + " " + Files.size(one);
                    } catch (IOException e) {
                        return "none";
                    }
                })
                .collect(Collectors.joining(", "));
    }

    /** Waits a moment for what is being written. */
    private static void await(Future<?> written) {
        try {
            written.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // it goes on, or is begun again by who asks next
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has these written, what came last first. */
    private synchronized Future<?> begin(List<Kept> wanted) {
        if (filling == null || filling.isDone()) {
            var missing = new ArrayList<>(wanted);
            Collections.reverse(missing);
            filling = writing.submit(() -> write(missing));
        }
        return filling;
    }

    private void write(List<Kept> missing) {
        try {
            for (var kept : missing) {
                if (closed) {
                    return;
                }
                cards.put(kept.id(), card(kept));
            }
        } catch (OfficeProblem e) {
            // without keys or schemas nothing can be read: the pages say so, and who asks next begins again
            return;
        }
    }

    private Card card(Kept kept) throws OfficeProblem {
        // before it is read: what changes meanwhile is looked into again
        var stamp = stamp(kept.file());
        var keys = office.unlocked();
        try {
            var verified = Verification.prove(kept.file(), keys.proofs()).document();
            return new Card(stamp, true, text(verified, keys));
        } catch (IOException | NotVerified e) {
            // nobody's word, or not here any more
            return new Card(stamp, false, "");
        }
    }

    private String text(Document verified, Unlocked keys) throws OfficeProblem {
        try {
            return String.join(
                    "\n", Findable.in(office.families().families(), keys.seals().peek(verified)));
        } catch (Refused | IllegalArgumentException | IllegalStateException e) {
            // of no shape that can be read
            return "";
        }
    }

    @Override
    public void close() {
        closed = true;
        writing.shutdownNow();
    }
}
