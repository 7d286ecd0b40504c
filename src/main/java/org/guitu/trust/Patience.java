package org.guitu.trust;

import java.time.Duration;

/** How long one may still be kept waiting; by the machine's own count, as it is about waiting and not about dates. */
record Patience(long untilNanos) {
    static Patience of(Duration whole) {
        return new Patience(System.nanoTime() + whole.toNanos());
    }

    /** Zero or less when it is over. */
    long leftMillis() {
        return (untilNanos - System.nanoTime()) / 1_000_000;
    }

    /** @throws NoAnswer when it is over */
    void require() throws NoAnswer {
        if (leftMillis() <= 0) {
            throw NoAnswer.late();
        }
    }
}
