package org.guitu.belt;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.guitu.message.PartyId;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes who waits at a mailbox when something comes into it, on whichever node it came: by {@code LISTEN/NOTIFY} of
 * PostgreSQL over a connection of its own. Without one, whoever waits looks again after a second.
 */
public final class ShelfWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("guitu.belt");
    private static final int LISTEN_MILLIS = 10_000;
    private static final int AGAIN_MILLIS = 1_000;

    private final DataSource source;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Long> changes = new HashMap<>();
    private long unheard;
    private final Thread thread = new Thread(this::listen, "shelf-watch");
    private boolean listening;
    private boolean closed;
    private volatile @Nullable Connection current;

    public ShelfWatch(DataSource source) {
        this.source = source;
        thread.setDaemon(true);
    }

    public ShelfWatch start() {
        thread.start();
        return this;
    }

    /** How much has come into this mailbox so far; for {@link #await}. */
    public long changes(PartyId party) {
        lock.lock();
        try {
            return count(party);
        } finally {
            lock.unlock();
        }
    }

    /** What came into it, and how often something may have come that nobody heard of. */
    private long count(PartyId party) {
        return changes.getOrDefault(party.value(), 0L) + unheard;
    }

    /**
     * Waits until more has come into the mailbox, at most so long.
     *
     * @return whether to look again; {@code false} when the time is over or the hub stops
     */
    public boolean await(PartyId party, long seen, Duration atMost) {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (left > 0 && !closed) {
                if (count(party) != seen) {
                    return true;
                }
                long before = left;
                long step = listening ? left : Math.min(left, TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS));
                left -= step - Math.max(0, changed.awaitNanos(step));
                if (!listening && before - left >= step) {
                    return true;
                }
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void listen() {
        while (!isClosed()) {
            try (var connection = source.getConnection();
                    var statement = connection.createStatement()) {
                current = connection;
                statement.execute("LISTEN guitu_shelf");
                // what came while nobody listened
                become(true);
                var notified = connection.unwrap(PGConnection.class);
                try {
                    while (!isClosed()) {
                        for (var notification : notified.getNotifications(LISTEN_MILLIS)) {
                            came(notification.getParameter());
                        }
                    }
                } finally {
                    // a pool learns by it of a connection that is dead, and does not hand it to somebody else
                    statement.execute("UNLISTEN *");
                }
            } catch (SQLException e) {
                if (become(false) && !isClosed()) {
                    LOG.atWarn()
                            .addKeyValue("event", "shelf-watch")
                            .addKeyValue("cause", e.getClass().getSimpleName())
                            .log("mailboxes are looked at every second until the database can be listened to again");
                }
                pause();
            }
        }
    }

    private void pause() {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS);
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Everybody looks again, because something may have come meanwhile; returns whether this is news. */
    private boolean become(boolean now) {
        lock.lock();
        try {
            boolean before = listening;
            listening = now;
            unheard++;
            changed.signalAll();
            return before != now;
        } finally {
            lock.unlock();
        }
    }

    private void came(String party) {
        lock.lock();
        try {
            changes.merge(party, 1L, Long::sum);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nobody is woken any more. */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Lets everybody who waits go home. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        var listened = current;
        try {
            if (listened != null) {
                listened.abort(Runnable::run);
            }
            thread.join(1_000);
        } catch (SQLException e) {
            // it was broken before: nobody listens to it
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
