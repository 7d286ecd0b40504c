package org.guitu.gate;

import java.util.concurrent.Semaphore;

/**
 * Lets few large messages be worked on at the same time: read, parsed and signed a message takes some seven times its size
 * in memory, and many at once would end the hub. Small ones pass.
 */
public final class Room {
    /** Bytes above which a message is large. */
    public static final int LARGE = 1 << 20;

    private static final int AT_ONCE = 2;

    private final Semaphore places = new Semaphore(AT_ONCE, true);

    /** Waits for a place where this many bytes need one; whoever leaves gives it back. */
    public Place enter(long bytes) {
        if (bytes <= LARGE) {
            return () -> {};
        }
        places.acquireUninterruptibly();
        return places::release;
    }

    /** A place taken. */
    @FunctionalInterface
    public interface Place {
        void leave();
    }
}
