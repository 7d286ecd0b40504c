package org.guitu.belt;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.guitu.belt.Deliveries.Outgoing;
import org.guitu.message.MessageId;
import org.guitu.message.Refusals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes ask about recorded messages: bean {@code belt}. */
public final class Belt {
    /** Receipts taken in one go; what is left waits for the next message or the sweeper. */
    private static final int RECEIPTS = 100;

    private static final Logger LOG = LoggerFactory.getLogger("guitu.belt");

    private final Deliveries deliveries;
    private final Directions directions;
    private final Notices notices;
    private final Clock clock;

    public Belt(Deliveries deliveries, Directions directions, Notices notices, Clock clock) {
        this.deliveries = deliveries;
        this.directions = directions;
        this.notices = notices;
        this.clock = clock;
    }

    /** Opens the message named in the body: its deliveries due become the body, or nothing when none is left. */
    public void open(Exchange exchange) {
        var id = new MessageId(requireNonNull(exchange.getMessage().getBody(String.class)));
        var consignment = deliveries.open(id, clock.instant());
        exchange.setProperty("message", id);
        if (consignment.isEmpty()) {
            exchange.getMessage().setBody(null);
            deliveries.queued(id, clock.instant());
            return;
        }
        var open = consignment.get();
        var family = open.type().family();
        exchange.setProperty("flow", exchange.getContext().getRoute(family) == null ? "deliver" : family);
        exchange.setProperty("urgency", open.urgency().name());
        exchange.setProperty("priority", 4);
        exchange.getMessage()
                .setBody(new Load(
                        open,
                        open.due().stream()
                                .map(due -> new Drop(open, due, directions.channel(open.type(), due.recipient())))
                                .toList()));
    }

    /** Every delivery was tried once: from now on each has its own next attempt. */
    public void close(Exchange exchange) {
        deliveries.queued(requireNonNull(exchange.getProperty("message", MessageId.class)), clock.instant());
    }

    public List<Outgoing> waitingReceipts() {
        return deliveries.waitingReceipts(RECEIPTS);
    }

    /** A message expired in its mailbox: the body is gone, its delivery id is not. */
    public void expired(Exchange exchange) {
        var delivery = exchange.getMessage().getHeader("GuituDelivery", String.class);
        if (delivery == null) {
            return;
        }
        var facts = deliveries.facts(UUID.fromString(delivery));
        if (facts.isEmpty()) {
            return;
        }
        var reason = Refusals.refusal("GT-7002", "", "", facts.get().recipient());
        deliveries.undeliverable(
                facts.get().delivery(), true, notices.undeliverable(facts.get(), reason), clock.instant());
        LOG.atWarn()
                .addKeyValue("event", "expired")
                .addKeyValue("station", "deliver")
                .addKeyValue("message", facts.get().message())
                .addKeyValue("recipient", facts.get().recipient())
                .log("expired in the mailbox");
    }

    /** One message and its drops, as the fan-out route sees it. */
    public record Load(Consignment consignment, List<Drop> due) {}

    /** One delivery on its way; {@code channel} names the route that makes it. */
    public record Drop(Consignment consignment, Consignment.Due due, String channel) {}
}
