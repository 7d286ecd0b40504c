package org.guitu.message;

import java.time.Duration;

/**
 * How long whoever sent one message or call lets itself be kept waiting by what others have to be asked, all questions together;
 * what the hub does between them does not count. By the machine's own count, as it is about waiting and not about dates. One
 * thread has it.
 */
public final class Patience {
    private boolean begun;
    private long leftNanos;
    private long since;

    /** Of one who was not kept waiting yet. */
    public static Patience fresh() {
        return new Patience();
    }

    /** Of one who waits from now on. */
    public static Patience of(Duration whole) {
        var patience = new Patience();
        patience.resume(whole);
        return patience;
    }

    /**
     * Waits from now on.
     *
     * @param whole how long altogether, said by the first who asks
     */
    public void resume(Duration whole) {
        if (!begun) {
            begun = true;
            leftNanos = whole.toNanos();
        }
        since = System.nanoTime();
    }

    /** Waits no longer, until {@link #resume}. */
    public void pause() {
        leftNanos -= System.nanoTime() - since;
    }

    /** What is left of it while somebody waits; zero or less when it is over. */
    public long leftMillis() {
        return (leftNanos - (System.nanoTime() - since)) / 1_000_000;
    }
}
