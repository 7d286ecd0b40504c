package org.guitu.gate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.guitu.gate.Entry.Outcome;

/**
 * The one thread that writes messages: each commit takes what has queued since the last one, because a flush of the disk
 * costs the same for a hundred messages as for one.
 */
final class GroupWriter implements AutoCloseable {
    private static final int GROUP = 100;
    private static final int QUEUED_AT_MOST = 1000;
    private static final long LOOK_MILLIS = 250;

    private final Database database;
    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>(QUEUED_AT_MOST);
    /** Entries that wait for the next group, because a message of their conversation is in this one. */
    private final Deque<Entry> waiting = new ArrayDeque<>();

    private final Thread thread = new Thread(this::work, "record-writer");
    private volatile boolean closing;

    GroupWriter(Database database) {
        this.database = database;
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes an entry; its outcome comes with the commit of its group, or as {@link Unavailable}. */
    void submit(Entry entry) {
        if (closing || !queue.offer(entry)) {
            throw new Unavailable(new TimeoutException(closing ? "the hub is stopping" : "too much is waiting"));
        }
        if (closing && queue.remove(entry)) { // the thread may have looked for the last time
            throw new Unavailable(new TimeoutException("the hub is stopping"));
        }
    }

    private void work() {
        while (!(closing && queue.isEmpty() && waiting.isEmpty())) {
            var group = group();
            if (!group.isEmpty()) {
                write(group);
            }
        }
    }

    private List<Entry> group() {
        var group = new ArrayList<Entry>();
        var conversations = new HashSet<>();
        int held = waiting.size();
        for (int i = 0; i < held; i++) {
            place(waiting.remove(), group, conversations);
        }
        var next = group.isEmpty() ? firstOfQueue() : queue.poll();
        while (next != null) {
            place(next, group, conversations);
            next = group.size() < GROUP ? queue.poll() : null;
        }
        return group;
    }

    private void place(Entry entry, List<Entry> group, Set<Object> conversations) {
        if (entry.outcome().isDone()) {
            return; // its sender was told to try later and may have gone
        }
        if (conversations.add(entry.authorised().header().conversation())) {
            group.add(entry);
        } else {
            waiting.add(entry);
        }
    }

    private @org.jspecify.annotations.Nullable Entry firstOfQueue() {
        try {
            return queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // nobody has a reason to interrupt this thread, and messages depend on it
            return null;
        }
    }

    private void write(List<Entry> group) {
        try {
            var outcomes = database.transaction(connection -> write(connection, group));
            for (int i = 0; i < group.size(); i++) {
                group.get(i).outcome().complete(outcomes.get(i));
            }
        } catch (Unavailable e) {
            group.forEach(entry -> entry.outcome().completeExceptionally(e));
        } catch (RuntimeException | Error e) {
            // one of them is at fault: each by itself, so that only that one fails, and this thread goes on for the
            // others
            if (group.size() == 1) {
                group.get(0).outcome().completeExceptionally(e);
            } else {
                group.forEach(entry -> write(List.of(entry)));
            }
        }
    }

    private static List<Outcome> write(Connection connection, List<Entry> group) throws SQLException {
        var outcomes = new ArrayList<Outcome>(group.size());
        for (var entry : group) {
            outcomes.add(EntrySql.write(connection, entry));
        }
        return outcomes;
    }

    /** Writes what was taken, takes nothing more, and ends. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
