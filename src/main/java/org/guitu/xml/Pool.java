package org.guitu.xml;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/**
 * Keeps what is dear to make and serves one thread at a time. As many exist as threads ever worked at once, and the one
 * used last is taken first; nothing hangs on a thread that has gone.
 */
final class Pool<T> {
    private final Deque<T> idle = new ConcurrentLinkedDeque<>();
    private final Supplier<T> maker;

    Pool(Supplier<T> maker) {
        this.maker = maker;
    }

    T take() {
        var kept = idle.pollFirst();
        return kept == null ? maker.get() : kept;
    }

    /** Only what is still in order is given back. */
    void giveBack(T thing) {
        idle.addFirst(thing);
    }
}
