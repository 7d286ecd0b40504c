package org.guitu.gate;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How fast a party may come to one door: a token bucket each, so that who floods the door slows nobody else. Whoever is no party,
 * or has a certificate that does not count, has one for its certificate: it uses up nothing of anybody.
 */
public final class Rates {
    private static final Logger LOG = LoggerFactory.getLogger("guitu.gate");
    private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);
    private static final int CERTIFICATES = 4096;

    private final String door;
    private final Limit limit;
    private final Clock clock;
    private final Counts counts;
    private final Map<PartyId, Allowance> parties = new ConcurrentHashMap<>();
    private final Map<X509Certificate, Allowance> certificates = new ConcurrentHashMap<>();

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
        /** Counts one of this party; empty: of a certificate that is nobody's. */
        void turnedAway(String door, Optional<PartyId> party);
    }

    private record Allowance(Bucket bucket, AtomicLong toldAtSecond) {}

    /**
     * Takes one of what this party may.
     *
     * @param party one of the directory: there are as many buckets as parties came
     * @throws Refused GT-2026 when it has used up all
     */
    public void take(PartyId party) throws Refused {
        take(parties.computeIfAbsent(party, one -> fresh()), party.value(), Optional.of(party));
    }

    /**
     * Takes one of what may come with this certificate, whoever shows it.
     *
     * @throws Refused GT-2026 when it has used up all
     */
    public void take(X509Certificate shown) throws Refused {
        if (certificates.size() >= CERTIFICATES) {
            certificates.clear();
        }
        var name =
                shown.getSubjectX500Principal() + ", " + shown.getSerialNumber().toString(16);
        take(certificates.computeIfAbsent(shown, one -> fresh()), name, Optional.empty());
    }

    private Allowance fresh() {
        return new Allowance(bucket(), new AtomicLong(Long.MIN_VALUE / 2));
    }

    private void take(Allowance allowance, String name, Optional<PartyId> party) throws Refused {
        var probe = allowance.bucket().tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            return;
        }
        counts.turnedAway(door, party);
        tell(name, allowance.toldAtSecond());
        long seconds = Math.max(
                1,
                Duration.ofNanos(probe.getNanosToWaitForRefill())
                        .plusMillis(999)
                        .toSeconds());
        throw Refusals.refused("GT-2026", name, limit.perSecond(), seconds);
    }

    /** One line a minute: a flood of lines would be a flood too. */
    private void tell(String name, AtomicLong toldAtSecond) {
        long before = toldAtSecond.get();
        long now = clock.instant().getEpochSecond();
        if (now - before >= TOLD_AGAIN.toSeconds() && toldAtSecond.compareAndSet(before, now)) {
            LOG.atWarn()
                    .addKeyValue("event", "too-fast")
                    .addKeyValue("code", "GT-2026")
                    .addKeyValue("party", name)
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
