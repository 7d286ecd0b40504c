package org.guitu.office;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends a {@link Office#follow}, from any thread. */
public final class Stop {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Asks for the end; what is being stored is stored. */
    public void ask() {
        asked.countDown();
    }

    boolean asked() {
        return asked.getCount() == 0;
    }

    /** Waits this long for being asked. */
    boolean askedWithin(Duration time) {
        return await(asked, time);
    }

    void ended() {
        ended.countDown();
    }

    /** Waits this long for the end. */
    public boolean endedWithin(Duration time) {
        return await(ended, time);
    }

    private static boolean await(CountDownLatch latch, Duration time) {
        try {
            return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
