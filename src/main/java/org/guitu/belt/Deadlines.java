package org.guitu.belt;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiFunction;
import org.guitu.belt.Deliveries.Facts;
import org.guitu.gate.Unavailable;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deliveries that were not collected in time: bean {@code deadlines}. */
public final class Deadlines {
    private static final int AT_ONCE = 100;
    private static final Logger LOG = LoggerFactory.getLogger("guitu.belt");

    private final Deliveries deliveries;
    private final Notices notices;
    private final BiFunction<MessageType, String, Iterable<PartyId>> alsoNotified;
    private final Clock clock;

    /**
     * @param alsoNotified whom a type's deadline of this id names beside the sender
     */
    public Deadlines(
            Deliveries deliveries,
            Notices notices,
            BiFunction<MessageType, String, Iterable<PartyId>> alsoNotified,
            Clock clock) {
        this.deliveries = deliveries;
        this.notices = notices;
        this.alsoNotified = alsoNotified;
        this.clock = clock;
    }

    /** Signs the notices for what is overdue now; each delivery is announced once. */
    public void overdue() {
        for (var delivery : deliveries.overdue(clock.instant(), AT_ONCE)) {
            try {
                deliveries.facts(delivery).ifPresent(this::announce);
            } catch (Unavailable e) {
                throw e;
            } catch (RuntimeException e) {
                // one that cannot be announced does not silence the others; it is looked at again
                LOG.atWarn()
                        .addKeyValue("event", "overdue-failed")
                        .addKeyValue("station", "deliver")
                        .addKeyValue("delivery", delivery)
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .log("not collected in time, and not announced");
            }
        }
    }

    private void announce(Facts facts) {
        if (facts.wire().length == 0) {
            // erased meanwhile: nothing is left to collect or to tell of
            deliveries.announced(facts.delivery(), List.of(), clock.instant());
            return;
        }
        var to = new LinkedHashSet<PartyId>();
        to.add(facts.sender());
        alsoNotified.apply(facts.type(), facts.deadline().orElse("")).forEach(to::add);
        deliveries.announced(
                facts.delivery(),
                to.stream().map(party -> notices.overdue(facts, party)).toList(),
                clock.instant());
        LOG.atWarn()
                .addKeyValue("event", "overdue")
                .addKeyValue("station", "deliver")
                .addKeyValue("message", facts.message())
                .addKeyValue("recipient", facts.recipient())
                .addKeyValue("deadline", facts.deadline().orElse(""))
                .log("not collected in time");
    }
}
