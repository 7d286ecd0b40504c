package org.guitu.belt;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.seda.SedaEndpoint;
import org.guitu.gate.Room;
import org.guitu.gate.Unavailable;
import org.guitu.message.Header.Urgency;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes ask about recorded messages: bean {@code belt}. */
public final class Belt {
    /** Messages taken on together: what has queued since the last time, up to so many. */
    private static final int MESSAGES = 32;

    /** Bytes of messages taken on together, and of what one transaction of the broker takes; one message may be larger. */
    private static final int BYTES = 4 << 20;

    /** Deliveries begun together: so many are sent well within the lease of an attempt. The others take their turn after. */
    private static final int DELIVERIES = 128;

    /** Who begins an attempt is left alone with it for so long; then it counts as crashed. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    /** A message that cannot be opened, though the record answers, is looked at again after so long. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    /** Receipts taken in one go; what is left waits for the next sweep. */
    private static final int RECEIPTS = 100;

    private static final String PUSH = "push";
    private static final String MESSAGES_OPEN = "messages";
    private static final String BYTES_OPEN = "bytes";
    private static final String LEFT = "left";

    private static final Logger LOG = LoggerFactory.getLogger("guitu.belt");

    private final Deliveries deliveries;
    private final Shelf shelf;
    private final Receipts receipts;
    private final Directions directions;
    private final Notices notices;
    private final Attempts attempts;
    private final Room room;
    private final Clock clock;

    /** What the record keeps of deliveries, of mailboxes that are fetched, and of receipts that wait. */
    public record Stock(Deliveries deliveries, Shelf shelf, Receipts receipts) {}

    public Belt(Stock stock, Directions directions, Notices notices, Attempts attempts, Room room, Clock clock) {
        this.deliveries = stock.deliveries();
        this.shelf = stock.shelf();
        this.receipts = stock.receipts();
        this.directions = directions;
        this.notices = notices;
        this.attempts = attempts;
        this.room = room;
        this.clock = clock;
    }

    /** Takes the parcel in the body and those that queued behind it: they are the messages of this exchange. */
    public void gather(Exchange exchange) {
        var first = parcel(exchange);
        var queue = requireNonNull((SedaEndpoint) exchange.getFromEndpoint()).getQueue();
        var ids = new LinkedHashSet<MessageId>();
        ids.add(first.id());
        long bytes = first.bytes();
        while (ids.size() < MESSAGES && bytes < BYTES) {
            var next = queue.poll();
            if (next == null) {
                break;
            }
            ids.add(parcel(next).id());
            bytes += parcel(next).bytes();
        }
        exchange.setProperty(MESSAGES_OPEN, List.copyOf(ids));
        exchange.setProperty(BYTES_OPEN, bytes);
        exchange.setProperty(LEFT, true);
    }

    private static Parcel parcel(Exchange exchange) {
        return requireNonNull(exchange.getMessage().getBody(Parcel.class));
    }

    /**
     * Opens the messages of this exchange: those with deliveries due become the body. Each delivery's statement is signed and
     * stored first, so that every try sends the same; nothing is left of one that another node or consumer is at. Property
     * {@code left} says whether more are due than are begun together: then this is to be done again. Property {@code way}
     * names the route they take: {@code together}, or {@code open} when they are too large for one transaction.
     */
    public void open(Exchange exchange) {
        @SuppressWarnings("unchecked") // from gather
        var ids = (List<MessageId>) requireNonNull(exchange.getProperty(MESSAGES_OPEN, List.class));
        Batch.begin(exchange);
        exchange.setProperty(LEFT, false);
        var place = room.enter(requireNonNull(exchange.getProperty(BYTES_OPEN, Long.class)));
        try {
            var loads = loads(exchange, ids);
            exchange.setProperty("way", size(loads) <= BYTES ? "together" : "open");
            exchange.getMessage().setBody(loads);
        } finally {
            place.leave();
        }
    }

    /** Bytes that go to the broker. */
    private static long size(List<Load> loads) {
        return loads.stream()
                .mapToLong(load ->
                        (long) load.consignment().wire().length * load.due().size())
                .sum();
    }

    private List<Load> loads(Exchange exchange, List<MessageId> ids) {
        try {
            var now = clock.instant();
            var open = withoutPushes(exchange, deliveries.open(ids, now));
            var begun = open.isEmpty() ? Map.<UUID, Statement>of() : deliveries.begin(statements(open), LEASE, now);
            if (open.stream().mapToInt(consignment -> consignment.due().size()).sum() > DELIVERIES) {
                exchange.setProperty(LEFT, true);
            }
            return open.stream()
                    .map(consignment -> load(exchange.getContext(), consignment, begun))
                    .filter(load -> !load.due().isEmpty())
                    .toList();
        } catch (Unavailable e) {
            throw e;
        } catch (RuntimeException e) {
            if (ids.size() > 1) {
                // one of them is at fault: each by itself, so that only that one stays behind
                return ids.stream()
                        .flatMap(id -> loads(exchange, List.of(id)).stream())
                        .toList();
            }
            postpone(ids.get(0), e);
            return List.of();
        }
    }

    /** Deliveries to those who are called go a way of their own, where one slow partner holds up nobody else. */
    private List<Consignment> withoutPushes(Exchange exchange, List<Consignment> open) {
        var pushes = new ArrayList<Push>();
        var others = new ArrayList<Consignment>();
        for (var consignment : open) {
            var due = consignment.due().stream()
                    .filter(one -> !directions.channel(one.recipient()).equals(PUSH))
                    .toList();
            consignment.due().stream()
                    .filter(one -> !due.contains(one))
                    .forEach(one -> pushes.add(new Push(consignment.id(), one.id(), one.recipient())));
            if (!due.isEmpty()) {
                others.add(consignment.with(due));
            }
        }
        Batch.of(exchange).pushes().addAll(pushes);
        return others;
    }

    /** The deliveries of this exchange to those who are called become the body. */
    public void pushes(Exchange exchange) {
        exchange.getMessage().setBody(List.copyOf(Batch.of(exchange).pushes()));
    }

    private void postpone(MessageId id, RuntimeException cause) {
        deliveries.postponed(id, clock.instant().plus(AGAIN));
        LOG.atError()
                .addKeyValue("event", "postponed")
                .addKeyValue("station", "belt")
                .addKeyValue("message", id)
                .addKeyValue("cause", cause.getClass().getSimpleName())
                .log("a recorded message cannot be opened");
    }

    private Map<UUID, Statement> statements(List<Consignment> open) {
        var statements = new HashMap<UUID, Statement>();
        for (var consignment : open) {
            var unsigned = new ArrayList<Consignment.Due>();
            for (var due : consignment.due()) {
                if (statements.size() + unsigned.size() == DELIVERIES) {
                    break;
                }
                due.statement().ifPresentOrElse(known -> statements.put(due.id(), known), () -> unsigned.add(due));
            }
            if (!unsigned.isEmpty()) {
                statements.putAll(notices.delivered(consignment, unsigned));
            }
        }
        return statements;
    }

    private Load load(CamelContext camel, Consignment consignment, Map<UUID, Statement> begun) {
        var family = consignment.type().family();
        return new Load(
                consignment,
                camel.getRoute(family) == null ? "deliver" : family,
                consignment.due().stream()
                        .filter(due -> begun.containsKey(due.id()))
                        .map(due -> new Drop(
                                consignment,
                                due,
                                requireNonNull(begun.get(due.id())),
                                directions.channel(due.recipient()),
                                directions.channel(consignment.sender()).equals("jms")))
                        .toList());
    }

    /** Every delivery begun was tried once: what arrived is noted, and what did not has its own next attempt. */
    public void close(Exchange exchange) {
        var batch = Batch.of(exchange);
        if (batch.delivered().isEmpty()) {
            return;
        }
        if (!batch.shelved().isEmpty()) {
            shelf.put(batch.shelved(), clock.instant());
        }
        deliveries.delivered(batch.delivered().keySet(), batch.told(), clock.instant());
        for (var drop : batch.delivered().values()) {
            LOG.atInfo()
                    .addKeyValue("event", "delivered")
                    .addKeyValue("station", "deliver")
                    .addKeyValue("message", drop.consignment().id())
                    .addKeyValue("recipient", drop.due().recipient())
                    .log("delivered");
        }
    }

    /** Receipts of the hub that wait become the body. */
    public void waitingReceipts(Exchange exchange) {
        Batch.begin(exchange);
        exchange.getMessage().setBody(receipts.waiting(RECEIPTS, directions.fetching()));
    }

    /** The broker has those that were sent. */
    public void receiptsSent(Exchange exchange) {
        receipts.sent(Batch.of(exchange).sent(), clock.instant());
    }

    /** A message expired in its mailbox: the body is gone, its delivery id is not. */
    public void expired(Exchange exchange) {
        var once = exchange.getMessage().getHeader("GuituDelivery", String.class);
        if (once == null) {
            return;
        }
        var facts = deliveries.facts(UUID.fromString(once.split("/", 2)[0]));
        if (facts.isEmpty() || !facts.get().once().equals(once)) {
            return; // that copy is past: a person has sent it again since
        }
        attempts.expired(facts.get());
    }

    /**
     * One message and its drops, as the routes see it.
     *
     * @param flow the route that carries it: its family's own where there is one
     */
    public record Load(Consignment consignment, String flow, List<Drop> due) {
        public MessageId id() {
            return consignment.id();
        }

        public Urgency urgency() {
            return consignment.urgency();
        }
    }

    /** A delivery to somebody who is called. */
    public record Push(MessageId message, UUID delivery, PartyId to) {}

    /**
     * One delivery on its way.
     *
     * @param statement the signed {@code Delivered} as stored
     * @param channel names the route that makes it
     * @param told whether the sender is sent its receipt at once; another fetches it, or is called
     */
    public record Drop(
            Consignment consignment, Consignment.Due due, Statement statement, String channel, boolean told) {}
}
