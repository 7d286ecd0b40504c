package org.guitu.belt;

import static java.util.Objects.requireNonNull;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.guitu.belt.Belt.Push;
import org.guitu.belt.Courier.NotBrought;
import org.guitu.belt.Courier.NotNow;
import org.guitu.belt.Shelf.Shelved;
import org.guitu.gate.Unavailable;
import org.guitu.message.PartyId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the partners that want to be called: bean {@code pusher}. Each has a thread and a circuit breaker of its own, so one
 * that is slow or away holds up nobody else. Only identifiers queue here; what is lost with this process, the sweeper brings
 * again.
 */
public final class Pusher implements AutoCloseable {
    /** Longer than a call may take: two nodes never call with the same thing at once. */
    private static final Duration LEASE = Duration.ofMinutes(3);

    private static final int QUEUE = 1_000;
    private static final int RECEIPTS = 20;
    private static final long BYTES = 4L << 20;
    private static final String OPEN = "GT-7004";
    private static final Logger LOG = LoggerFactory.getLogger("guitu.belt");

    private final Belt.Stock stock;
    private final Attempts attempts;
    private final Notices notices;
    private final Courier courier;
    private final BiConsumer<PartyId, byte[]> answered;
    private final Clock clock;
    private final Map<PartyId, Line> lines = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param answered takes the receipts that partners give with their answers, as if they had sent them */
    public Pusher(
            Belt.Stock stock,
            Attempts attempts,
            Notices notices,
            Courier courier,
            BiConsumer<PartyId, byte[]> answered,
            Clock clock) {
        this.stock = stock;
        this.attempts = attempts;
        this.notices = notices;
        this.courier = courier;
        this.answered = answered;
        this.clock = clock;
    }

    /** Takes one delivery over; what there is no room for stays due. */
    public void offer(Exchange exchange) {
        offer(requireNonNull(exchange.getMessage().getBody(Push.class)));
    }

    void offer(Push push) {
        line(push.to()).offer(push.delivery(), () -> deliver(push));
    }

    /** Looks whether receipts wait for this partner, or messages from when it fetched them. */
    public void receipts(PartyId to) {
        line(to).offer(new UUID(0, 0), () -> bringReceipts(to));
    }

    private Line line(PartyId party) {
        return lines.computeIfAbsent(party, Line::new);
    }

    private void deliver(Push push) {
        var now = clock.instant();
        var open = stock.deliveries().open(List.of(push.message()), now);
        for (var consignment : open) {
            for (var due : consignment.due()) {
                if (due.id().equals(push.delivery())) {
                    deliver(consignment, due);
                }
            }
        }
    }

    private void deliver(Consignment consignment, Consignment.Due due) {
        var isReceipt = consignment.type().isReceipt();
        var statement = due.statement()
                .orElseGet(() -> requireNonNull(
                        notices.delivered(consignment, List.of(due)).get(due.id())));
        var begun = stock.deliveries().begin(Map.of(due.id(), statement), LEASE, clock.instant());
        var stored = begun.get(due.id());
        if (stored == null) {
            return; // another node is at it, or it is done
        }
        var about = isReceipt ? consignment.acknowledges().orElseThrow() : consignment.id();
        var thing = new Shelved(
                due.id(), about, isReceipt, clock.instant().plus(LEASE), consignment.wire(), stored.toReader());
        try {
            var receipt = called(due.recipient(), thing);
            stock.deliveries().delivered(Set.of(due.id()), Set.of(), clock.instant());
            LOG.atInfo()
                    .addKeyValue("event", "delivered")
                    .addKeyValue("station", "deliver")
                    .addKeyValue("message", consignment.id())
                    .addKeyValue("recipient", due.recipient())
                    .log("delivered");
            receipt.ifPresent(bytes -> answered.accept(due.recipient(), bytes));
        } catch (NotBrought e) {
            attempts.failed(consignment.id(), due, e.code(), e.why());
        } catch (NotNow e) {
            notNow(due.recipient(), e);
        }
    }

    private void bringReceipts(PartyId to) {
        for (var thing : stock.shelf().give(to, RECEIPTS, Shelf.upTo(BYTES), LEASE)) {
            try {
                var receipt = called(to, thing);
                stock.shelf().taken(to, List.of(thing.delivery()), clock.instant());
                receipt.ifPresent(bytes -> answered.accept(to, bytes));
            } catch (NotBrought e) {
                LOG.atWarn()
                        .addKeyValue("event", "receipt-failed")
                        .addKeyValue("station", "deliver")
                        .addKeyValue("message", thing.about())
                        .addKeyValue("recipient", to)
                        .addKeyValue("code", e.code())
                        .addKeyValue("cause", e.why())
                        .log("a receipt could not be brought; it is tried again");
                return;
            } catch (NotNow e) {
                notNow(to, e);
                return;
            }
        }
    }

    private static void notNow(PartyId to, NotNow why) {
        LOG.atInfo()
                .addKeyValue("event", "not-called")
                .addKeyValue("station", "deliver")
                .addKeyValue("recipient", to)
                .addKeyValue("cause", why.getMessage())
                .log("not called now; it stays due");
    }

    private Optional<byte[]> called(PartyId to, Shelved thing) throws NotBrought, NotNow {
        var line = line(to);
        var breaker = line.breaker;
        if (!breaker.tryAcquirePermission()) {
            throw new NotBrought(OPEN, "not called, after several failures; the last: " + line.last);
        }
        long begun = breaker.getCurrentTimestamp();
        try {
            var receipt = courier.bring(to, thing);
            breaker.onSuccess(breaker.getCurrentTimestamp() - begun, breaker.getTimestampUnit());
            return receipt;
        } catch (NotNow e) {
            breaker.releasePermission();
            throw e;
        } catch (NotBrought | RuntimeException e) {
            line.last =
                    e instanceof NotBrought failed ? failed.why() : e.getClass().getSimpleName();
            breaker.onError(breaker.getCurrentTimestamp() - begun, breaker.getTimestampUnit(), e);
            throw e;
        }
    }

    @Override
    public void close() {
        closed = true;
        lines.values().forEach(Line::close);
    }

    /** One partner: its thread, what queues for it, and whether it is left alone for now. */
    private final class Line {
        private final PartyId party;
        private final CircuitBreaker breaker;
        private final Set<UUID> queued = ConcurrentHashMap.newKeySet();
        private final ThreadPoolExecutor thread;
        private volatile String last = "";

        Line(PartyId party) {
            this.party = party;
            this.breaker = CircuitBreaker.of(
                    party.value(),
                    CircuitBreakerConfig.custom()
                            .slidingWindowSize(10)
                            .minimumNumberOfCalls(4)
                            .failureRateThreshold(75)
                            .waitDurationInOpenState(Duration.ofSeconds(30))
                            .permittedNumberOfCallsInHalfOpenState(1)
                            .build());
            this.thread = new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), work -> {
                var made = new Thread(work, "push-" + party);
                made.setDaemon(true);
                return made;
            });
            this.thread.allowCoreThreadTimeOut(true);
        }

        void offer(UUID id, Runnable work) {
            if (closed || !queued.add(id)) {
                return;
            }
            try {
                thread.execute(() -> {
                    queued.remove(id);
                    carefully(work);
                });
            } catch (RejectedExecutionException e) {
                queued.remove(id); // stays due in the record
            }
        }

        private void carefully(Runnable work) {
            if (!courier.mayCall(party)) {
                return; // stays due in the record
            }
            try {
                work.run();
            } catch (Unavailable e) {
                LOG.atDebug()
                        .addKeyValue("event", "left-to-sweeper")
                        .addKeyValue("cause", e.getMessage())
                        .log("not now");
            } catch (RuntimeException e) {
                LOG.atWarn()
                        .addKeyValue("event", "left-to-sweeper")
                        .addKeyValue("station", "deliver")
                        .addKeyValue("recipient", party)
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .log("a step failed");
            }
        }

        void close() {
            thread.shutdownNow();
        }
    }
}
