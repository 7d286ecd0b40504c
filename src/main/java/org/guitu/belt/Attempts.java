package org.guitu.belt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.guitu.message.MessageId;
import org.guitu.message.Refusals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows when a delivery could not be made: the next attempt is due later, and after the last the sender is told. */
public final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger("guitu.belt");

    private final Deliveries deliveries;
    private final Notices notices;
    private final Retry retry;
    private final Clock clock;

    public Attempts(Deliveries deliveries, Notices notices, Retry retry, Clock clock) {
        this.deliveries = deliveries;
        this.notices = notices;
        this.retry = retry;
        this.clock = clock;
    }

    /**
     * This attempt failed.
     *
     * @param code a refusal code: why, for whoever asks what became of the message
     * @param cause kind of the failure, for the log
     */
    void failed(MessageId message, Consignment.Due due, String code, String cause) {
        var now = clock.instant();
        var next = retry.next(due.attempts() + 1, now);
        LOG.atWarn()
                .addKeyValue("event", next.isPresent() ? "delivery-failed" : "undeliverable")
                .addKeyValue("station", "deliver")
                .addKeyValue("message", message)
                .addKeyValue("recipient", due.recipient())
                .addKeyValue("attempt", due.attempts() + 1)
                .addKeyValue("code", code)
                .addKeyValue("cause", cause)
                .log("delivery failed");
        if (next.isPresent()) {
            deliveries.failed(due.id(), code, spread(now, next.get()), now);
            return;
        }
        var facts = deliveries.facts(due.id()).orElseThrow();
        var reason = Refusals.refusal("GT-7001", "", "", facts.recipient(), facts.attempts());
        deliveries.undeliverable(due.id(), false, notices.undeliverable(facts, reason), now);
    }

    /** Up to a tenth later, so that what failed together is not tried again all at once. */
    private static Instant spread(Instant now, Instant next) {
        long pause = Duration.between(now, next).toMillis();
        return next.plusMillis(ThreadLocalRandom.current().nextLong(pause / 10 + 1));
    }
}
