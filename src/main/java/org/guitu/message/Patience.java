package org.guitu.message;

import java.time.Duration;

/**
 * How long whoever sent one message or call lets itself be kept waiting by what others have to be asked, all questions together;
 * it begins with the first of them. By the machine's own count, as it is about waiting and not about dates.
 */
public final class Patience {
    private boolean begun;
    private long untilNanos;

    /** Of one who was not kept waiting yet. */
    public static Patience fresh() {
        return new Patience();
    }

    /** Of one who waits from now on. */
    public static Patience of(Duration whole) {
        var patience = new Patience();
        patience.begin(whole);
        return patience;
    }

    /** Waits from now on, unless it does already. */
    public synchronized void begin(Duration whole) {
        if (!begun) {
            begun = true;
            untilNanos = System.nanoTime() + whole.toNanos();
        }
    }

    /**
     * Zero or less when it is over.
     *
     * @throws IllegalStateException when it has not begun
     */
    public synchronized long leftMillis() {
        if (!begun) {
            throw new IllegalStateException("nobody waits yet");
        }
        return (untilNanos - System.nanoTime()) / 1_000_000;
    }
}
