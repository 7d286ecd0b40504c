package org.guitu.belt;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When to try a delivery again: pauses grow by one factor, and all of them together are the given time.
 *
 * @param tries how often in all, 1 to 100
 * @param over time from the first to the last try
 * @param first pause after the first try; at most {@code over}
 */
public record Retry(int tries, Duration over, Duration first) {
    public Retry {
        if (tries < 1 || tries > 100) {
            throw new IllegalArgumentException("tries must be 1 to 100, is " + tries);
        }
        if (first.isNegative() || first.isZero() || first.compareTo(over) > 0) {
            throw new IllegalArgumentException("the first pause must be above 0 and at most " + over);
        }
    }

    /** The instant of the try after this many; empty when they are used up. */
    public Optional<Instant> next(int done, Instant now) {
        if (done >= tries) {
            return Optional.empty();
        }
        var millis = first.toMillis() * Math.pow(growth(), done - 1.0);
        return Optional.of(now.plusMillis(Math.round(millis)));
    }

    /** The factor by which {@code tries - 1} pauses sum up to {@code over}, found by halving. */
    private double growth() {
        var wanted = (double) over.toMillis() / first.toMillis();
        double low = 1;
        double high = wanted;
        for (int step = 0; step < 60; step++) {
            var middle = (low + high) / 2;
            double sum = 0;
            for (int pause = 0; pause < tries - 1; pause++) {
                sum += Math.pow(middle, pause);
            }
            if (sum < wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
