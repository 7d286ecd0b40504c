package org.guitu.gate;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How fast a party may come to one door: a token bucket each, so that who floods the door slows nobody else. */
public final class Rates {
    private static final Logger LOG = LoggerFactory.getLogger("guitu.gate");
    private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);

    private final String door;
    private final Limit limit;
    private final Clock clock;
    private final Counts counts;
    private final Map<PartyId, Allowance> allowances = new ConcurrentHashMap<>();

    public Rates(String door, Limit limit, Clock clock, Counts counts) {
        this.door = door;
        this.limit = limit;
        this.clock = clock;
        this.counts = counts;
    }

    /**
     * What each party may.
     *
     * @param perSecond messages or calls, on average
     * @param burst as many at once, after a while without any
     */
    public record Limit(int perSecond, int burst) {}

    /** Counts those turned away, for the metrics. */
    @FunctionalInterface
    public interface Counts {
        void turnedAway(String door, PartyId party);
    }

    private record Allowance(Bucket bucket, AtomicLong toldAtSecond) {}

    /**
     * Takes one of what this party may.
     *
     * @param party one of the directory: there are as many buckets as parties came
     * @throws Refused GT-2026 when it has used up all
     */
    public void take(PartyId party) throws Refused {
        var allowance =
                allowances.computeIfAbsent(party, one -> new Allowance(bucket(), new AtomicLong(Long.MIN_VALUE / 2)));
        var probe = allowance.bucket().tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            return;
        }
        counts.turnedAway(door, party);
        tell(party, allowance.toldAtSecond());
        long seconds = Math.max(
                1,
                Duration.ofNanos(probe.getNanosToWaitForRefill())
                        .plusMillis(999)
                        .toSeconds());
        throw Refusals.refused("GT-2026", party, limit.perSecond(), seconds);
    }

    /** One line a minute: a flood of lines would be a flood too. */
    private void tell(PartyId party, AtomicLong toldAtSecond) {
        long before = toldAtSecond.get();
        long now = clock.instant().getEpochSecond();
        if (now - before >= TOLD_AGAIN.toSeconds() && toldAtSecond.compareAndSet(before, now)) {
            LOG.atWarn()
                    .addKeyValue("event", "too-fast")
                    .addKeyValue("code", "GT-2026")
                    .addKeyValue("party", party)
                    .addKeyValue("door", door)
                    .log("a party sends too fast and is turned away until it slows down");
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(bandwidth ->
                        bandwidth.capacity(limit.burst()).refillGreedy(limit.perSecond(), Duration.ofSeconds(1)))
                .withCustomTimePrecision(new Nanos(clock))
                .build();
    }

    /** The hub's clock, for the buckets. */
    private record Nanos(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            var now = clock.instant();
            return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
