package org.guitu.belt;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.guitu.belt.Deliveries.Facts;
import org.guitu.belt.Deliveries.Outgoing;
import org.guitu.gate.Unavailable;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deliveries that were not collected or not answered in time: bean {@code deadlines}. */
public final class Deadlines {
    private static final int AT_ONCE = 100;
    private static final Logger LOG = LoggerFactory.getLogger("guitu.belt");

    private final Deliveries deliveries;
    private final Notices notices;
    private final BiFunction<MessageType, String, Iterable<PartyId>> alsoNotified;
    private final Clock clock;

    /**
     * @param alsoNotified whom a type's deadline of this id, or the clause of this id, names beside the sender
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

    /** Signs the notices for what is overdue now, not collected or not answered; each delivery is announced once. */
    public void overdue() {
        each(deliveries.overdue(clock.instant(), AT_ONCE), this::announce);
        each(deliveries.unanswered(clock.instant(), AT_ONCE), this::tell);
    }

    private void each(List<UUID> late, Consumer<Facts> announced) {
        for (var delivery : late) {
            try {
                deliveries.facts(delivery).ifPresent(announced);
            } catch (Unavailable e) {
                throw e;
            } catch (RuntimeException e) {
                // one that cannot be announced does not silence the others; it is looked at again
                LOG.atWarn()
                        .addKeyValue("event", "overdue-failed")
                        .addKeyValue("station", "deliver")
                        .addKeyValue("delivery", delivery)
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .log("overdue, and not announced");
            }
        }
    }

    private void announce(Facts facts) {
        var deadline = facts.deadline().orElse("");
        deliveries.announced(
                facts.delivery(), notices(facts, deadline, to -> notices.overdue(facts, to)), clock.instant());
        log(facts, deadline, "not collected in time");
    }

    private void tell(Facts facts) {
        deliveries.told(
                facts.delivery(),
                notices(facts, facts.answerRule(), to -> notices.unanswered(facts, to)),
                clock.instant());
        log(facts, facts.answerRule(), "not answered in time");
    }

    /** To the sender and whom the deadline names; none for what was erased meanwhile: nothing is left to tell of. */
    private List<Outgoing> notices(Facts facts, String deadline, Function<PartyId, Outgoing> written) {
        if (facts.wire().length == 0) {
            return List.of();
        }
        var to = new LinkedHashSet<PartyId>();
        to.add(facts.sender());
        alsoNotified.apply(facts.type(), deadline).forEach(to::add);
        return to.stream().map(written).toList();
    }

    private static void log(Facts facts, String deadline, String what) {
        LOG.atWarn()
                .addKeyValue("event", "overdue")
                .addKeyValue("station", "deliver")
                .addKeyValue("message", facts.message())
                .addKeyValue("recipient", facts.recipient())
                .addKeyValue("deadline", deadline)
                .log(what);
    }
}
