package org.guitu.gate;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.guitu.message.Digest;
import org.guitu.message.MessageId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;

/** Station 6: message, deliveries, the conversation's state and the signed receipt in one durable transaction. */
public final class Journal implements AutoCloseable {
    /** Longer than the database is given to answer; a door that waits so long says "try later". */
    private static final long PATIENCE_SECONDS = 8;

    private final Database database;
    private final Contents contents;
    private final Acceptance acceptance;
    private final GroupWriter writer;

    public Journal(Database database, Contents contents, Acceptance acceptance) {
        this.database = database;
        this.contents = contents;
        this.acceptance = acceptance;
        this.writer = new GroupWriter(database);
    }

    /**
     * The stored receipt of a message that was accepted before.
     *
     * @throws Refused GT-6001 when its id was used for other content
     * @throws Unavailable when the record cannot be reached
     */
    Optional<Recorded> recall(Verified verified) throws Refused {
        return recall(verified.id(), verified.signature().contentDigest());
    }

    private Optional<Recorded> recall(MessageId id, Digest content) throws Refused {
        record Known(Digest content, byte[] receipt) {}
        var known = database.run(connection ->
                Sql.row(connection, """
                SELECT m.content_digest, r.bytes FROM message m
                JOIN receipt r ON r.message = m.id AND r.kind = 'Accepted'
                WHERE m.id = ?""", row -> new Known(row.digest("content_digest"), row.bytes("bytes")), id));
        if (known.isEmpty()) {
            return Optional.empty();
        }
        if (!known.get().content().equals(content)) {
            throw Refusals.refused("GT-6001");
        }
        return Optional.of(new Recorded(id, known.get().receipt(), true));
    }

    /**
     * Records a message, once: the same message again gets the receipt that is stored.
     *
     * @throws Overtaken when another message moved the conversation since the decision: decide again
     * @throws Refused GT-6001 other content under this id, GT-6004 the conversation was erased
     * @throws Unavailable when the record cannot be reached, or not in time: then the same message may be offered again
     */
    Recorded record(Authorised authorised) throws Refused, Overtaken {
        var id = authorised.header().id();
        var entry =
                new Entry(authorised, acceptance.accepted(authorised), prepared(authorised), new CompletableFuture<>());
        writer.submit(entry);
        return switch (outcome(entry)) {
            case RECORDED -> new Recorded(id, entry.receipt().bytes(), false);
            case OVERTAKEN -> throw new Overtaken();
            case TAKEN ->
                recall(id, authorised.validated().verified().signature().contentDigest())
                        .orElseThrow(Overtaken::new);
        };
    }

    private Contents.Prepared prepared(Authorised authorised) throws Refused {
        var header = authorised.header();
        var wire = authorised.received().wire();
        var opens = authorised.decision().version() == 0
                && authorised.decision().acknowledges().isEmpty();
        if (opens) {
            return contents.first(header.conversation(), header.id(), wire);
        }
        return contents.next(header.conversation(), header.id(), wire)
                .orElseThrow(() -> Refusals.refusedAt("/Message/Header/Conversation", "GT-6004"));
    }

    private static Entry.Outcome outcome(Entry entry) {
        try {
            return entry.outcome().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Unavailable away ? new Unavailable(away) : new RecordFault("not recorded", e);
        } catch (TimeoutException e) {
            entry.outcome().cancel(false); // not begun: it will not be; begun: the same message will find it
            throw new Unavailable(e);
        } catch (InterruptedException e) {
            entry.outcome().cancel(false);
            Thread.currentThread().interrupt();
            throw new Unavailable(e);
        }
    }

    /** Commits what was taken, then takes nothing more. */
    @Override
    public void close() {
        writer.close();
    }
}
