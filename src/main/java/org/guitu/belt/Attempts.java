package org.guitu.belt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.guitu.belt.Deliveries.Facts;
import org.guitu.message.MessageId;
import org.guitu.message.Refusals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows when a delivery could not be made: the next attempt is due later, and after the last the sender is told. */
public final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger("guitu.belt");

    private static final int AT_ONCE = 100;

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
     * @param cause in words for the log, quoting nothing
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

    /** Nobody fetched it before it expired: the sender is told, and the message stays recorded. */
    void expired(Facts facts) {
        var reason = Refusals.refusal("GT-7002", "", "", facts.recipient());
        deliveries.undeliverable(facts.delivery(), true, notices.undeliverable(facts, reason), clock.instant());
        LOG.atWarn()
                .addKeyValue("event", "expired")
                .addKeyValue("station", "deliver")
                .addKeyValue("message", facts.message())
                .addKeyValue("recipient", facts.recipient())
                .log("expired in the mailbox");
    }

    /**
     * Gives up what nobody fetched over SOAP in time.
     *
     * @param keep how long what has no {@code ExpiresAt} is kept
     */
    public void expire(Shelf shelf, Duration keep) {
        var now = clock.instant();
        for (var delivery : shelf.expired(now.minus(keep), now, AT_ONCE)) {
            deliveries.facts(delivery).filter(facts -> facts.wire().length > 0).ifPresent(this::expired);
        }
    }

    /** Up to a tenth later, so that what failed together is not tried again all at once. */
    private static Instant spread(Instant now, Instant next) {
        long pause = Duration.between(now, next).toMillis();
        return next.plusMillis(ThreadLocalRandom.current().nextLong(pause / 10 + 1));
    }
}
